"""What the database lets happen to an entry of a plan: its one end, and a change of person while records are merged."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Merge
from planning.models import Decision, PlanEntry

NOW = timezone.make_aware(datetime.datetime(2020, 7, 7, 8))
DAY = datetime.date(2019, 1, 1)


@pytest.fixture
def entry(world):
    """Of `giang`, open since 2018."""
    return PlanEntry.objects.get(person=world.people["giang"])


def allowed(entry: PlanEntry, **changes) -> bool:
    try:
        with transaction.atomic(), history.acting(actor=None, verb="test", reason="test"):
            PlanEntry.objects.filter(pk=entry.pk).update(**changes)
    except IntegrityError:
        return False
    return True


@pytest.fixture
def merging(world):
    """A merge in some state, which no transaction could leave behind: it is gone before the test ends."""

    def begin(kept="em", gone="giang", **state) -> Merge:
        with history.acting(actor=None, verb="test", reason="test"):
            return Merge.objects.create(
                kept=world.people[kept], gone=world.people[gone], by=world.users["board"], **state
            )

    yield begin
    with history.acting(actor=None, verb="test", reason="test"):
        Merge.objects.all().delete()


def test_entry_is_closed_once_by_a_decision(entry):
    closed = {"period": period(entry.period.lower, DAY), "closed_by": entry.opened_by}
    assert allowed(entry, **closed)
    assert not allowed(entry, **closed)
    assert not allowed(entry, period=period(entry.period.lower), closed_by=None)


def test_entry_keeps_its_person(world, entry):
    assert not allowed(entry, person=world.people["em"])
    closed = {"period": period(entry.period.lower, DAY), "closed_by": entry.opened_by}
    assert not allowed(entry, person=world.people["em"], **closed)


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ({"moved": ""}, True),
        ({"moved": "{}"}, False),
        ({"moved": "", "undone_at": NOW}, False),
        ({"moved": "{}", "undone_at": NOW}, False),
    ],
    ids=["open", "done", "taken back", "being taken back"],
)
def test_entry_goes_to_the_kept_record_only_while_merging(world, entry, merging, state, goes):
    merging(**state)
    assert allowed(entry, person=world.people["em"]) == goes


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ({"moved": "{}", "undone_at": NOW}, True),
        ({"moved": "", "undone_at": NOW}, False),
        ({"moved": "{}"}, False),
        ({"moved": ""}, False),
    ],
    ids=["being taken back", "taken back", "done", "open"],
)
def test_entry_goes_back_only_while_the_merge_is_taken_back(world, entry, merging, state, goes):
    merging(kept="giang", gone="em", **state)
    assert allowed(entry, person=world.people["em"]) == goes


def test_entry_goes_to_nobody_else(world, entry, merging):
    merging(moved="")
    assert not allowed(entry, person=world.people["hai"])
    assert not allowed(PlanEntry.objects.get(person=world.people["binh"]), person=world.people["em"])


@pytest.mark.parametrize("field", ["plan_title", "opened_by", "period", "closed_by", "id"])
def test_nothing_else_changes_with_the_person(world, entry, merging, field):
    merging(moved="")
    with history.acting(actor=None, verb="test", reason="test"):
        other = Decision.objects.create(
            number="2-QĐ/HU", day=DAY, authority=entry.opened_by.authority, decided_by=entry.opened_by.decided_by
        )
    changes = {
        "plan_title": {"plan_title": world.plan_titles["beta", "2020-2025", "standing"]},
        "opened_by": {"opened_by": other},
        "period": {"period": period(DAY)},
        "closed_by": {"closed_by": other, "period": period(entry.period.lower, DAY)},
        "id": {"id": entry.pk + 10**6},
    }
    assert not allowed(entry, person=world.people["em"], **changes[field])
    assert allowed(entry, person=world.people["em"])


def test_entry_is_not_deleted_while_merging(entry, merging):
    merging(moved="")
    acting = history.acting(actor=None, verb="test", reason="test")
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), acting:
        PlanEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize(
    ("state", "whole"),
    [
        ({"moved": "{}"}, True),
        ({"moved": "", "undone_at": NOW}, True),
        ({"moved": ""}, False),
        ({"moved": "{}", "undone_at": NOW}, False),
    ],
)
def test_no_transaction_leaves_a_merge_half_done(merging, state, whole):
    def ended():
        with transaction.atomic():
            merging(**state)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    if whole:
        ended()
    else:
        with pytest.raises(IntegrityError, match="half done"):
            ended()
