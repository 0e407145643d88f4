"""The demo district before it is written: pure Python."""

from collections import Counter
from datetime import date

import pytest

from anphu.demo.organisations import MERGED_ON, RAISED_ON
from anphu.demo.people import YEAR
from anphu.demo.places import AN_PHU, invented
from anphu.demo.plans import BY_CODE, MOST_TITLES, Standing
from anphu.demo.rounds import CALENDAR
from anphu.demo.seats import STANDING
from anphu.demo.tree import DAY, MEMBERS
from anphu.demo.world import World, build
from orgtree.choices import CELLS, PARENT_KINDS, SEAT_RANK, CommitteeKind, Kind, Level, Precision, Sex
from planning.choices import Proposal, SubmissionState
from planning.states import SUBMISSION


@pytest.fixture(scope="module")
def world(thought_out) -> World:
    return thought_out


def kinds(world: World, day: date) -> Counter:
    return Counter(version.kind for node in world.tree.nodes if (version := node.on(day)))


def held(world: World, day: date):
    return [(someone, post) for someone in world.people for post in someone.posts_on(day)]


def test_tree_on_the_day_is_that_of_the_article(world):
    assert kinds(world, DAY) == {
        Kind.DISTRICT: 1,
        Kind.GRASSROOTS_COMMITTEE: 21,
        Kind.GRASSROOTS_CELL: 36,
        Kind.SECTION_COMMITTEE: 5,
        Kind.SUBORDINATE_CELL: 204,
    }


@pytest.mark.parametrize(
    ("day", "committees", "cells", "sections", "subordinate"),
    [(date(2016, 1, 1), 20, 38, 2, 180), (date(2019, 1, 1), 21, 37, 4, 204)],
)
def test_tree_of_earlier_years_differs(world, day, committees, cells, sections, subordinate):
    found = kinds(world, day)
    assert found[Kind.GRASSROOTS_COMMITTEE] == committees
    assert found[Kind.GRASSROOTS_CELL] == cells
    assert found[Kind.SECTION_COMMITTEE] == sections
    assert found[Kind.SUBORDINATE_CELL] == subordinate


def test_communes_bear_their_real_names_and_codes(world):
    communes = {node.on(DAY).commune_code: node.on(DAY).name for node in world.tree.grassroots(DAY)}
    communes.pop("")
    assert len(communes) == 14
    assert communes["30340"] == "Đảng bộ xã Khánh An"
    assert communes["30373"] == "Đảng bộ xã Đa Phước"
    assert communes["30337"] == "Đảng bộ thị trấn An Phú"


def test_versions_stand_under_allowed_parents_without_gaps(world):
    for node in world.tree.nodes:
        for version in node.versions:
            assert version.end is None or version.start < version.end
            if version.parent:
                assert version.parent.on(version.start).kind in PARENT_KINDS[version.kind]
        for before, after in zip(node.versions, node.versions[1:], strict=False):
            assert before.end == after.start


def test_history_of_units_has_every_sort_of_change(world):
    at = world.tree.at
    assert [v.kind for v in at("thpt-an-phu").versions] == [Kind.GRASSROOTS_CELL, Kind.GRASSROOTS_COMMITTEE]
    assert at("thpt-an-phu").versions[1].start == RAISED_ON
    assert len({v.name for v in at("gdnn").versions}) == 2
    assert at("dai-tt").end == at("tt-van-hoa").end == at("vh-tt-tt").start == MERGED_ON
    assert at("tt-an-phu.mg").versions[0].parent is at("giao-duc")


def test_members_on_the_day_number_as_in_the_article(world):
    cells = [cell for someone in world.people if (cell := someone.cell(DAY))]
    assert len(cells) == MEMBERS == 4594
    assert all(cell.on(DAY).kind in CELLS for cell in cells)
    assert Counter(cells) == {cell: cell.size for cell in world.tree.cells(DAY)}


def test_members_grow_over_the_years(world):
    counts = [
        sum(someone.cell(date(year, 1, 1)) is not None for someone in world.people) for year in (2011, 2016, 2019)
    ]
    assert counts == sorted(counts)
    assert 3500 < counts[0] < 4100
    assert 4000 < counts[1] < 4350
    assert 4350 < counts[2] < MEMBERS


def test_grassroots_cells_stay_below_thirty_and_all_can_exist(world):
    for cell in world.tree.cells(DAY):
        assert cell.size >= 5
        if cell.on(DAY).kind == Kind.GRASSROOTS_CELL:
            assert cell.size < 30


def test_memberships_lie_within_cells_and_follow_one_another(world):
    for someone in world.people:
        assert someone.belongings
        for row in someone.belongings:
            assert someone.admitted <= row.start
            assert row.cell.start <= row.start
            assert row.end is None or row.start < row.end
            if row.cell.cell_end:
                assert row.end is not None
                assert row.end <= row.cell.cell_end
        for before, after in zip(someone.belongings, someone.belongings[1:], strict=False):
            assert before.end is not None
            assert before.end <= after.start


def test_people_are_grown_up_when_admitted(world):
    for someone in world.people:
        assert (someone.admitted - someone.born).days >= 18 * YEAR - 2
        assert someone.admitted < DAY


def test_dates_known_in_part_stand_on_the_first_day(world):
    for someone in world.people:
        assert someone.precision == Precision.DAY or someone.born.day == 1
        assert someone.precision != Precision.YEAR or someone.born.month == 1


def test_people_look_like_an_phu(world):
    members = [someone for someone in world.people if someone.cell(DAY)]
    ages = sorted(someone.age(DAY) for someone in members)
    assert ages[0] >= 18
    assert ages[-1] <= 92
    assert 38 <= ages[len(ages) // 2] <= 46
    share = Counter(someone.sex for someone in members)[Sex.FEMALE] / MEMBERS
    assert 0.25 < share < 0.38
    ethnic = Counter(someone.ethnic for someone in members)
    assert 0.93 < ethnic["01"] / MEMBERS < 0.98
    assert min(ethnic["17"], ethnic["04"], ethnic["05"]) > 10
    assert {someone.religion for someone in members if someone.ethnic == "17"} == {"04"}
    assert 0.02 < sum(not someone.home_code for someone in members) / MEMBERS < 0.25
    assert len({someone.precision for someone in members}) == 3


def test_posts_fit_the_kind_of_their_unit(world):
    levels = {
        Kind.DISTRICT: {Level.DISTRICT},
        Kind.GRASSROOTS_CELL: {Level.CELL},
        Kind.SUBORDINATE_CELL: {Level.CELL},
        Kind.SECTION_COMMITTEE: {Level.GRASSROOTS},
    }
    for someone in world.people:
        for post in someone.posts:
            version = post.unit.on(post.start)
            allowed = levels.get(version.kind, {Level.COMMUNE} if version.commune_code else {Level.GRASSROOTS})
            assert BY_CODE[post.title].level in allowed
            assert post.end is None or post.start < post.end
            assert post.start >= someone.admitted


def test_posts_of_one_person_and_title_do_not_overlap(world):
    for someone in world.people:
        seen: dict = {}
        for post in sorted(someone.posts, key=lambda post: post.start):
            key = (post.unit, post.title)
            assert key not in seen or (seen[key] and seen[key] <= post.start)
            seen[key] = post.end


@pytest.mark.parametrize("day", [date(2011, 1, 1), date(2016, 1, 1), date(2019, 1, 1), DAY])
def test_committees_are_filled_but_not_beyond_their_size(world, day):
    seats = {(s.unit, s.kind): s.seats for s in world.sizes if s.start <= day and (s.end is None or day < s.end)}
    sitting: dict = {}
    for someone, post in held(world, day):
        rank = SEAT_RANK[BY_CODE[post.title].seat]
        for kind in CommitteeKind:
            if rank >= SEAT_RANK[kind]:
                sitting.setdefault((post.unit, kind), set()).add(someone)
    for (unit, kind), size in seats.items():
        found = len(sitting[unit, kind])
        assert found <= size
        if kind == STANDING or unit is world.tree.root:
            assert found >= size - 2


def test_every_unit_has_one_secretary(world):
    heads = Counter(post.unit for _, post in held(world, DAY) if post.title.endswith("SECRETARY"))
    assert heads == {node: 1 for node in world.tree.nodes if node.on(DAY)}


def test_careers_begin_before_2010_and_change_hands(world):
    of_communes = [post for someone in world.people for post in someone.posts if post.title == "COMMUNE_SECRETARY"]
    assert sum(post.start.year < 2010 for post in of_communes) >= 14
    assert len(of_communes) > 28
    most = max(len(someone.posts) for someone in world.people)
    assert most >= 6


def test_nobody_works_beyond_retirement(world):
    for someone, post in held(world, DAY):
        if BY_CODE[post.title].level != Level.CELL:
            assert someone.age(DAY) < (61 if someone.sex == Sex.MALE else 56)


def test_open_round_has_units_in_every_state(world):
    filings = world.held[-1].filings
    assert Counter(filing.state for filing in filings) == {
        SubmissionState.DRAFT: 25,
        SubmissionState.SUBMITTED: 15,
        SubmissionState.APPRAISED: 10,
        SubmissionState.APPROVED: 7,
    }
    states = {filing.unit.code: filing.state for filing in filings}
    assert states["khanh-an"] == SubmissionState.DRAFT
    assert states["phu-hoi"] == SubmissionState.SUBMITTED
    assert sum(filing.state == SubmissionState.DRAFT and bool(filing.steps) for filing in filings) == 6
    assert len({filing.decree for filing in filings if filing.decree}) == 2


def test_steps_lead_to_the_state_and_follow_in_time(world):
    for round_ in world.held:
        for filing in round_.filings:
            assert SUBMISSION.replay(step.verb for step in filing.steps) == filing.state
            moments = [(step.day, step.hour) for step in filing.steps]
            assert moments == sorted(moments)
            if moments:
                assert round_.campaign.day <= moments[0][0]
                assert moments[-1][0] <= DAY


def test_plan_is_the_effect_of_approved_lines(world):
    opened, closed = set(), set()
    for round_ in world.held:
        for filing in round_.filings:
            if filing.decree:
                for line in filing.lines:
                    key = (line.slot, line.someone, filing.decree)
                    if line.proposal == Proposal.ADD:
                        opened.add(key)
                    elif line.proposal == Proposal.REMOVE:
                        closed.add(key)
    entries = world.planner.entries
    assert opened == {(entry.slot, entry.someone, entry.opened) for entry in entries}
    ended = [entry for entry in entries if entry.closed]
    assert closed == {(entry.slot, entry.someone, entry.closed) for entry in ended if not entry.closed.by_rule}
    assert {entry.closed.by_rule for entry in ended} == {True, False}
    assert all((entry.ground is not None) == entry.closed.by_rule for entry in ended)
    assert all(entry.opened.day < entry.closed.day for entry in entries if entry.closed)


def test_planned_people_rank_below_and_within_their_cap(world):
    for round_ in world.held:
        day = round_.campaign.day
        standing = Standing.of(world.people, day)
        for filing in round_.filings:
            for line in filing.lines:
                if line.proposal == Proposal.ADD:
                    assert standing.rank(line.someone, line.slot.title.level) < line.slot.title.rank
    open_titles = Counter(
        (entry.someone, entry.slot.term, entry.slot.title.level) for entry in world.planner.entries if not entry.closed
    )
    assert max(open_titles.values()) <= MOST_TITLES


def test_lines_of_change_have_reasons_and_none_twice(world):
    for round_ in world.held:
        for filing in round_.filings:
            keys = [(line.slot, line.someone) for line in filing.lines]
            assert len(keys) == len(set(keys))
            assert all(line.reason or line.proposal == Proposal.KEEP for line in filing.lines)
            assert all(len(line.reason) <= 500 for line in filing.lines)


def test_rounds_are_those_of_the_calendar_and_the_open_one(world):
    assert len(world.held) == len(CALENDAR) + 1
    assert len({decree.number + str(decree.day.year) for decree in world.clerk.decrees}) == len(world.clerk.decrees)


def test_same_seed_makes_the_same_district(world):
    again = build(AN_PHU)

    def rows(made: World) -> list:
        return [
            [(s.name, s.born, s.home, [(p.unit.code, p.title, p.start, p.end) for p in s.posts]) for s in made.people],
            [(e.slot.unit.code, e.slot.title.code, e.someone.name, e.opened.number) for e in made.planner.entries],
            sorted(made.accounts.all),
        ]

    assert rows(again) == rows(world)


@pytest.mark.parametrize("serial", [1, 25])
def test_invented_districts_have_the_same_figures_under_other_codes(world, serial):
    other = build(invented(serial, "An Giang"))
    assert kinds(other, DAY) == kinds(world, DAY)
    assert sum(someone.cell(DAY) is not None for someone in other.people) == MEMBERS
    codes = {node.code for node in other.tree.nodes}
    assert not codes & {node.code for node in world.tree.nodes}
    assert not set(other.accounts.all) & set(world.accounts.all)
