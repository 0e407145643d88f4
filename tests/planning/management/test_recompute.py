from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from anphu.kit import jobs
from anphu.kit.jobs import Cause, Job, JobState, Stopped
from planning.actions import measures
from planning.indicators import fill
from planning.models import Snapshot
from tests.world import TODAY


def run(*options) -> str:
    out = StringIO()
    call_command("recompute", *options, stdout=out)
    return out.getvalue()


def test_full_measures_here_and_leaves_a_job(world):
    told = run("--full")
    job = Job.objects.get()
    assert (job.state, job.cause, job.rows) == (JobState.DONE, Cause.COMMAND, Snapshot.objects.count())
    assert told.splitlines()[0].startswith(f"#{job.pk} ")
    assert "  5 % " in told


def test_without_options_only_what_changed_is_measured(world):
    fill.full(TODAY)
    run()
    assert Job.objects.get().arguments == {"full": False}


def test_queue_leaves_the_work_to_a_worker(world, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    run("--queue", "--full")
    assert Job.objects.get().state == JobState.QUEUED
    with pytest.raises(CommandError, match="đang chờ hoặc đang chạy"):
        run("--full")


def test_jobs_are_listed_stopped_and_started_again(world, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    job = jobs.record("planning.recompute")
    run("--stop", str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.stop_requested_by) == (JobState.STOPPED, None)
    run("--restart", str(job.pk))
    new = Job.objects.latest("pk")
    assert (new.repeats, new.cause) == (job, Cause.COMMAND)
    assert [line.split(" ")[0] for line in run("--jobs").splitlines()] == [f"#{new.pk}", f"#{job.pk}"]
    with pytest.raises(CommandError, match="đã kết thúc"):
        run("--stop", str(job.pk))


def test_stopped_or_interrupted_work_ends_with_a_sentence(world, monkeypatch):
    def interrupted(job, **arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(measures, "perform", interrupted)
    with pytest.raises(CommandError) as ended:
        run("--full")
    assert (ended.value.returncode, Job.objects.get().state) == (130, JobState.STOPPED)

    def stopped(job, **arguments):
        raise Stopped(job)

    monkeypatch.setattr(measures, "perform", stopped)
    with pytest.raises(CommandError, match="dừng"):
        run("--full")
    assert Job.objects.latest("pk").state == JobState.STOPPED


@pytest.mark.parametrize(
    "options",
    [
        ("--on", "2020-02-31"),
        ("--on", "2019-03-05"),
        ("--unit", "nowhere"),
        ("--indicator", "LUCK"),
        ("--history", "0"),
        ("--full", "--unit", "alpha"),
        ("--stop", "987654321"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_job(world, options):
    with pytest.raises(CommandError):
        run(*options)
    assert not Job.objects.exists()
