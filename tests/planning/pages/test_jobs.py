import pytest
from django.urls import reverse

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
    assert "A recomputation is already waiting or running" in words(again)
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
