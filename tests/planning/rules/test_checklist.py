"""The checklist of domain.md §13: every item has a test named after it, and what keeps it can be found."""

import datetime
from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import structure
from orgtree.choices import Kind, Level
from orgtree.models import Person, Posting, Title, Unit, UnitVersion
from orgtree.queries.proofs import cell_faults, posting_faults
from orgtree.rules.checks import findings
from orgtree.rules.checks.shapes import Facts as Dossier
from planning.choices import Verdict
from planning.models import Line, PlanEntry, PlanTitle, RuleParameter
from planning.queries.closings import due
from planning.rules import ballots, caps, choosing, readiness
from planning.rules.ages import MonthsLeft
from planning.rules.ballots import Ballot
from planning.rules.checklist import CHECKLIST
from planning.rules.clauses import judge
from planning.rules.conferences import why_not_begin
from planning.rules.courses import course
from planning.rules.eligibility import Answer
from planning.rules.law import Law
from planning.rules.terms import lasts_as_it_should
from tests.planning.rules.shapes import ON, asked, matter, measure, person, post
from tests.planning.rules.test_caps import LAW, plan, seat
from tests.planning.sittings import line, with_steps
from tests.world import SINCE


def test_checklist_is_complete_and_tested_by_name():
    assert [item.number for item in CHECKLIST] == list(range(1, 18))
    assert all(item.kept_by for item in CHECKLIST)
    missing = [item.code for item in CHECKLIST if f"test_{item.code}" not in globals()]
    assert missing == []


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.code)
def test_what_keeps_an_item_is_there(item):
    for place in item.kept_by:
        module, _, name = place.partition(":")
        assert hasattr(import_module(module), name)


def test_age_full_term_two_terms_and_reelection():
    full, two, again = (MonthsLeft(n, n).reach(needed) for n, needed in ((60, 60), (118, 120), (48, 48)))
    assert (full, two, again) == (Verdict.MET, Verdict.LACKING, Verdict.MET)
    assert judge(person(), matter(MonthsLeft(59, 59)), asked("months_left")).verdict == Verdict.LACKING


def test_titles_per_person_people_per_title_and_coefficient():
    four_titles = plan(*(seat(1) for _ in range(4)), seat(1, 2, 3, 4), size=2)
    codes = {check.code for check in caps.checks(four_titles, LAW) if check.met is False}
    assert {"titles_per_person", "people_per_title"} <= codes
    assert caps.coefficient(plan(seat(1, 2), size=2), LAW)[0].met is False


def test_higher_title_only():
    assert judge(person(posts=(post(rank=100),)), matter(), asked("higher_title")).verdict == Verdict.LACKING
    assert judge(person(posts=(post(rank=99),)), matter(), asked("higher_title")).verdict == Verdict.MET


def listed(*answers, pending=False, law=None):
    """What the checklist says of a line of somebody planned anew: the code of the refusal, or None."""
    title = PlanTitle(title=Title(level=Level.COMMUNE))
    row = Line(plan_title=title, person=Person(full_name="Bùi Thị Ngọc Lan"), proposal="add")
    refusal = readiness.why_not(readiness.of_line(row, answers, pending, law or Law(())))
    return refusal and refusal.code


def answer(facts, kind, **args):
    return Answer(asked(kind, **args), judge(facts, matter(), asked(kind, **args)))


def warning(key):
    """Rules under which an item only warns."""
    return Law((RuleParameter(key=key, text="warn", scope="central", level=""),))


def test_no_appointment_proposed_in_the_same_period():
    assert listed(pending=True) == "appointment_pending"
    assert listed(pending=False) is None
    assert listed(pending=True, law=warning("severity_appointment")) is None


def test_discipline_in_force_blocks_and_expired_is_noted():
    def verdict(ends, exceptions):
        facts = person(measures=(measure(ends=ends),))
        return judge(facts, matter(), asked("no_discipline", exceptions=exceptions)).verdict

    assert [verdict("2020-12", False), verdict("2020-01", False)] == [Verdict.LACKING, Verdict.MET]
    assert verdict("2020-01", True) == Verdict.WAIVER
    lasting, ended = (
        answer(person(measures=(measure(ends=ends),)), "no_discipline") for ends in ("2020-12", "2020-01")
    )
    assert [listed(lasting), listed(ended)] == ["discipline_in_effect", None]
    assert listed(lasting, law=warning("severity_discipline")) is None


def test_political_conclusion_present():
    assert judge(person(), matter(), asked("political")).verdict == Verdict.UNKNOWN
    assert judge(person(concluded_on=PartialDate(2019)), matter(), asked("political")).verdict == Verdict.MET
    missing, there = (answer(person(concluded_on=day), "political") for day in (None, PartialDate(2019)))
    assert [listed(missing), listed(there)] == ["political_missing", None]
    assert listed(missing, law=warning("severity_political")) is None
    assert listed(answer(person(restricted=False), "political")) is None  # withheld: the appraiser sees it


def test_assessment_before_the_first_step():
    clause = asked("ratings", years=1, least="fair")
    assert judge(person(), matter(), clause).verdict == Verdict.UNKNOWN
    assert judge(person(ratings={2019: "fair"}), matter(), clause).verdict == Verdict.MET
    missing, there = (answer(person(ratings=r), "ratings", years=1, least="fair") for r in ({}, {2019: "fair"}))
    assert [listed(missing), listed(there)] == ["assessment_missing", None]
    assert listed(missing, law=warning("severity_assessment")) is None


def test_structure_warns_with_people_needed():
    found = {check.code: check.needed for check in caps.structure(plan(seat(*range(8))), LAW)}
    assert found == {"women": 2, "young": 0, "bands": 2, "minorities": 0}


def figures(**changed) -> Ballot:
    return Ballot(**{"convened": 30, "present": 24, "issued": 24, "returned": 23, "valid": 22, "invalid": 1, **changed})


@pytest.mark.parametrize(
    ("changed", "agreed", "code"),
    [
        ({}, {1: 12, 2: 10}, None),
        ({"present": 31}, {}, "present_over_convened"),
        ({"issued": 25}, {}, "issued_over_present"),
        ({"returned": 25, "valid": 24}, {}, "returned_over_issued"),
        ({"valid": 21}, {}, "returned_not_counted"),
        ({}, {1: 23}, "votes_over_valid"),
        ({}, {1: 20, 2: 20, 3: 5}, "marks_over_places"),
    ],
)
def test_ballot_arithmetic_strict_majority_and_quorum(changed, agreed, code):
    refusal = ballots.why_not(figures(**changed), agreed, places=2)
    assert (refusal and refusal.code) == code
    assert ballots.has_quorum(figures(present=20), Fraction(2, 3))
    assert not ballots.has_quorum(figures(present=19), Fraction(2, 3))
    assert [ballots.passes(votes, 22, Fraction(1, 2)) for votes in (11, 12)] == [False, True]
    assert not ballots.passes(0, 0, Fraction(1, 2))


@pytest.mark.parametrize(
    ("votes", "tied"), [({1: 9, 2: 8}, []), ({1: 9, 2: 8, 3: 8}, [2, 3]), ({1: 8, 2: 8, 3: 8}, [1, 2, 3]), ({1: 1}, [])]
)
def test_tie_about_the_last_place_is_not_decided(votes, tied):
    assert ballots.ties(votes, 2) == tied


def test_steps_in_order_and_outsiders_without_ballots(world):
    with_steps(world)
    line(world, "giang", outsider=True)
    insider = line(world, "lan")
    found = course(world.submission("alpha"))
    first, ballot, *_rest, last = found.steps
    assert why_not_begin(found, first) is None
    assert {step.code: why_not_begin(found, step).code for step in (ballot, last)} == {
        "key-cadres": "step_out_of_order",
        "leaders-2": "step_out_of_order",
    }
    assert (found.asked(ballot), len(found.asked(last))) == ([insider], 2)


def test_removal_has_reason_decision_and_day(world):
    title, who = world.plan_titles["alpha", "2020-2025", "secretary"], world.people["binh"]
    desk = choosing.Desk({title.pk: title}, {}, {who.pk: who}, {(title.pk, who.pk)}, {}, set(), set())
    removal = choosing.Choice(title.pk, who.pk, "remove")
    refusals = [
        choosing.why_not(desk, removal),
        choosing.why_not(desk, replace(removal, reason="Xin thôi")),
        choosing.why_not(desk, replace(removal, reason="Xin thôi", ground="low_prestige")),
    ]
    assert [refusal and refusal.code for refusal in refusals] == ["reason_needed", "ground_needed", None]
    entry = PlanEntry.objects.get(plan_title=title, person=who)
    ended = period(entry.period.lower, ON)
    rows = PlanEntry.objects.filter(pk=entry.pk)
    with (
        history.acting(actor=None, verb="test", reason="no decision"),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        rows.update(period=ended)


def test_organisations_stand_where_the_charter_lets_them(world):
    with history.acting(actor=None, verb="test", reason="a cell below a cell"):
        unit = Unit.objects.create(code="below-gamma")
        row = {"unit": unit, "name": "Chi bộ", "short_name": "Chi bộ", "sort_key": "x", "period": period(SINCE)}
        UnitVersion.objects.create(**row, kind=Kind.SUBORDINATE_CELL, parent=world.units["gamma"])
    with pytest.raises(
        IntegrityError
    ):  # no cell under a grassroots cell; asked at the end, when all versions are there
        connection.check_constraints()


@pytest.mark.parametrize(
    ("end", "level", "right"),
    [
        ((2025, 6), Level.COMMUNE, True),
        ((2025, 5), Level.COMMUNE, False),
        ((2022, 12), Level.CELL, True),
        ((2023, 6), Level.CELL, True),
        ((2023, 7), Level.CELL, False),
        ((2022, 5), Level.CELL, False),
    ],
)
def test_terms_last_five_years_and_half_for_cells(end, level, right):
    numbers = Law(
        (
            RuleParameter(key="term_months", value=60, scope="central", level=""),
            RuleParameter(key="cell_term_months", value=24, high=36, scope="central", level=""),
        )
    )
    days = period(datetime.date(2020, 6, 1), datetime.date(*end, 1))
    assert lasts_as_it_should(days, level, numbers) is right
    assert lasts_as_it_should(period(days.lower), level, numbers) is None
    assert lasts_as_it_should(days, level, Law(())) is None


def dossier(world, **fields) -> set[str]:
    who = Person.objects.get(pk=world.people["an"].pk)
    for name, value in fields.items():
        setattr(who, name, value)
    memberships = list(who.memberships.all())
    numbers = {"probation_months": 12, "admission_years": 18}
    facts = Dossier(who, {"memberships": memberships}, ON, {1: "089"}, numbers)
    return {finding.rule for finding in findings(facts)}


def test_identity_number_and_party_card(world):
    assert "identity_sex" in dossier(world, identity_number="089172000001")
    assert "identity_sex" not in dossier(world, identity_number="089072000001")
    assert "card_old" in dossier(world, party_card="12345678")


def test_probation_and_age_at_admission(world):
    assert "party_probation" not in dossier(world)
    assert "party_age" in dossier(world, birth_date=datetime.date(1995, 1, 1))


def test_one_line_for_a_person_and_title(world):
    line = Line.objects.filter(submission=world.submission("alpha")).first()
    again = Line(submission=line.submission, plan_title=line.plan_title, person=line.person, proposal="keep")
    with history.acting(actor=None, verb="test", reason="twice"), pytest.raises(IntegrityError, match="line_unique"):
        again.save()


def test_dates_within_organisations_and_succession(world):
    """A unit does not end while people sit there; dates outside of it are found; the plan of an ended unit closes."""
    ending = {"actor": world.user("board"), "on": world.today, "reason": "Sáp nhập", "day": world.today}
    with pytest.raises(Refused) as refusal:
        structure.end(unit=world.units["alpha1"], **ending)
    assert refusal.value.code == "unit_has_people"
    assert (cell_faults(), posting_faults()) == ([], [])
    with history.acting(actor=None, verb="test", reason="ended behind the back of the action"):
        for code in ("alpha", "alpha1", "alpha2"):
            world.units[code].versions.update(period=period(SINCE, world.today))
    assert len(cell_faults()) == 5
    assert len(posting_faults()) == Posting.objects.filter(unit=world.units["alpha"]).count()
    ended = {entry.plan_title.unit_id: ground for entry, ground in due(world.today).items()}
    assert ended == {world.units["alpha"].pk: "unit_dissolved"}
