"""Compositions of plans and of lists, read in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import CommitteeKind
from orgtree.models import Committee
from planning.actions import lines
from planning.models import PlanEntry, PlanTitle
from planning.queries import caps
from tests.world import SINCE


def titles(world, unit="alpha") -> list[PlanTitle]:
    rows = PlanTitle.objects.filter(unit=world.units[unit], term=world.terms["2020-2025"])
    return list(rows.select_related("title", "term").order_by("-title__rank"))


@pytest.fixture
def committee(world):
    with history.acting(actor=None, verb="test", reason="size"):
        Committee.objects.create(unit=world.units["alpha"], kind=CommitteeKind.EXECUTIVE, size=3, period=period(SINCE))


def by_code(found, world) -> dict:
    return {check.code: check for check in found[world.terms["2020-2025"].pk]}


def test_plan_in_force_is_checked(world, law, committee):
    found = by_code(caps.of_plan(titles(world), world.user("board"), world.today, law), world)
    assert (found["coefficient"].figures["number"], found["coefficient"].needed) == (2, 3)
    assert found["coefficient_again"].figures["number"] == 4  # an and dung sit in the committee and can stand again
    assert found["women"].figures["number"] == 1
    assert found["bands"].needed == 2


def test_list_is_checked_as_it_would_be_approved(world, law, committee):
    submission, title = world.submission("alpha"), world.plan_titles["alpha", "2020-2025", "secretary"]
    clerk = world.user("alpha_clerk")
    given = {"actor": clerk, "on": world.today, "submission": submission.pk, "plan_title": title.pk}
    row = lines.propose(**given, person=world.people["dung"].pk, proposal="add", reason="trẻ", version=1)
    assert row.pk
    found = by_code(caps.of_submission(submission, titles(world), clerk, world.today, law), world)
    assert found["coefficient"].figures["number"] == 3
    assert found["women"].figures["number"] == 2


def test_titles_in_other_units_count_as_far_as_the_reader_sees(world, law):
    beta = world.plan_titles["beta", "2020-2025", "standing"]
    with history.acting(actor=None, verb="test", reason="planned twice"):
        first = PlanEntry.objects.first()
        for unit in ("alpha", "beta"):
            for title in ("secretary", "standing"):
                place = world.plan_titles[unit, "2020-2025", title]
                held = {"plan_title": place, "person": world.people["binh"]}
                if not PlanEntry.objects.filter(**held).exists():
                    PlanEntry.objects.create(**held, period=first.period, opened_by=first.opened_by)
    assert beta.pk
    board, own = (
        caps.of_plan(titles(world), world.user(name), world.today, law)[world.terms["2020-2025"].pk]
        for name in ("board", "alpha_secretary")
    )
    over = [check.figures["number"] for check in board if check.code == "titles_per_person"]
    assert over == [4]
    assert [check for check in own if check.code == "titles_per_person"] == []


def test_unit_without_titles_has_nothing_to_check(world, law):
    assert caps.of_plan([], world.user("board"), world.today, law) == {}


@pytest.mark.parametrize("unit", ["alpha", "beta"])
def test_two_queries_whatever_is_planned(world, law, unit):
    rows, user = titles(world, unit), world.user("board")
    user.granted("see_plans")
    with CaptureQueriesContext(connection) as captured:
        caps.of_plan(rows, user, world.today, law)
    assert len(captured) == 2
