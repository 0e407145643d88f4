import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from anphu.kit import jobs, lifesigns
from anphu.kit.jobs import Cause, Job, JobState, Stopped
from anphu.kit.refusals import Refused

AGES_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list:
    """What would have gone to the broker."""
    messages: list = []
    monkeypatch.setattr(jobs, "_send", lambda task, args: messages.append((task, args)))
    return messages


def failed_with(error: Exception) -> Job:
    job = jobs.record("tests.nothing")
    with pytest.raises(type(error)), jobs.running(job.pk):
        raise error
    return again(job)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def code_of(deed, *args, **options) -> str:
    with pytest.raises(Refused) as refused:
        deed(*args, **options)
    return refused.value.code


def test_refused_job_keeps_the_sentence(db):
    job = failed_with(Refused("in_use", "Danh sách đã được dùng."))
    assert (job.state, job.error) == (JobState.FAILED, "Danh sách đã được dùng.")


def test_unexpected_error_is_told_by_an_id_that_the_log_knows(db, caplog):
    with caplog.at_level(logging.ERROR, logger="anphu.kit.jobs"):
        job = failed_with(ValueError("key (identity_number)=(089190000001) already exists"))
    (record,) = caplog.records
    error_id = record.args[0]
    assert error_id in job.error
    assert "identity_number" not in job.error
    assert record.exc_info[0] is ValueError


def test_job_tells_rows_and_how_long_it_took(db):
    job = jobs.record("tests.nothing")
    assert job.duration is None
    with jobs.running(job.pk) as held:
        held.rows, held.message = 12, "xong"
    job = again(job)
    assert (job.state, job.progress, job.rows, job.message) == (JobState.DONE, 100, 12, "xong")
    assert job.duration == job.finished_at - job.started_at


def test_what_started_a_job_is_known(world):
    assert jobs.record("tests.one").cause == Cause.TIMETABLE
    assert jobs.record("tests.two", actor=world.user("board")).cause == Cause.REQUEST
    assert jobs.record("tests.three", cause=Cause.COMMAND).cause == Cause.COMMAND


def test_same_work_does_not_wait_twice(db):
    first = jobs.record("tests.nothing", unit=1, day="2020-07-07")
    assert code_of(jobs.record, "tests.nothing", day="2020-07-07", unit=1) == "already_running"
    assert jobs.record("tests.nothing", unit=2).pk
    with jobs.running(first.pk):
        assert code_of(jobs.enqueue, "tests.nothing", unit=1, day="2020-07-07") == "already_running"
    assert jobs.record("tests.nothing", unit=1, day="2020-07-07").pk


def test_work_that_may_run_beside_its_like_does(db):
    jobs.record("tests.nothing", once=False)
    assert jobs.record("tests.nothing", once=False).pk


def test_the_database_itself_refuses_the_second(db):
    first = jobs.record("tests.nothing")
    with pytest.raises(IntegrityError, match=jobs.ONCE), transaction.atomic():
        Job.objects.create(task="tests.nothing", once=first.once)


def test_waiting_job_is_stopped_at_once_and_never_run(world):
    job = jobs.stop(jobs.record("tests.nothing"), actor=world.user("admin"))
    assert (job.state, job.stop_requested_by) == (JobState.STOPPED, world.user("admin"))
    assert str(world.user("admin")) in job.message
    assert job.finished_at
    assert code_of(jobs.running(job.pk).__enter__) == "taken_already"


def test_job_whose_worker_is_gone_is_stopped_at_once(db):
    lost = jobs.record("tests.nothing")
    Job.objects.filter(pk=lost.pk).update(state=JobState.RUNNING, started_at=AGES_AGO, seen_at=AGES_AGO)
    assert jobs.stop(lost).state == JobState.STOPPED
    assert jobs.record("tests.nothing").pk


@pytest.mark.parametrize("word", [jobs.report, lambda job, progress: jobs.telling(job).__enter__()(progress)])
def test_running_job_ends_at_its_next_word_and_nothing_stays(db, word):
    job = jobs.record("tests.nothing")

    def work() -> None:
        with jobs.running(job.pk) as held:
            jobs.stop(job)
            held.stop_requested = True  # as whoever takes a job finds it that was asked to stop while it was lost
            with transaction.atomic():
                jobs.record("tests.half")
                word(held, 50)

    with pytest.raises(Stopped):
        work()
    job = again(job)
    assert (job.state, job.error, job.progress < 100) == (JobState.STOPPED, "", True)
    assert job.message
    assert not Job.objects.filter(task="tests.half").exists()


def test_ended_or_asked_job_is_not_stopped_again(db):
    job = jobs.record("tests.nothing")
    with jobs.running(job.pk):
        jobs.stop(job)
        assert code_of(jobs.stop, job) == "asked_already"
    assert code_of(jobs.stop, job) == "has_ended"


def test_work_begun_again_is_a_new_job_that_remembers_the_old(world, sent, django_capture_on_commit_callbacks):
    job = jobs.stop(jobs.record("tests.nothing", unit=7))
    with django_capture_on_commit_callbacks(execute=True):
        new = jobs.restart(job, actor=world.user("admin"))
    assert (new.task, new.arguments, new.repeats, new.requested_by) == (
        job.task,
        job.arguments,
        job,
        world.user("admin"),
    )
    assert sent == [("tests.nothing", (new.pk,))]
    assert code_of(jobs.restart, new) == "has_not_ended"
    assert code_of(jobs.restart, job) == "already_running"


def test_message_that_comes_twice_finds_the_job_taken(db):
    job = jobs.record("tests.nothing")
    with jobs.running(job.pk):
        assert code_of(jobs.running(job.pk).__enter__) == "taken_already"
    assert code_of(jobs.running(job.pk).__enter__) == "taken_already"
    assert again(job).state == JobState.DONE


def test_job_of_a_dead_worker_is_sent_again_and_taken_over(db, sent, django_capture_on_commit_callbacks):
    lost = jobs.record("tests.nothing")
    Job.objects.filter(pk=lost.pk).update(state=JobState.RUNNING, started_at=AGES_AGO, seen_at=AGES_AGO)
    alive = jobs.record("tests.other")
    Job.objects.filter(pk=alive.pk).update(state=JobState.RUNNING, created_at=AGES_AGO, seen_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        for job in jobs.abandoned(timedelta(minutes=2)):
            jobs.resend(job)
    assert sent == [("tests.nothing", (lost.pk,))]
    with jobs.running(lost.pk):
        pass
    assert again(lost).state == JobState.DONE


def test_statement_in_progress_is_broken_off(db, monkeypatch):
    """On a connection of its own: inside the transaction of a test nobody is watched."""
    monkeypatch.setattr(lifesigns, "SECONDS", 0.02)
    monkeypatch.setattr(lifesigns, "_renew", lambda job: True)
    job, work = jobs.stop(jobs.record("tests.nothing")), connection.copy()

    def sleep() -> None:
        with lifesigns.given(job.pk, work), work.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    try:
        with pytest.raises(OperationalError) as broken:
            sleep()
    finally:
        work.close()
    assert isinstance(jobs.broken_off(job, broken.value), Stopped)
    assert jobs.broken_off(jobs.record("tests.other"), broken.value) is None
    assert jobs.broken_off(job, OperationalError("no server")) is None


def test_sign_of_life_is_given_while_the_job_runs_and_brings_the_request_to_stop(db):
    job = jobs.record("tests.nothing")
    assert lifesigns._renew(job.pk) is False
    assert again(job).seen_at is None
    with jobs.running(job.pk) as held:
        before = again(job).seen_at
        assert lifesigns._renew(job.pk) is False
        assert again(job).seen_at > before
        jobs.stop(held)
        assert lifesigns._renew(job.pk) is True
