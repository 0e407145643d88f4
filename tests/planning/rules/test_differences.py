"""What changed between two plans: the definitions, and that applying the changes to the first plan gives the second."""

import datetime
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.choices import Change
from planning.rules.differences import Changed, Planned, by_place, by_title, compare, compare_terms

DAY = datetime.date(2020, 1, 1)


def planned(entry: int, title: int = 1, person: int = 1, term: int = 1, unit: int = 1, rank: int = 50) -> Planned:
    """A title's plan title has its number in each term."""
    return Planned(
        entry,
        100 * term + title,
        term,
        str(term),
        unit,
        title,
        f"T{title}",
        rank,
        person,
        f"P{person}",
        "",
        DAY,
        1,
        "1",
    )


def shape(changes: list[Changed]) -> set[tuple]:
    return {(row.change, row.before and row.before.entry, row.after and row.after.entry) for row in changes}


def test_same_person_and_title_is_kept_whatever_the_entry():
    assert shape(compare([planned(1)], [planned(2)], {})) == {(Change.KEPT, 1, 2)}


def test_who_came_is_added_and_who_went_removed():
    assert shape(compare([planned(1, person=1)], [planned(2, person=2)], {})) == {
        (Change.ADDED, None, 2),
        (Change.REMOVED, 1, None),
    }


def test_move_is_one_change():
    assert shape(compare([planned(1)], [planned(2, title=2)], {2: 1})) == {(Change.MOVED, 1, 2)}


def test_moves_one_after_another_are_one_move():
    assert shape(compare([planned(1)], [planned(3, title=3)], {3: 2, 2: 1})) == {(Change.MOVED, 1, 3)}


def test_who_was_moved_away_and_put_back_again_is_kept_and_added():
    changes = compare([planned(1)], [planned(2, title=2), planned(3)], {2: 1})
    assert shape(changes) == {(Change.KEPT, 1, 3), (Change.ADDED, None, 2)}


def test_who_was_added_and_moved_in_between_is_added():
    assert shape(compare([], [planned(2, title=2)], {2: 1})) == {(Change.ADDED, None, 2)}


def test_terms_keep_a_title_of_a_unit():
    assert shape(compare_terms([planned(1)], [planned(2, term=2)])) == {(Change.KEPT, 1, 2)}


def test_person_under_another_title_of_the_unit_was_moved_between_terms():
    before = [planned(1, title=1, rank=10), planned(2, title=2, rank=30)]
    after = [planned(3, title=3, rank=90, term=2)]
    assert shape(compare_terms(before, after)) == {(Change.MOVED, 2, 3), (Change.REMOVED, 1, None)}


def test_person_in_another_unit_was_not_moved_between_terms():
    changes = compare_terms([planned(1, unit=1)], [planned(2, title=2, unit=2, term=2)])
    assert shape(changes) == {(Change.REMOVED, 1, None), (Change.ADDED, None, 2)}


@pytest.mark.parametrize("change", [Change.REMOVED, Change.MOVED])
def test_seen_is_where_the_person_is_listed(change):
    before, after = planned(1), None if change == Change.REMOVED else planned(2)
    assert Changed(change, before, after).seen is (after or before)


@dataclass
class Entry:
    """An entry of a history drawn at random: its place, and the days of its life."""

    number: int
    title: int
    person: int
    since: int
    until: int
    moved_from: int | None


STEPS = 8


@st.composite
def histories(draw) -> list[Entry]:
    """Step by step somebody comes, goes, or moves; nobody is twice in force under one title."""
    entries: list[Entry] = []
    for step in range(1, STEPS):
        for _deed in range(draw(st.integers(0, 3))):
            here = {(row.title, row.person): row for row in entries if row.until > step}
            title, person = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            row = here.get((title, person))
            if row is None:
                entries.append(Entry(len(entries) + 1, title, person, step, STEPS, None))
            elif row.since < step:
                row.until = step
                target = draw(st.integers(0, 3))
                if target and (target, person) not in here:
                    entries.append(Entry(len(entries) + 1, target, person, step, STEPS, row.number))
    return entries


def plan_of(history: list[Entry], step: int) -> list[Planned]:
    return [planned(row.number, row.title, row.person) for row in history if row.since <= step < row.until]


def applied(changes: list[Changed], before: list[Planned], key) -> set:
    """The first plan after the changes; each of them must find what it takes away and not what it brings."""
    found = {key(row) for row in before}
    for row in changes:
        if row.change in {Change.REMOVED, Change.MOVED}:
            found.remove(key(row.before))
    for row in changes:
        if row.change in {Change.ADDED, Change.MOVED}:
            assert key(row.after) not in found
            found.add(key(row.after))
    kept = {key(row.before) for row in changes if row.change == Change.KEPT}
    assert kept == {key(row) for row in before} & found
    return found


@given(histories(), st.integers(0, STEPS - 1), st.integers(0, STEPS - 1))
def test_difference_applied_to_the_first_plan_gives_the_second(history, one, other):
    first, second = sorted((one, other))
    before, after = plan_of(history, first), plan_of(history, second)
    moves = {row.number: row.moved_from for row in history if row.moved_from and first < row.since <= second}
    changes = compare(before, after, moves)
    assert applied(changes, before, by_place) == {by_place(row) for row in after}
    assert sorted(row.after.entry for row in changes if row.after) == sorted(row.entry for row in after)
    assert sorted(row.before.entry for row in changes if row.before) == sorted(row.entry for row in before)


people = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 2)), unique=True, max_size=12
)  # title, person, unit


@given(people, people)
def test_difference_of_terms_applied_to_the_first_gives_the_second(first, second):
    before = [planned(number, title, who, 1, unit, 10 * title) for number, (title, who, unit) in enumerate(first)]
    after = [planned(99 - number, title, who, 2, unit, 10 * title) for number, (title, who, unit) in enumerate(second)]
    changes = compare_terms(before, after)
    assert applied(changes, before, by_title) == {by_title(row) for row in after}
    left = {(row.before.unit, row.before.person) for row in changes if row.change == Change.REMOVED}
    come = {(row.after.unit, row.after.person) for row in changes if row.change == Change.ADDED}
    assert left & come == set()  # whoever leaves one title and comes under another was moved
