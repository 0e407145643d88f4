"""Jobs stopped and started again, and recomputations of a part."""

import datetime

import pytest

from anphu.kit import history, jobs
from anphu.kit.jobs import Cause, JobState
from anphu.kit.refusals import Refused
from orgtree.actions import imports
from orgtree.choices import BatchState
from orgtree.models import Person
from planning import tasks
from planning.actions import jobs as actions
from planning.actions import measures
from planning.choices import DayReason
from planning.indicators import fill, measuring
from planning.models import MeasuredDay, Snapshot, StaleMark
from tests.importing import NEWCOMER
from tests.world import TODAY


@pytest.fixture
def board(world):
    return world.user("board")


def code_of(deed, **arguments) -> str:
    with pytest.raises(Refused) as refused:
        deed(**arguments)
    return refused.value.code


@pytest.mark.parametrize("name", ["auditor", "btv", "alpha_secretary"])
def test_without_the_right_no_job_is_touched(world, name):
    job = jobs.record("planning.recompute")
    for deed in (actions.stop, actions.restart):
        assert code_of(deed, actor=world.user(name), on=TODAY, job=job.pk) == "not_allowed"
    job.refresh_from_db()
    assert (job.state, job.stop_requested) == (JobState.QUEUED, False)


def test_a_job_that_is_not_there_is_said_so(board):
    assert code_of(actions.stop, actor=board, on=TODAY, job=987654321) == "no_such_job"


def test_failed_recomputation_is_started_again(board):
    job = jobs.record("planning.recompute", day="2020-06-30")
    jobs.Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    new = actions.restart(actor=board, on=TODAY, job=job.pk)
    assert (new.repeats, new.arguments, new.requested_by, new.cause) == (job, job.arguments, board, Cause.REQUEST)


def test_an_import_is_started_again_on_its_own_page(board):
    job = jobs.record("orgtree.write_import", batch=1, rows=None)
    jobs.Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert code_of(actions.restart, actor=board, on=TODAY, job=job.pk) == "asked_elsewhere"
    assert code_of(actions.restart, actor=None, on=TODAY, job=job.pk) == "asked_elsewhere"


def test_an_import_stopped_while_it_waits_is_a_preview_again(world, received, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    batch = received(NEWCOMER)
    job = imports.commit(actor=world.user("board"), on=TODAY, reason="Danh sách", batch=batch.pk)
    stopped = actions.stop(actor=world.user("admin"), on=TODAY, job=job.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (BatchState.PREVIEWED, stopped.message)


def done(**limits) -> jobs.Job:
    """A recomputation as a worker does it."""
    job = measures.begin(actor=None, on=TODAY, **limits)
    tasks.recompute(job.pk)
    job.refresh_from_db()
    return job


def test_recomputation_tells_its_rows(world):
    job = done()
    assert (job.state, job.rows, job.cause) == (JobState.DONE, Snapshot.objects.count(), Cause.COMMAND)


def test_recomputation_of_what_changed_does_nothing_when_nothing_did(world):
    fill.full(TODAY)
    job = done(full=False)
    assert (job.state, job.rows, "0" in job.message) == (JobState.DONE, None, True)


def stale(**limits) -> set:
    """Everybody becomes a woman, and nothing announces it. Who is still measured wrong after a recomputation?"""
    fill.full(TODAY)
    with history.acting(actor=None, verb="edit_person", reason="test"):
        Person.objects.update(sex="F")
    StaleMark.objects.all().delete()
    assert done(**limits).state == JobState.DONE
    women = {(row.unit.code, row.term_id): row for row in measuring.measure(TODAY) if row.indicator == "WOMEN"}
    stored = Snapshot.objects.filter(indicator="WOMEN").select_related("unit")
    return {row.unit.code for row in stored if row.own_numerator != women[row.unit.code, row.term_id].own_numerator}


@pytest.mark.parametrize(
    ("unit", "indicator", "wrong"),
    [
        ("alpha", "", {"beta"}),
        ("alpha", "WOMEN", {"beta"}),
        ("alpha", "WOMEN_HEADS", {"alpha", "beta"}),
        ("", "WOMEN", set()),
        ("", "WOMEN_HEADS", {"alpha", "beta"}),
    ],
)
def test_only_the_part_asked_for_is_measured_anew(world, unit, indicator, wrong):
    assert stale(unit=world.units[unit].pk if unit else None, indicator=indicator) == wrong


def test_kept_day_is_measured_anew_and_the_present_day_stays(world):
    fill.full(TODAY)
    assert "2" in done(history=2).message
    assert MeasuredDay.objects.count() == 3
    last = datetime.date(2020, 6, 30)
    Snapshot.objects.filter(day=last).delete()
    assert done(day=last).rows == Snapshot.objects.filter(day=last).count() > 0
    assert fill.faults(last) == fill.faults(TODAY) == []


def test_days_are_kept_by_the_hour_where_some_are_missing(world, monkeypatch):
    due = {datetime.date(2020, 6, 30): DayReason.MONTH_END}
    monkeypatch.setattr(fill, "due_days", lambda until, months: due)
    fill.full(TODAY)
    tasks.keep()
    (job,) = jobs.Job.objects.all()
    assert (job.task, job.state) == ("planning.keep", JobState.DONE)
    tasks.keep()
    assert jobs.Job.objects.count() == 1


def test_recomputations_of_different_parts_wait_side_by_side(world, board, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    fill.full(TODAY)
    for limits in ({}, {"unit": world.units["alpha"].pk}, {"indicator": "WOMEN"}):
        assert measures.recompute(actor=board, on=TODAY, **limits).arguments == limits
    assert code_of(measures.recompute, actor=board, on=TODAY, indicator="WOMEN") == "already_running"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"indicator": "LUCK"}, "no_such_indicator"),
        ({"unit": 987654321}, "unit_not_there"),
        ({"day": datetime.date(2019, 3, 5)}, "day_not_stored"),
        ({"day": datetime.date(2031, 1, 1)}, "day_not_stored"),
    ],
)
def test_what_cannot_be_measured_anew_is_refused_in_words(world, board, limits, code):
    assert code_of(measures.recompute, actor=board, on=TODAY, **limits) == code
    assert not jobs.Job.objects.exists()


def test_two_nights_at_once_are_one(world):
    waiting = jobs.record("planning.recompute")
    tasks.nightly()
    assert list(jobs.Job.objects.all()) == [waiting]


def test_refresh_tells_what_woke_it(world):
    tasks.refresh(None, Cause.CHANGE)
    assert jobs.Job.objects.get().cause == Cause.CHANGE
    tasks.refresh()
    assert jobs.Job.objects.count() == 1
