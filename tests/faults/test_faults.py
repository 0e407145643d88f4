"""Broker, worker and database fail in the middle of the work. Afterwards nothing is lost and every number is right."""

import datetime
import random
import signal
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from anphu.kit import history, jobs
from anphu.kit.periods import period
from orgtree.models import Person, Posting
from planning.actions import lines, submissions
from planning.indicators import fill, measuring
from planning.models import Decision, MeasuredDay, MeasureShare, PastMark, PlanEntry, Snapshot, StaleMark
from tests.faults.conftest import eventually
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.test_properties import told
from tests.world import TODAY

pytestmark = pytest.mark.serial


def assert_sound(house) -> None:
    """Nothing is stored that does not follow from the rows, and the numbers are those of a full measure."""
    assert house.verify() == []
    assert not StaleMark.objects.exists()
    assert told(Snapshot.objects.filter(day=TODAY)) == told(measuring.measure(TODAY)) == by_hand(TODAY)


def change(person: Person, **values) -> None:
    """A change of a record that changes a number."""
    before = by_hand(TODAY)
    with history.acting(actor=None, verb="edit_person", reason="test"):
        Person.objects.filter(pk=person.pk).update(**values)
    assert by_hand(TODAY) != before


def appraised(house, unit: str) -> int:
    """A submission of `unit` that adds somebody and waits for approval; returns its id."""
    world = house.world
    pk = world.submission(unit).pk
    secretary = {"actor": world.user(f"{unit}_secretary"), "on": TODAY}
    person = {"alpha": "lan", "beta": "hai"}[unit]
    lines.propose(
        **secretary,
        submission=pk,
        plan_title=world.plan_titles[unit, "2020-2025", "standing"].pk,
        person=world.people[person].pk,
        proposal="add",
        reason="Đủ tiêu chuẩn",
    )
    lines.confirm_rest(**secretary, submission=pk)
    submissions.move(**secretary, submission=pk, verb="submit")
    submissions.move(actor=world.user("appraiser"), on=TODAY, submission=pk, verb="appraise")
    return pk


def approve(house, submission: int, number: str) -> int:
    """Status of the approval by the web."""
    body = {"number": number, "day": "2020-07-06", "submissions": [{"id": submission}]}
    status, _answer = house.ask("POST", "/api/v1/decisions/", "btv", body)
    return status


def test_everything_up_number_follows_an_approval(house):
    assert approve(house, appraised(house, "alpha"), "10-QĐ/HU") == 201

    house.catch_up()
    assert_sound(house)


def test_broker_stopped_during_an_approval_loses_nothing(house):
    pk = appraised(house, "beta")
    house.servers.valkey.stop()
    try:
        assert approve(house, pk, "11-QĐ/HU") == 201
        decision = Decision.objects.get(number="11-QĐ/HU")
        assert PlanEntry.objects.filter(opened_by=decision).count() == 1
        assert StaleMark.objects.filter(unit=house.world.units["beta"]).exists()
        assert house.verify() == []
    finally:
        house.servers.valkey.start()

    house.catch_up()
    assert_sound(house)


def test_worker_killed_while_it_measures_leaves_marks_and_old_numbers(house):
    before = told(Snapshot.objects.all())
    change(house.world.people["an"], home_commune_code="30340")
    job = jobs.Job.objects.create(task="planning.recompute")
    with house.holding_numbers():
        house.tick("planning.recompute", job.pk)
        house.wait_until_blocked()
        house.kill("worker", signal.SIGKILL)

    house.wait_until_rolled_back()
    assert StaleMark.objects.exists()
    assert told(Snapshot.objects.all()) == before

    house.start_worker()
    house.catch_up()
    assert_sound(house)
    jobs.Job.objects.filter(pk=job.pk).update(seen_at=timezone.now() - datetime.timedelta(minutes=5))
    house.tick("anphu.sweep")
    house.wait_until_done(job.pk)
    assert_sound(house)


def test_postgresql_restarted_at_once_loses_nothing_that_was_said(house):
    change(house.world.people["binh"], birth_date=datetime.date(1970, 1, 1))
    with house.holding_numbers():
        house.tick("planning.refresh")
        house.wait_until_blocked()
        house.servers.postgres.process.send_signal(signal.SIGQUIT)
        house.servers.postgres.process.wait()
    connection.close()
    house.servers.postgres.start()

    assert Person.objects.get(pk=house.world.people["binh"].pk).birth_date.year == 1970
    assert StaleMark.objects.exists()
    assert house.ask("GET", "/api/v1/me/", "btv")[0] == 200
    house.catch_up()
    assert_sound(house)


def test_message_delivered_twice_does_the_work_once(house):
    with history.acting(actor=None, verb="appoint", reason="test"):
        Posting.objects.create(
            person=house.world.people["khanh"],
            unit=house.world.units["alpha"],
            title=house.world.titles["standing"],
            period=period(datetime.date(2020, 1, 1)),
        )
    job = jobs.Job.objects.create(task="planning.recompute")
    with house.holding_numbers():
        for _ in range(2):
            house.tick("planning.recompute", job.pk)
            house.tick("planning.refresh")
        house.wait_until_blocked()

    house.wait_until_done(job.pk)
    house.catch_up()
    assert_sound(house)
    assert jobs.Job.objects.get(pk=job.pk).error == ""


def test_dump_restored_elsewhere_keeps_its_history_and_its_guards(house):
    with house.restored():
        assert_sound(house)
        person = Person.objects.get(pk=house.world.people["an"].pk)
        with pytest.raises(DatabaseError, match="without actor and reason"):
            Person.objects.filter(pk=person.pk).update(home_town="Nơi khác")
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete"),
            history.acting(actor=None, verb="attack", reason="test"),
        ):
            Decision.objects.update(note="x")
        with history.acting(actor=None, verb="edit_person", reason="Sau khi phục hồi"):
            Person.objects.filter(pk=person.pk).update(home_town="Nơi khác", sex="F")
        assert trail("Sau khi phục hồi") == [("update", "Nơi khác")]
        assert fill.drain(TODAY).units == 2  # where the person serves, and the cell of the membership
        assert_sound(house)


def test_worker_killed_at_ten_random_moments_leaves_exact_numbers_of_all_days(house):
    days = fill.keep(TODAY, months=3)
    rng, person = random.Random(10), house.world.people["an"]
    for turn in range(10):
        with history.acting(actor=None, verb="edit_person", reason="test"):
            Person.objects.filter(pk=person.pk).update(sex="MF"[turn % 2], birth_date=datetime.date(1970 + turn, 5, 1))
        for task in ("planning.refresh", "planning.keep"):
            house.tick(task)
        time.sleep(rng.uniform(0, 0.4))
        house.kill_workers()

    house.settle()
    assert_sound(house)
    assert MeasuredDay.objects.count() >= days + 1
    assert not PastMark.objects.exists()
    assert fill.all_faults() == []


def test_worker_killed_among_shares_leaves_the_rest_to_the_next(house):
    house.kill("worker")
    house.environment["MEASURE_SHARE_UNITS"] = "1"
    house.start_worker()
    job = jobs.Job.objects.create(task="planning.recompute")
    with house.holding_numbers(house.world.units["beta1"].pk):
        house.tick("planning.recompute", job.pk)
        eventually(lambda: MeasureShare.objects.filter(rows=None).count() == 1)
        house.wait_until_blocked()
        change(house.world.people["binh"], birth_date=datetime.date(1990, 1, 1))
        house.kill("worker")

    house.wait_until_rolled_back()
    assert MeasureShare.objects.filter(rows=None).count() == 1
    house.start_worker()
    house.settle()
    assert not MeasureShare.objects.exists()
    assert_sound(house)


def test_two_beats_by_mistake_do_the_work_of_one(house):
    change(house.world.people["binh"], sex="M")
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        for _ in range(2):
            house.tick(entry["task"])

    house.settle()
    assert_sound(house)
    assert fill.all_faults() == []
    assert not jobs.Job.objects.filter(state=jobs.JobState.FAILED).exists()


def trail(reason: str) -> list[tuple]:
    """What the history of people tells of a gesture."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.pgh_label, e.home_town FROM orgtree_personevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE c.metadata ->> 'reason' = %s",
            [reason],
        )
        return cursor.fetchall()
