"""Jobs in the administration: the same deeds as on their pages."""

import pytest
from django.urls import reverse

from anphu.kit import jobs
from anphu.kit.jobs import Job, JobState

LIST = "admin:anphu_job_changelist"


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)


def press(client, deed, *rows):
    ids = [row.pk for row in rows]
    return client.post(reverse(LIST), {"action": deed, "_selected_action": ids, "confirmed": "1"})


def test_jobs_are_stopped_and_started_again_from_the_list(world, sign_in):
    one, two = (jobs.record("planning.recompute", unit=pk) for pk in (1, 2))
    client = sign_in("admin")
    assert press(client, "stop", one, two).status_code == 302
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.STOPPED}
    assert press(client, "restart", one).status_code == 302
    assert Job.objects.get(repeats=one).requested_by == world.users["admin"]


def test_one_that_has_ended_stops_nothing(world, sign_in):
    waiting, ended = jobs.record("planning.recompute"), Job.objects.create(task="x", state=JobState.DONE)
    assert press(sign_in("admin"), "stop", waiting, ended).status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == JobState.QUEUED


def test_recomputation_begins_at_the_list_once(world, sign_in):
    client, address = sign_in("admin"), reverse("admin:anphu_job_recompute")
    assert address in client.get(reverse(LIST)).content.decode()
    assert client.post(address, {"confirmed": "1"}).status_code == 302
    assert client.post(address, {"confirmed": "1"}).status_code == 409
    assert Job.objects.count() == 1


def test_auditor_watches(world, sign_in):
    client, job = sign_in("auditor"), jobs.record("planning.recompute")
    assert client.get(reverse("admin:anphu_job_change", args=[job.pk])).status_code == 200
    assert client.get(reverse("admin:anphu_job_recompute")).status_code == 403
    press(client, "stop", job)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
