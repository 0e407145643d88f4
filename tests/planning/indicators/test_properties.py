"""Whatever is done, by whatever road: what is brought up to date piece by piece equals what is measured whole, and
both equal the slow computation by hand."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import structure
from orgtree.models import Person, Posting, Title, TitleStandard
from planning.actions import decisions, lines, submissions
from planning.indicators import fill
from planning.models import Decision, PlanEntry, PlanTitle, RuleParameter, Snapshot, StaleMark
from tests.planning.indicators.by_hand import by_hand
from tests.world import TODAY, World

BOUNDED = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BRIEF = settings(BOUNDED, max_examples=6)
UNITS = ("district", "alpha", "beta", "gamma", "alpha1", "alpha2", "beta1")
PEOPLE = ("an", "binh", "cuong", "dung", "em", "giang", "hai", "khanh", "lan")
TITLES = ("secretary", "standing", "member", "chair", "official")
DAYS = (
    datetime.date(2009, 12, 31),
    datetime.date(2010, 1, 1),
    datetime.date(2018, 5, 31),
    datetime.date(2018, 6, 1),
    datetime.date(2020, 2, 29),
    TODAY,
    datetime.date(2025, 3, 8),
    datetime.date(2025, 3, 9),
    datetime.date(2032, 1, 1),
)

day = st.sampled_from(DAYS)
span = st.tuples(day, st.none() | day).filter(lambda days: days[1] is None or days[0] < days[1])
which = st.integers(0, 11)


@dataclass(frozen=True)
class Do:
    """One deed in a world. Deeds that the database or a rule refuses leave nothing behind."""

    name: str
    arguments: tuple

    def to(self, world: World) -> None:
        try:
            with transaction.atomic(), history.acting(actor=None, verb=self.name, reason="property"):
                DEEDS[self.name][0](world, *self.arguments)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except (DatabaseError, Refused):
            pass


def _nth(queryset, number: int):
    rows = list(queryset.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def appoint(world, person, unit, title, days):
    Posting.objects.create(
        person=world.people[person], unit=world.units[unit], title=world.titles[title], period=period(*days)
    )


def appoint_many(world, title, unit, days):
    Posting.objects.bulk_create(
        Posting(person=person, unit=world.units[unit], title=world.titles[title], period=period(*days))
        for person in world.people.values()
    )


def step_down(world, number, last):
    row = _nth(Posting.objects.filter(period__upper_inf=True), number)
    if row:
        row.period = period(row.period.lower, last)
        row.save()


def strike(world, number):
    row = _nth(Posting.objects, number)
    if row:
        row.delete()


def transfer(world, unit, title):
    Posting.objects.filter(title=world.titles[title]).update(unit=world.units[unit])


def edit(world, person, values):
    Person.objects.filter(pk=world.people[person].pk).update(**values)


def edit_all(world, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE orgtree_person SET {column} = %s WHERE id %% 2 = 0", [value])


def merge_people(world, one, other):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orgtree_posting SET person_id = %s WHERE person_id = %s",
            [world.people[one].pk, world.people[other].pk],
        )


def plan(world, person, number, days):
    decision = Decision.objects.earliest("pk")
    PlanEntry.objects.create(
        plan_title=_nth(PlanTitle.objects, number),
        person=world.people[person],
        period=period(*days),
        opened_by=decision,
        closed_by=decision if days[1] else None,
    )


def unplan(world, number, last):
    entry = _nth(PlanEntry.objects.filter(period__upper_inf=True), number)
    if entry:
        PlanEntry.objects.filter(pk=entry.pk).update(
            period=period(entry.period.lower, last), closed_by=Decision.objects.earliest("pk")
        )


def approve(world, unit, person, title):
    secretary = {"actor": world.user(f"{unit}_secretary"), "on": TODAY}
    pk = world.submission(unit).pk
    plan_title = world.plan_titles[unit, "2020-2025", title].pk
    planned = PlanEntry.objects.filter(plan_title=plan_title, period__upper_inf=True).values_list("person", flat=True)
    lines.propose(
        **secretary,
        submission=pk,
        plan_title=plan_title,
        person=world.people[person].pk,
        proposal="remove" if world.people[person].pk in planned else "add",
        reason="property",
        ground="age" if world.people[person].pk in planned else "",
    )
    lines.confirm_rest(**secretary, submission=pk)
    submissions.move(**secretary, submission=pk, verb="submit")
    submissions.move(actor=world.user("appraiser"), on=TODAY, submission=pk, verb="appraise")
    decisions.decide(
        actor=world.user("btv"), on=TODAY, submissions=[pk], number=f"{pk}-QĐ/HU", day=datetime.date(2020, 7, 5)
    )


def move(world, unit, parent, day):
    structure.change(
        actor=world.user("board"),
        on=TODAY,
        reason="property",
        unit=world.units[unit],
        day=day,
        parent=world.units[parent],
    )


def retitle(world, title, values):
    Title.objects.filter(pk=world.titles[title].pk).update(**values)


def demand(world, title, least, days):
    TitleStandard.objects.create(
        title=world.titles[title],
        min_education=least,
        min_theory=least,
        min_state_management=1,
        period=period(*days),
        basis="property",
        confidence="U",
    )


def rule(world, key, value):
    RuleParameter.objects.filter(key=key).update(value=value)


def refresh(world):
    fill.drain(TODAY)


person, unit, title = st.sampled_from(PEOPLE), st.sampled_from(UNITS), st.sampled_from(TITLES)
level = st.none() | st.integers(0, 6)
edits = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from("MF"),
        "birth_date": st.dates(datetime.date(1970, 1, 1), datetime.date(1992, 12, 31)),
        "birth_precision": st.sampled_from(["day", "month", "year"]),
        "home_commune_code": st.sampled_from(["", "30340", "30355"]),
        "education": level,
        "theory": level,
        "state_management": level,
    },
).filter(bool)
retitles = st.fixed_dictionaries(
    {},
    optional={
        "is_head": st.booleans(),
        "is_key_leader": st.booleans(),
        "is_commune_cadre": st.booleans(),
        "seat": st.sampled_from(["", "executive", "standing", "standing_body"]),
    },
).filter(bool)
DEEDS = {
    deed.__name__: (deed, arguments)
    for deed, *arguments in (
        (appoint, person, unit, title, span),
        (appoint_many, title, unit, span),
        (step_down, which, day),
        (strike, which),
        (transfer, unit, title),
        (edit, person, edits),
        (edit_all, st.sampled_from(["education", "theory", "state_management"]), level),
        (merge_people, person, person),
        (plan, person, which, span),
        (unplan, which, day),
        (approve, st.sampled_from(["alpha", "beta"]), person, st.sampled_from(["secretary", "standing"])),
        (move, st.sampled_from(["alpha1", "alpha2", "beta1"]), st.sampled_from(["alpha", "beta"]), day),
        (retitle, title, retitles),
        (demand, title, st.integers(0, 4), span),
        (rule, st.sampled_from(["young_age_lt", "commune_min_theory"]), st.integers(0, 60)),
        (refresh,),
    )
}


def deeds_of(name: str) -> st.SearchStrategy[Do]:
    _deed, arguments = DEEDS[name]
    return st.tuples(*arguments).map(lambda drawn: Do(name, drawn))


deeds = st.lists(st.one_of(*map(deeds_of, DEEDS)), min_size=4, max_size=8)

COLUMNS = ("own_numerator", "own_denominator", "own_unknown", "numerator", "denominator", "unknown")


def told(rows) -> set[tuple]:
    return {(row.unit_id, row.term_id, row.indicator, *(getattr(row, name) for name in COLUMNS)) for row in rows}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_measure_equals_the_computation_by_hand(world, on):
    assert told(fill.measure(on)) == by_hand(on)


def test_measure_of_the_world_is_not_empty(world):
    assert {row.indicator for row in fill.measure(TODAY)} == {
        "NON_LOCAL_SECRETARY_COMMUNE",
        "TITLE_STANDARD",
        "YOUNG_KEY_LEADERS",
        "COMMUNE_EDU",
        "WOMEN",
    }
    assert by_hand(DAYS[0]) == set()


@pytest.fixture
def staffed(world):
    """Cells have officers too, so that moving a cell moves numbers; everything is measured."""
    with history.acting(actor=None, verb="appoint", reason="test"):
        for code, person in (("alpha1", "binh"), ("alpha2", "lan"), ("beta1", "hai")):
            appoint(world, person, code, "chair", (datetime.date(2012, 1, 1), None))
    fill.full(TODAY)
    return world


def prove_drain(world: World, todo: list[Do]) -> None:
    """Do it all, bring the numbers up to date, compare; then as if nothing had been."""
    with transaction.atomic():
        for deed in todo:
            deed.to(world)
        fill.drain(TODAY)
        assert not StaleMark.objects.exists()
        assert fill.faults(TODAY) == []
        assert told(Snapshot.objects.filter(day=TODAY)) == by_hand(TODAY)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name in DEEDS if name != "refresh"])
def test_drain_after_one_kind_of_deed_equals_a_full_measure(staffed, name):
    BRIEF(given(st.lists(deeds_of(name), min_size=1, max_size=3))(lambda todo: prove_drain(staffed, todo)))()


def test_drain_after_anything_equals_a_full_measure(staffed):
    BOUNDED(given(deeds)(lambda todo: prove_drain(staffed, todo)))()


def test_measure_of_any_day_after_anything_equals_the_computation_by_hand(world):
    @BOUNDED
    @given(deeds, day)
    def prove(todo, on):
        with transaction.atomic():
            for deed in todo:
                deed.to(world)
            assert told(fill.measure(on)) == by_hand(on)
            transaction.set_rollback(True)

    prove()


def test_measure_of_some_units_is_that_of_all_for_them(world):
    """Limited to what stands below alpha, the values of alpha and below are the same."""
    below = [world.units[code].pk for code in ("alpha", "alpha1", "alpha2")]
    whole = {row for row in told(fill.measure(TODAY)) if row[0] in below}

    assert {row for row in told(fill.measure(TODAY, below)) if row[0] in below} == whole
