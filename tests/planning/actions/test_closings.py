"""Entries that end by rule: appointment, departure, a unit that ended; recorded, sealed, told."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.models import PartyMembership, PartyRecord, Posting, UnitVersion
from planning.actions import closings, submissions
from planning.choices import DecisionKind
from planning.models import Decision, Line, PlanEntry
from planning.queries import proofs, seal_proofs
from planning.queries.sheet import sheet
from tests.deciding import appoint

DAY = datetime.date(2020, 7, 7)


def change(reason: str = "tests"):
    return history.acting(actor=None, verb="change", reason=reason)


def leave(world, person: str, day=datetime.date(2020, 7, 1)) -> None:
    with change():
        for model in (PartyMembership, Posting):
            for row in model.objects.filter(person=world.people[person], period__contains=day):
                row.period = period(row.period.lower, day)
                row.save()


def stand(world, person: str, status: str) -> None:
    with change():
        PartyRecord.objects.create(person=world.people[person], status=world.code("party_status", status))


def dissolve(world, unit: str, day=datetime.date(2020, 7, 1)) -> None:
    """The unit and the cell below it end."""
    with change():
        for row in UnitVersion.objects.filter(unit__code__startswith=unit):
            row.period = period(row.period.lower, day)
            row.save()


def ended() -> dict[str, str]:
    rows = PlanEntry.objects.filter(closed_by__kind=DecisionKind.BY_RULE)
    return dict(rows.values_list("person__full_name", "ground"))


CASES = {
    "took the title": (lambda w: appoint(w, "binh", "secretary"), {"Trần Thị Bình": "holds"}),
    "took a higher one": (lambda w: appoint(w, "cuong", "secretary"), {"Lê Quốc Cường": "holds"}),
    "took a lower one": (lambda w: appoint(w, "cuong", "member"), {}),
    "took one of another side": (lambda w: appoint(w, "cuong", "chair"), {}),
    "took it elsewhere": (lambda w: appoint(w, "cuong", "secretary", "beta"), {}),
    "held it before": (lambda w: appoint(w, "binh", "secretary", since=datetime.date(2017, 1, 1)), {}),
    "takes it tomorrow": (lambda w: appoint(w, "binh", "secretary", since=datetime.date(2020, 7, 8)), {}),
    "left": (lambda w: leave(w, "cuong"), {"Lê Quốc Cường": "left"}),
    "leaves tomorrow": (lambda w: leave(w, "cuong", datetime.date(2020, 7, 8)), {}),
    "died": (lambda w: stand(w, "cuong", "dead"), {"Lê Quốc Cường": "left"}),
    "exempt": (lambda w: stand(w, "cuong", "exempt"), {}),
    "unit ended": (lambda w: dissolve(w, "beta"), {"Đỗ Thị Giang": "unit_dissolved"}),
}


@pytest.mark.parametrize("case", CASES)
def test_close_by_rule_ends_what_ends(world, case):
    happens, told = CASES[case]
    happens(world)

    closings.close_by_rule(on=DAY)

    assert ended() == told


def test_close_by_rule_is_one_sealed_decision_numbered_by_the_day(world):
    appoint(world, "binh", "secretary")
    leave(world, "cuong")

    (decision,) = closings.close_by_rule(on=DAY)

    assert (decision.number, decision.day, decision.kind) == ("QT-07/07/2020", DAY, "by_rule")
    assert decision.decided_by is None
    assert decision.authority == world.units["district"]
    assert decision.seal.number == 1
    assert seal_proofs.chain_faults() == seal_proofs.sealed_faults() == proofs.plan_faults() == []


def test_close_by_rule_again_ends_nothing_and_later_the_same_day_has_its_own_number(world):
    appoint(world, "binh", "secretary")
    closings.close_by_rule(on=DAY)

    assert closings.close_by_rule(on=DAY) == []
    leave(world, "cuong")
    (second,) = closings.close_by_rule(on=DAY, actor=world.user("board"))

    assert second.number == "QT-07/07/2020-2"
    assert second.decided_by == world.users["board"]
    assert Decision.objects.filter(kind="by_rule").count() == 2


def test_close_by_rule_tells_the_unit_and_the_board_without_naming_people(world):
    appoint(world, "binh", "secretary")

    closings.close_by_rule(on=DAY)

    notices = Notice.objects.all()
    assert {notice.user.username for notice in notices} == {"alpha_secretary", "board"}
    assert not any("Bình" in notice.text for notice in notices)
    assert all("QT-07/07/2020" in notice.text for notice in notices)


@pytest.mark.parametrize("user", ["btv", "appraiser", "alpha_secretary", "admin", "auditor"])
def test_close_by_rule_by_others_than_the_board_is_refused(world, user):
    appoint(world, "binh", "secretary")

    with pytest.raises(Refused) as refusal:
        closings.close_by_rule(on=DAY, actor=world.user(user))

    assert refusal.value.code == "not_allowed"
    assert ended() == {}


def test_close_by_rule_asks_as_often_for_one_entry_as_for_two(world):
    asked = []
    for leaving in (["binh"], ["cuong", "giang"]):
        for person in leaving:
            leave(world, person)
        with CaptureQueriesContext(connection) as queries:
            closings.close_by_rule(on=DAY)
        asked.append(len(queries))

    assert asked == [35, 35]
    assert len(ended()) == 3


def test_close_by_rule_takes_its_people_off_lists_that_are_being_drawn_up(world):
    """Otherwise the unit could neither keep nor remove them, and could not submit."""
    appoint(world, "binh", "secretary")
    leave(world, "giang")
    world.confirm("beta")
    submissions.move(actor=world.user("beta_secretary"), on=DAY, submission=world.submission("beta").pk, verb="submit")
    alpha, beta = (world.submission(unit).version for unit in ("alpha", "beta"))

    closings.close_by_rule(on=DAY)

    found = Line.objects.filter(person__in=[world.people["binh"], world.people["giang"]]).order_by("person__full_name")
    assert [(row.person.full_name, row.proposal) for row in found] == [
        ("Trần Thị Bình", "withdrawn"),
        ("Đỗ Thị Giang", "keep"),
    ]
    assert "QT-07/07/2020" in found[0].reason
    seen = sheet(world.submission("alpha"), world.user("alpha_secretary"), DAY)
    assert (len(seen.lines), seen.unconfirmed) == (2, 1)
    assert [world.submission(unit).version for unit in ("alpha", "beta")] == [alpha + 1, beta]
    world.confirm("alpha")
    submissions.move(
        actor=world.user("alpha_secretary"), on=DAY, submission=world.submission("alpha").pk, verb="submit"
    )
