"""Differences of plans as they are read: sides, grounds, decisions, what the reader sees, and what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.actions.structure import rebuild_links
from orgtree.models import UnitVersion
from planning.choices import Change, Ground, SubmissionState
from planning.models import PlanEntry, PlanTitle, Submission
from planning.queries.differences import (
    Difference,
    decided_rounds,
    difference,
    of_days,
    of_rounds,
    of_terms,
)
from planning.queries.plan import standing
from tests.planning.histories import add, decision, leave
from tests.world import SINCE, TODAY

day = datetime.date
FIRST, SECOND = day(2019, 1, 1), day(2020, 1, 1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def of(found: Difference) -> list[tuple]:
    """Change, person, title before, title after, decision, why."""
    return [
        (
            row.change.value,
            row.changed.seen.person_name,
            row.changed.before and row.changed.before.title_name,
            row.changed.after and row.changed.after.title_name,
            row.decision and row.decision[1],
            row.why,
        )
        for row in found.rows
    ]


@pytest.fixture
def between(world):
    """`between(FIRST, SECOND)`: what changed in the district, as the board sees it today."""

    def read(*days, user="board", unit="district", term=None):
        return difference(world.units[unit].pk, *of_days(*days, term), world.user(user), TODAY)

    return read


@pytest.fixture
def year(world):
    """In 2019 Cường was removed for his age, Bình moved from secretary to the standing committee, Lan was added."""
    cuong = PlanEntry.objects.get(person=world.people["cuong"])
    binh = PlanEntry.objects.get(person=world.people["binh"])
    leave(cuong, world, day(2019, 5, 10), Ground.AGE)
    leave(binh, world, day(2019, 6, 1))
    add(world, "alpha", "standing", "binh", day(2019, 6, 1), moved_from=binh)
    add(world, "alpha", "secretary", "lan", day(2019, 6, 1))
    return world


SECRETARY, STANDING = "Bí thư Đảng ủy xã", "Ủy viên Ban Thường vụ"
HAI = "Võ Hoàng Hải"


def test_two_days_tell_who_was_kept_added_removed_and_moved(year, between):
    assert of(between(FIRST, SECOND)) == [
        ("removed", "Lê Quốc Cường", STANDING, None, "190510-QĐ/HU", "over age"),
        ("moved", "Trần Thị Bình", SECRETARY, STANDING, "190601-QĐ/HU", ""),
        ("added", "Bùi Thị Ngọc Lan", None, SECRETARY, "190601-QĐ/HU", ""),
        ("kept", "Đỗ Thị Giang", SECRETARY, SECRETARY, None, ""),
    ]


def test_tally_counts_each_kind_and_having_narrows(year, between):
    found = between(FIRST, SECOND)
    assert [(change.value, number) for change, number in found.tally] == [
        ("kept", 1),
        ("added", 1),
        ("removed", 1),
        ("moved", 1),
    ]
    assert [row.change for row in found.having("")] == [Change.REMOVED, Change.MOVED, Change.ADDED]
    assert [row.change for row in found.having("kept")] == [Change.KEPT]


def test_same_day_twice_changes_nothing(year, between):
    assert {row.change for row in between(SECOND, SECOND).rows} == {Change.KEPT}


def test_end_after_the_second_day_is_not_known(year, between):
    assert [row[4] for row in of(between(FIRST, day(2019, 5, 9)))] == [None, None, None]


def test_one_term_alone_is_compared_when_asked(year, between, world):
    assert between(FIRST, SECOND, term=world.terms["2015-2020"]).rows == []


def test_secretary_sees_the_own_subtree_only(year, between):
    assert {row.unit_name for row in between(FIRST, SECOND, user="alpha_secretary").rows} == {"Đảng bộ xã Khánh An"}


def test_unit_that_went_elsewhere_takes_its_plan_along(between, world):
    """A cell of beta comes under alpha: whoever is planned in it goes with it from beta, and comes with it to alpha."""
    world.plan_titles["beta1", "2020-2025", "standing"] = _plan_title(world, "beta1")
    add(world, "beta1", "standing", "hai", day(2018, 6, 1))
    _stand_under(world, "beta1", "alpha", day(2019, 7, 1))
    told = {unit: [row for row in of(between(FIRST, SECOND, unit=unit)) if row[1] == HAI] for unit in ("alpha", "beta")}
    assert told == {
        "alpha": [
            ("added", HAI, None, STANDING, "180601-QĐ/HU", "came with the unit, which did not belong here before")
        ],
        "beta": [("removed", HAI, STANDING, None, None, "went with the unit, which no longer belongs here")],
    }
    assert [row[0] for row in of(between(FIRST, SECOND)) if row[1] == HAI] == ["kept"]


def _plan_title(world, unit):
    with history.acting(actor=None, verb="test", reason="tests"):
        return PlanTitle.objects.create(
            term=world.terms["2020-2025"], unit=world.units[unit], title=world.titles["standing"]
        )


def _stand_under(world, unit, parent, since):
    with history.acting(actor=None, verb="test", reason="tests"):
        old = UnitVersion.objects.get(unit=world.units[unit])
        UnitVersion.objects.filter(pk=old.pk).update(period=period(SINCE, since))
        old.pk, old.parent, old.period = None, world.units[parent], period(since)
        old.save()
        rebuild_links()


def test_terms_compare_titles_and_take_moves_from_where_people_stand(world):
    add(world, "alpha", "secretary", "binh", day(2014, 1, 1), term="2015-2020")
    add(world, "alpha", "secretary", "cuong", day(2014, 1, 1), term="2015-2020")
    add(world, "alpha", "standing", "dung", day(2014, 1, 1), day(2016, 1, 1), term="2015-2020", ground=Ground.LEFT)
    add(world, "beta", "standing", "em", day(2014, 1, 1), term="2015-2020")
    sides = of_terms(world.terms["2015-2020"], world.terms["2020-2025"], TODAY)
    assert [side.day for side in sides] == [day(2020, 6, 30), TODAY]
    found = difference(world.units["district"].pk, *sides, world.user("board"), TODAY)
    assert [row[:4] for row in of(found)] == [
        ("moved", "Lê Quốc Cường", SECRETARY, STANDING),
        ("kept", "Trần Thị Bình", SECRETARY, SECRETARY),
        ("removed", "Phạm Văn Em", STANDING, None),
        ("added", "Đỗ Thị Giang", None, SECRETARY),
    ]


def test_rounds_are_compared_as_their_decisions_left_the_plan(world):
    _approved(world, "alpha", day(2020, 7, 3))
    _approved(world, "beta", day(2020, 7, 6))
    (only,) = decided_rounds(world.user("board"), TODAY)
    assert (only, only.decided) == (world.round, day(2020, 7, 6))
    assert [(side.name, side.day) for side in of_rounds(only, only)] == [(world.round.name, day(2020, 7, 6))] * 2
    assert list(decided_rounds(world.user("board"), day(2020, 7, 2))) == []
    assert [row.decided for row in decided_rounds(world.user("alpha_secretary"), TODAY)] == [day(2020, 7, 3)]


def _approved(world, unit, when):
    with history.acting(actor=None, verb="test", reason="tests"):
        rows = Submission.objects.filter(pk=world.submission(unit).pk)
        rows.update(state=SubmissionState.APPROVED, decision=decision(world, f"{unit}-QĐ/HU", when))


def test_sides_are_the_plans_of_the_api(year, between, world):
    """Applying the difference to the plan of the first day gives that of the second, entry by entry."""
    user, unit = world.user("board"), world.units["district"].pk
    for first in (day(2018, 1, 1), FIRST, day(2019, 5, 20)):
        for second in (SECOND, TODAY):
            plans = [{(r.plan_title, r.person) for r in standing(unit, user, when)} for when in (first, second)]
            rows = [row.changed for row in between(first, second).rows]
            gone = {(r.before.plan_title, r.before.person) for r in rows if r.change in {Change.REMOVED, Change.MOVED}}
            come = {(r.after.plan_title, r.after.person) for r in rows if r.change in {Change.ADDED, Change.MOVED}}
            assert gone <= plans[0]
            assert (plans[0] - gone) | come == plans[1]


def test_difference_costs_the_same_at_one_person_and_at_many(world):
    def cost() -> int:
        user = world.user("board")
        user.granted("see_plans")
        with CaptureQueriesContext(connection) as captured:
            difference(world.units["district"].pk, *of_days(FIRST, SECOND), user, TODAY)
        return len(captured)

    assert cost() == 4
    for key in ("an", "dung", "khanh", "lan"):
        add(world, "alpha", "standing", key, day(2019, 5, 1))
    assert cost() == 4
