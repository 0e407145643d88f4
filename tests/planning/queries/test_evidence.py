"""What became different since a list was submitted, and what the program suggests about its lines."""

import datetime
from collections import defaultdict

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.models import Discipline, PartyMembership, Person, Posting, Rating
from planning.actions import lines, submissions
from planning.models import Line, RemovalGround, RuleParameter, StandardClause
from planning.queries.evidence import changed_since, frozen
from planning.queries.suggestions import suggest


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def submitted(world):
    world.confirm("alpha")
    _move(world, "alpha_secretary", "submit")
    return world


def _move(world, user, verb, **more):
    submissions.move(actor=world.user(user), on=world.today, submission=world.submission("alpha").pk, verb=verb, **more)


def changes(world, user="appraiser") -> dict[str, list[tuple[str, str, str]]]:
    found = changed_since(world.submission("alpha"), world.user(user), world.today)
    names = dict(Line.objects.values_list("pk", "person__full_name"))
    return {names[pk]: [(str(what), before, now) for what, before, now in rows] for pk, rows in found.items()}


def test_list_that_was_never_submitted_has_no_changes(world):
    assert changes(world) == {}


def test_new_degree_post_and_discipline_are_told_with_before_and_now(submitted):
    cuong = submitted.people["cuong"]
    with history.acting(actor=None, verb="test", reason="since then"):
        Person.objects.filter(pk=cuong.pk).update(education=5)
        Posting.objects.filter(person=cuong).update(period=period(datetime.date(2010, 1, 1), datetime.date(2020, 7, 1)))
        Discipline.objects.create(
            person=cuong,
            measure=submitted.code("discipline", "warning"),
            decided=PartialDate(2020, 7, 6),
            ends=PartialDate(2021, 7),
            decision="12-QĐ/UBKT",
        )
    open_part = [
        ("education", "college", "master"),
        ("posts", "Công chức Văn phòng (01/01/2010)", "Công chức Văn phòng (01/01/2010 – 01/07/2020)"),
    ]
    measure = submitted.code("discipline", "warning").name
    restricted = ("discipline", "–", f"{measure} (06/07/2020, 12-QĐ/UBKT) – 07/2021")
    assert changes(submitted) == {cuong.full_name: [*open_part, restricted]}
    assert changes(submitted, "alpha_secretary") == {cuong.full_name: open_part}


def test_lines_changed_or_added_after_a_return_are_marked(submitted):
    _move(submitted, "appraiser", "return", reason="Xem lại")
    where = {"actor": submitted.user("alpha_secretary"), "on": submitted.today}
    title = submitted.plan_titles["alpha", "2020-2025", "standing"].pk
    for person, proposal, more in (("cuong", "remove", {"ground": "low_prestige"}), ("lan", "add", {})):
        lines.propose(
            **where,
            submission=submitted.submission("alpha").pk,
            plan_title=title,
            person=submitted.people[person].pk,
            proposal=proposal,
            reason="Rà soát",
            **more,
        )
    assert changes(submitted) == {
        "Lê Quốc Cường": [("proposal", "keep", "remove"), ("reason", "–", "Rà soát"), ("ground", "–", "low prestige")],
        "Bùi Thị Ngọc Lan": [("proposal", "–", "add")],
    }


def test_evidence_stays_as_it_was(submitted):
    with history.acting(actor=None, verb="test", reason="since then"):
        Rating.objects.create(person=submitted.people["cuong"], year=2019, rating=submitted.code("rating", "good"))
    pieces = frozen(submitted.submission("alpha"), submitted.user("appraiser"), submitted.today)
    assert [piece.facts["person"]["ratings"] for piece in pieces] == [{}, {}]
    unseen = frozen(submitted.submission("alpha"), submitted.user("beta_secretary"), submitted.today)
    assert unseen == []


def test_changes_cost_a_literal_number_of_queries(submitted, django_assert_num_queries):
    row, user = submitted.submission("alpha"), submitted.user("appraiser")
    user.granted("see_plans")
    with django_assert_num_queries(4):
        changed_since(row, user, submitted.today)


@pytest.fixture
def ruled(world):
    """Rules that suggest: for each of their clauses somebody on alpha's list lacks it."""
    clauses = {
        "no_discipline": {},
        "higher_title": {},
        "months_left": {"months": 600},
        "ratings": {"years": 1, "least": "fair"},
    }
    with history.acting(actor=None, verb="test", reason="law"):
        for kind, args in clauses.items():
            StandardClause.objects.create(
                kind=kind, args=args, period=period(datetime.date(2010, 1, 1)), basis="QĐ 50", confidence="U"
            )
    return world


def suggested(world, user="appraiser") -> dict[str, set[tuple[str, str]]]:
    found = suggest(world.submission("alpha"), world.user(user), world.today)
    names = dict(Line.objects.values_list("pk", "person__full_name"))
    people = defaultdict(set)
    for pk, rows in found.items():
        people[names[pk]] |= {(one.proposal, one.ground) for one in rows}
    return people


def test_program_suggests_by_clause_and_withholds_what_is_restricted(ruled):
    with history.acting(actor=None, verb="test", reason="dossiers"):
        Discipline.objects.create(
            person=ruled.people["cuong"],
            measure=ruled.code("discipline", "warning"),
            decided=PartialDate(2020, 5),
            ends=PartialDate(2021, 5),
        )
        Rating.objects.create(person=ruled.people["binh"], year=2019, rating=ruled.code("rating", "failed"))
    board = suggested(ruled)
    assert board["Lê Quốc Cường"] >= {("remove", "discipline"), ("", "")}
    assert board["Trần Thị Bình"] >= {("remove", "not_completing")}
    unit = suggested(ruled, "alpha_secretary")
    assert ("remove", "discipline") not in unit["Lê Quốc Cường"]


def test_whoever_holds_the_title_or_a_higher_one_is_suggested_for_removal(ruled):
    with history.acting(actor=None, verb="test", reason="appointed"):
        Posting.objects.filter(person=ruled.people["cuong"]).update(title=ruled.titles["secretary"])
    assert ("remove", "holds") in suggested(ruled)["Lê Quốc Cường"]


def test_whoever_has_left_is_suggested_for_removal_alone(ruled):
    with history.acting(actor=None, verb="test", reason="left"):
        for model in (PartyMembership, Posting):
            model.objects.filter(person=ruled.people["cuong"]).update(
                period=period(datetime.date(2010, 1, 1), ruled.today)
            )
    assert suggested(ruled)["Lê Quốc Cường"] == {("remove", "left")}


def test_ground_unknown_to_the_rules_of_the_day_becomes_the_standard(ruled):
    with history.acting(actor=None, verb="test", reason="law"):
        RemovalGround.objects.create(
            code="standard",
            name="Không còn đủ tiêu chuẩn",
            kind="review",
            period=period(datetime.date(2010, 1, 1)),
            basis="QĐ",
            confidence="S",
        )
        Rating.objects.create(person=ruled.people["binh"], year=2019, rating=ruled.code("rating", "failed"))
    grounds = {ground for proposal, ground in suggested(ruled)["Trần Thị Bình"] if proposal}
    assert grounds == {"standard"}


def test_titles_over_the_cap_are_suggested_for_removal(world):
    with history.acting(actor=None, verb="test", reason="law"):
        for key in ("max_titles_per_person_same_level", "max_people_per_title"):
            RuleParameter.objects.create(
                key=key, label=key, value=1, period=period(datetime.date(2010, 1, 1)), basis="QĐ", confidence="S"
            )
    lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", "secretary"].pk,
        person=world.people["cuong"].pk,
        proposal="add",
        reason="x",
    )
    found = suggested(world)
    assert found["Lê Quốc Cường"] == {("remove", "over_titles"), ("withdrawn", ""), ("", "")}
    assert found["Trần Thị Bình"] == {("", "")}


def test_suggestions_cost_a_literal_number_of_queries(ruled, django_assert_num_queries):
    row, user = ruled.submission("alpha"), ruled.user("appraiser")
    row.round, row.round.rule_set, user.granted("see_plans")
    with django_assert_num_queries(6):
        suggest(row, user, ruled.today)
