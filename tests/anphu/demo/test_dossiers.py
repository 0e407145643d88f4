"""Dossiers of the demo before they are written: plausible, consistent, incomplete here and there."""

import random
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from anphu.demo.dossiers import life, party, private, reviews
from anphu.demo.dossiers.doubles import MISTYPED, PAIRS
from anphu.demo.dossiers.kin import COUPLES, SIBLINGS, related
from anphu.demo.dossiers.profiles import Profiles
from anphu.demo.papers import identity_number, province_of
from anphu.demo.tree import DAY
from anphu.demo.world import World
from anphu.kit.names import fold
from orgtree.choices import Sex


@pytest.fixture(scope="module")
def world(thought_out) -> World:
    return thought_out


@pytest.fixture(scope="module")
def profiles(world) -> Profiles:
    planned = {entry.someone for entry in world.planner.entries if not entry.closed}
    return Profiles(world.tree, world.people, planned, random.Random("test"))


def drawn(rows, profiles):
    """Rows of everybody by profile."""
    rng = random.Random("rows")
    return {profile: list(rows(profile, rng)) for profile in profiles.all}


def test_stretches_of_work_follow_each_other(profiles):
    for stages in drawn(life.work, profiles).values():
        assert all(end is None or start < end for start, end, *_ in stages)
        assert all(one[1] is not None and one[1] <= other[0] for one, other in pairwise(stages))


def test_work_history_tells_every_post_held_today(profiles):
    stages = drawn(life.work, profiles)
    serving = [profile for profile in profiles.all if profile.serving]
    assert len(serving) > 400
    for profile in serving:
        last = stages[profile][-1]
        assert last[1] is None
        assert all(life.BY_CODE[post.title].name in last[2] for post in profile.serving)


def test_courses_begin_in_adult_life_and_end_before_the_day(profiles):
    for profile, courses in drawn(life.training, profiles).items():
        for _, start, end, *_ in courses:
            assert f"{profile.someone.born.year + 14}" < start <= end <= DAY.isoformat()


def test_ratings_are_of_years_of_membership_and_once_a_year(profiles):
    for profile, rows in drawn(party.ratings, profiles).items():
        keys = [(year, as_member) for year, as_member, *_ in rows]
        assert len(keys) == len(set(keys))
        assert all(profile.someone.admitted.year < year < 2020 for year, _ in keys)


def test_badges_are_for_the_years_of_membership(profiles):
    for profile, rows in drawn(party.badges, profiles).items():
        for years, awarded, _ in rows:
            earned = profile.someone.admitted.year + int(years)
            assert earned <= int(awarded[:4]) <= earned + 1
            assert awarded <= DAY.isoformat()


def test_cadres_have_more_in_their_dossiers_than_members(profiles):
    family = drawn(lambda profile, rng: private.family(profile, rng, kin={}), profiles)
    cadres = [len(rows) for profile, rows in family.items() if profile.cadre]
    others = [len(rows) for profile, rows in family.items() if not profile.cadre]
    assert sum(cadres) / len(cadres) > 2 > 1 > sum(others) / len(others)


def test_kin_name_each_other(profiles):
    kin = related(profiles.all, random.Random("kin"))
    assert len(kin) == 2 * (COUPLES + SIBLINGS)
    for profile, [(relation, other)] in kin.items():
        assert [profile] == [back for _, back in kin[other]]
        assert (relation == "wife") <= (other.someone.sex == Sex.FEMALE)


def test_some_dossiers_are_thin_and_some_sections_stale(profiles):
    assert 0.05 < sum(profile.thin for profile in profiles.all) / len(profiles.all) < 0.09
    confirmed = drawn(reviews.confirmations, profiles)
    newest = [max(moment for _, moment in rows).date() for rows in confirmed.values() if rows]
    old = sum((DAY - day).days > 365 for day in newest)
    assert 0.2 < old / len(newest) < 0.6
    assert any(not rows for profile, rows in confirmed.items() if profile.cadre)


def test_pairs_of_doubles_are_near_each_other(world):
    names = Counter(fold(someone.name) for someone in world.people)
    alike = [
        (one, other)
        for one, other in pairwise(sorted(world.people, key=lambda someone: (someone.home, someone.born)))
        if sorted(fold(one.name).split()) == sorted(fold(other.name).split()) and one.home == other.home
    ]
    assert names.most_common(1)[0][1] > 1
    assert len(alike) >= PAIRS // 2


def test_numbers_are_given_once_and_some_contradict_the_record(world):
    numbers = [someone.identity for someone in world.people if someone.identity]
    assert len(numbers) == len(set(numbers))
    wrong = [
        someone
        for index, someone in enumerate(world.people)
        if len(someone.identity) == 12
        and (proper := identity_number(index, someone))
        and someone.identity[:6] != proper[:6]
    ]
    assert MISTYPED <= len(wrong) <= MISTYPED + PAIRS


def test_numbers_begin_with_the_province_of_the_home_town(world):
    someone = next(one for one in world.people if one.home.endswith("Đồng Tháp"))
    assert province_of(someone) == "087"
    assert {province_of(one) for one in world.people if one.home.endswith("An Giang")} == {"089"}


DUE = [
    (date(2020, 6, 17), date(2020, 6, 29)),
    (date(2020, 6, 19), date(2020, 7, 1)),
    (date(2020, 7, 6), date(2020, 7, 16)),
]


@pytest.mark.parametrize(("asked", "due"), list(zip(reviews.ASKED, DUE, strict=True)))
def test_requests_are_due_as_the_law_counts(asked, due):
    assert asked.due == due
