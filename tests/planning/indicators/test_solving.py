"""The solver on the record: what it proposes, the engine confirms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Confidence
from orgtree.models import Posting
from planning.indicators import measuring
from planning.indicators.solving import Wanted, held, solution, targets
from planning.models import Decision, PlanEntry, PlanTitle, RuleParameter, Target
from planning.rules.problems import Limit
from planning.rules.solving import Outcome
from tests.world import SINCE

TERM = "2020-2025"
PATIENT = 60


@pytest.fixture
def aim(world):
    """`aim("NON_LOCAL_SECRETARY_COMMUNE", 80)`: one more target of every unit."""

    def target(code, low, high=None):
        with history.acting(actor=None, verb="test", reason="targets"):
            Target.objects.create(
                indicator=code, year=2030, low=low, high=high, wording="-", basis="-", confidence=Confidence.SEEN
            )

    return target


@pytest.fixture
def planned(world):
    """`planned("em", "alpha", "standing")`: one more entry of the plan."""

    def enter(person, unit, title):
        with history.acting(actor=None, verb="test", reason="plan"):
            plan_title = PlanTitle.objects.get_or_create(
                unit=world.units[unit], term=world.terms[TERM], title=world.titles[title]
            )[0]
            return PlanEntry.objects.create(
                plan_title=plan_title,
                person=world.people[person],
                period=period(SINCE),
                opened_by=Decision.objects.get(number="1-QĐ/HU"),
            )

    return enter


def solved(world, unit="alpha", user="board", **wanted):
    asked = Wanted(**({"seconds": PATIENT} | wanted))
    return solution(world.units[unit].pk, world.terms[TERM], world.user(user), world.today, asked)


def told(world, found) -> list[tuple]:
    people = {person.pk: key for key, person in world.people.items()}
    titles = {title.pk: title.title.code for title in found.pool.titles}
    return [
        (change.kind, people[change.person], titles.get(change.before), titles.get(change.after))
        for change in found.answer.changes
    ]


def measured(world, found, unit) -> dict[str, tuple]:
    """What the engine says of the unit if its plan were the answer."""
    codes = [row.indicator.code for row in found.aims]
    own = held(found.pool, unit.pk, world.terms[TERM], found.answer.plan, world.today)
    rows = measuring.measure(world.today, [unit.pk], held=own, codes=codes)
    return {
        row.indicator: (row.numerator, row.denominator, row.unknown)
        for row in rows
        if row.unit_id == unit.pk and row.term_id == world.terms[TERM].pk
    }


def test_plan_that_meets_its_targets_needs_no_change(world):
    found = solved(world)
    assert [row.indicator.code for row in found.aims] == ["WOMEN"]
    assert (found.answer.outcome, found.answer.changes) == (Outcome.MET, ())


def test_local_secretary_is_replaced_by_one_of_the_unit_and_the_only_woman_stays(world, aim):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 80)
    found = solved(world)
    assert told(world, found) == [("add", "an", None, "secretary"), ("move", "binh", "secretary", "standing")]
    adding, moving = ({one.code or one.limit for one in change.reasons} for change in found.answer.changes)
    assert adding == {"NON_LOCAL_SECRETARY_COMMUNE", Limit.LEAST_PEOPLE}
    assert moving == {"NON_LOCAL_SECRETARY_COMMUNE"}
    assert found.answer.proved


@pytest.mark.parametrize(
    "asked", [{}, {"near": True}, {"most_changes": 1}, {"codes": {"NON_LOCAL_SECRETARY_COMMUNE"}}, {"tidy": True}]
)
def test_engine_measures_what_the_solver_promises(world, aim, planned, asked):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 50)
    aim("WOMEN_COMMITTEE", 60)
    aim("COMMITTEE_NEW", 30)
    aim("YOUNG_KEY_LEADERS", None, 70)
    planned("dung", "alpha", "secretary")
    found = solved(world, **asked)
    promised = {code: (one.hit, one.known, one.unknown) for code, one in found.answer.after.items()}
    assert measured(world, found, world.units["alpha"]) == {code: row for code, row in promised.items() if any(row)}
    met = {row.indicator.code: row.target.met_by(_percent(promised[row.indicator.code])) for row in found.aims}
    short = {row.code for row in found.answer.short}
    assert {code for code, answer in met.items() if answer is False} == short


def _percent(counts: tuple) -> float | None:
    hit, known, _unknown = counts
    return 100 * hit / known if known else None


def test_units_below_count_for_the_target_of_the_unit(world, aim, planned):
    planned("khanh", "district", "standing")
    aim("WOMEN_COMMITTEE", 75)
    found = solved(world, unit="district")
    fixed = next(row.fixed for row in found.problem.aims if row.code == "WOMEN_COMMITTEE")
    assert (fixed.hit, fixed.known) == (2, 3)
    rows = measuring.measure(world.today, codes=["WOMEN_COMMITTEE"])
    now = next(row for row in rows if (row.unit_id, row.term_id) == (world.units["district"].pk, world.terms[TERM].pk))
    before = found.answer.before["WOMEN_COMMITTEE"]
    assert (before.hit, before.known) == (now.numerator, now.denominator) == (2, 4)


def test_nobody_is_added_of_whom_the_record_cannot_say(world, aim):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 80)
    found = solved(world)
    secretary = world.plan_titles["alpha", TERM, "secretary"].pk
    assert (world.people["dung"].pk, secretary) not in found.problem.by_pair
    assert (world.people["an"].pk, secretary) in found.problem.by_pair


def test_person_who_lacks_a_standard_is_not_offered(world):
    secretary = world.plan_titles["alpha", TERM, "secretary"].pk
    assert (world.people["cuong"].pk, secretary) not in solved(world).problem.by_pair


def test_people_out_of_reach_are_neither_offered_nor_moved(world, aim, planned):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 100)
    planned("khanh", "alpha", "secretary")
    found = solved(world, user="alpha_secretary")
    assert found.pool.people.isdisjoint({world.people[key].pk for key in ("em", "giang", "khanh")})
    assert found.answer.outcome == Outcome.SHORT
    assert {key for _kind, key, *_titles in told(world, found)}.isdisjoint({"em", "giang", "khanh"})


def test_names_are_kept_in_and_out(world, aim):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 80)
    people = world.people
    without = solved(world, must_not=(people["an"].pk,))
    assert told(world, without) == [("add", "giang", None, "secretary"), ("remove", "binh", "secretary", None)]
    kept = solved(world, must=(people["binh"].pk,), must_not=(people["an"].pk,))
    assert told(world, kept) == [("add", "em", None, "secretary"), ("move", "binh", "secretary", "standing")]


def test_caps_of_the_law_hold_titles_elsewhere_included(world, aim, planned):
    with history.acting(actor=None, verb="test", reason="caps"):
        for key in ("max_people_per_title", "max_titles_per_person_same_level"):
            RuleParameter.objects.create(
                key=key, label=key, value=1, measure="", period=period(SINCE), basis="-", confidence=Confidence.SEEN
            )
    aim("NON_LOCAL_SECRETARY_COMMUNE", 80)
    found = solved(world)
    assert {place.most for place in found.problem.places} == {1}
    assert not found.problem.breaches(found.answer.plan)
    giang = solved(world, must=(world.people["giang"].pk,))
    assert giang.answer.outcome == Outcome.IMPOSSIBLE  # she is planned in beta already


def test_targets_that_count_no_people_are_told_and_not_sought(world, aim):
    aim("WOMEN_PRESENT", 100)
    aim("NON_LOCAL_SECRETARY_DISTRICT", 80)
    said = {row.indicator.code: row.served for row in targets(world.units["alpha"].pk, world.today)}
    assert said == {"WOMEN": True, "WOMEN_PRESENT": False, "NON_LOCAL_SECRETARY_DISTRICT": True}
    assert [row.indicator.code for row in solved(world).sought if row.idle] == ["NON_LOCAL_SECRETARY_DISTRICT"]


def test_unit_without_planned_titles_has_no_answer(world):
    assert solved(world, unit="gamma") is None


def test_cost_does_not_grow_with_people_or_titles(world, aim, planned):
    aim("NON_LOCAL_SECRETARY_COMMUNE", 80)
    few = _queries(world)
    for key in ("em", "an", "dung"):
        planned(key, "alpha", "member")
    with history.acting(actor=None, verb="test", reason="more people"):
        for key in ("hai", "khanh", "lan"):
            Posting.objects.create(
                person=world.people[key],
                title=world.titles["official"],
                unit=world.units["alpha"],
                period=period(SINCE),
            )
    assert (few, _queries(world)) == (21, 21)


def _queries(world) -> int:
    user = world.user("board")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        solution(world.units["alpha"].pk, world.terms[TERM], user, world.today, Wanted())
    return len(queries)
