import pytest
from django.urls import reverse
from django.utils import timezone

from anphu.kit import jobs
from anphu.kit.jobs import Job, JobState
from tests.planning.pages.conftest import words


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """Nothing is sent: what the page writes is looked at, not what a worker makes of it."""
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)


def job(state=JobState.DONE, **more):
    return Job.objects.create(task="planning.recompute", state=state, **more)


def test_recompute_writes_a_job_once(world, send, ask):
    answer = send("admin", "recompute")
    assert answer.headers["location"] == reverse("jobs")
    assert Job.objects.get().requested_by == world.users["admin"]
    again = send("admin", "recompute")
    assert again.status_code == 409
    assert "The same work is already waiting or running" in words(again)
    assert Job.objects.count() == 1


def test_recompute_without_the_right_is_refused(send, ask):
    assert send("auditor", "recompute").status_code == 403
    assert reverse("recompute") not in words(ask("auditor", "jobs"))
    assert reverse("recompute") in words(ask("board", "jobs"))


def test_list_renews_itself_only_while_something_runs(ask):
    job()
    assert "every 2s" not in words(ask("auditor", "jobs"))
    job(JobState.RUNNING, progress=40, message="đang đo")
    page = words(ask("auditor", "jobs"))
    assert 'hx-trigger="every 2s"' in page
    assert 'value="40"' in page
    fragment = words(ask("auditor", "jobs", htmx=True))
    assert "<html" not in fragment
    assert "Measure all indicators anew" in fragment


def test_job_shows_progress_and_error(ask):
    failed = job(JobState.FAILED, error="ValueError: no")
    answer = ask("auditor", "job", failed.pk)
    assert "ValueError: no" in words(answer)
    assert "every 2s" not in words(answer)
    running = job(JobState.RUNNING, progress=10)
    assert 'hx-trigger="every 2s"' in words(ask("auditor", "job", running.pk))
    assert "<html" not in words(ask("auditor", "job", running.pk, htmx=True))


def test_list_is_filtered_by_state(ask):
    job()
    job(JobState.FAILED)
    assert [row.state for row in ask("auditor", "jobs", state="failed").context["jobs"]] == ["failed"]
    assert ask("auditor", "jobs", state="asleep").status_code == 400


def test_jobs_cost_the_same_at_one_and_at_three(world, queries):
    job(requested_by=world.users["board"])
    assert queries("auditor", "jobs") == 5
    job(requested_by=world.users["btv"])
    job()
    assert queries("auditor", "jobs") == 5


def test_running_job_is_stopped_from_its_page(world, send, ask):
    row = job(JobState.RUNNING, progress=40, seen_at=timezone.now())
    assert reverse("job-stop", args=[row.pk]) in words(ask("admin", "job", row.pk))
    answer = send("admin", "job-stop", row.pk)
    assert answer.headers["location"] == reverse("job", args=[row.pk])
    row.refresh_from_db()
    assert (row.state, row.stop_requested, row.stop_requested_by) == (JobState.RUNNING, True, world.users["admin"])
    again = send("admin", "job-stop", row.pk)
    assert again.status_code == 409
    assert "it ends at its next step" in words(again)


def test_ended_job_is_started_again_from_its_page(send, ask):
    row = job(JobState.FAILED)
    assert reverse("job-restart", args=[row.pk]) in words(ask("board", "job", row.pk))
    answer = send("board", "job-restart", row.pk)
    new = Job.objects.get(repeats=row)
    assert answer.headers["location"] == reverse("job", args=[new.pk])
    assert f"again after job {row.pk}" in words(ask("board", "job", new.pk))


def test_job_of_an_import_offers_no_second_start(ask):
    row = Job.objects.create(task="orgtree.write_import", state=JobState.FAILED)
    assert reverse("job-restart", args=[row.pk]) not in words(ask("board", "job", row.pk))


def test_watchers_see_no_buttons_and_reach_none(send, ask):
    row = job(JobState.RUNNING)
    page = words(ask("auditor", "job", row.pk))
    assert reverse("job-stop", args=[row.pk]) not in page
    assert send("auditor", "job-stop", row.pk).status_code == 403
    assert send("auditor", "job-restart", row.pk).status_code == 403
    assert ask("auditor", "recompute-part").status_code == 403


def test_job_that_has_ended_has_its_page_loaded_again(ask):
    assert ask("auditor", "job", job().pk, htmx=True).headers["HX-Refresh"] == "true"


def test_part_is_asked_for_and_named(world, send, ask):
    unit = world.units["alpha"].pk
    answer = send("board", "recompute-part", unit=unit, indicator="WOMEN")
    row = Job.objects.get()
    assert answer.headers["location"] == reverse("job", args=[row.pk])
    assert row.arguments == {"unit": unit, "indicator": "WOMEN"}
    page = words(ask("board", "job", row.pk))
    assert "Measure a part of the indicators anew" in page
    assert "WOMEN" in page


def test_part_that_is_not_stored_is_refused_on_its_form(send):
    answer = send("board", "recompute-part", day="05/03/2019")
    assert answer.status_code == 409
    assert "No values of 05/03/2019 are stored" in words(answer)
    assert send("board", "recompute-part", day="31/02/2019").status_code == 400
    assert not Job.objects.exists()
