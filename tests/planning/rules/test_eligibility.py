"""Clauses together: a title is the worst of its clauses; equal questions are asked once."""

import datetime

from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.choices import Confidence
from orgtree.models import Title, TitleStandard
from planning.choices import Cycle, Verdict
from planning.models import CountingDate, PlanTitle, StandardClause, Term
from planning.rules import clauses
from planning.rules.ages import Band, RetirementTable
from planning.rules.eligibility import Assessment, Book
from tests.planning.rules.shapes import LAW, ON, asked, person, post

TERM = Term(pk=1, code="2020-2025", name="Nhiệm kỳ", period=period(datetime.date(2020, 8, 1)))
TABLE = RetirementTable([Band("M", datetime.date(1900, 1, 1), None, 720)])


def title(pk=1, level="commune", side="party", rank=100) -> Title:
    return Title(pk=pk, code=f"T{pk}", name=f"Chức danh {pk}", level=level, side=side, rank=rank)


def plan_title(of=None, unit=7) -> PlanTitle:
    return PlanTitle(pk=1, term=TERM, unit_id=unit, title=of or title())


def clause(kind, **fields) -> StandardClause:
    return StandardClause(**{"kind": kind, "confidence": Confidence.SEEN, "basis": "b", "args": {}, **fields})


def book(*rows, counting=(), standards=()) -> Book:
    return Book(
        LAW,
        TABLE,
        tuple(rows),
        {row.title_id: row for row in standards},
        {(row.term_id, row.level, row.cycle): row for row in counting},
        {7: "30340"},
    )


STANDARD = TitleStandard(title_id=1, min_education=4, min_theory=2, min_state_management=0, confidence="U", basis="s")


def test_title_is_the_worst_of_its_clauses():
    judged = Assessment([person(education=4, theory=1)], book(clause("months_left"), standards=[STANDARD]), ON)
    answers = {answer.asked.kind: answer.verdict for answer in judged.answers(plan_title(), 1)}
    assert answers == {"theory": Verdict.WAIVER, "degree": Verdict.MET, "months_left": Verdict.MET}
    assert judged.overall(plan_title()) == {1: Verdict.WAIVER}
    assert judged.tally(plan_title())[Verdict.WAIVER] == 1


def test_title_without_clauses_is_open_to_everybody():
    assert Assessment([person()], book(), ON).overall(plan_title()) == {1: Verdict.MET}


def test_withheld_clauses_do_not_count_and_are_told():
    judged = Assessment([person(restricted=False)], book(clause("political")), ON)
    assert judged.overall(plan_title()) == {1: Verdict.MET}
    assert judged.answers(plan_title(), 1)[0].finding.withheld


def test_clauses_reach_their_title_level_and_side_alone():
    rows = (
        clause("months_left"),
        clause("official_member", side="party"),
        clause("age", level="district", args={"most": 35}),
        clause("not_local", title_id=2),
    )
    kinds = [row.kind for row in book(*rows).asked(plan_title())]
    assert kinds == ["months_left", "official_member"]


def test_clause_that_asks_the_same_is_judged_once(monkeypatch):
    judged = []
    monkeypatch.setattr(clauses, "judge", lambda facts, _m, row: judged.append(row.kind) or clauses.WITHHELD)
    assessment = Assessment([person()], book(clause("months_left"), clause("higher_title")), ON)
    for one in (title(1), title(2), title(3, rank=50)):
        assessment.overall(plan_title(one))
    assert sorted(judged) == ["higher_title", "higher_title", "months_left"]


def test_counting_day_is_that_of_the_level_and_body():
    rows = [
        CountingDate(term_id=1, level="commune", cycle=Cycle.COMMITTEE, day=datetime.date(2025, 7, 1)),
        CountingDate(term_id=1, level="commune", cycle=Cycle.COUNCIL, day=datetime.date(2026, 3, 1)),
    ]
    law = book(counting=rows)
    assert law.counting_day(plan_title()) == datetime.date(2025, 7, 1)
    assert law.counting_day(plan_title(title(side="government"))) == datetime.date(2026, 3, 1)
    assert law.counting_day(plan_title(title(level="district"))) == datetime.date(2020, 8, 1)
    assert law.counting_date(plan_title(title(level="district"))) is None


def test_terms_left_are_whole_terms():
    young, old = (person(person_id=pk, born=PartialDate(year, 8, 1)) for pk, year in ((1, 1975), (2, 1965)))
    judged = Assessment([young, old], book(), ON)
    assert [judged.terms_left(plan_title(), pk) for pk in (1, 2)] == [3, 1]


def test_doubtful_clauses_are_marked():
    judged = Assessment([person(education=4, theory=2)], book(standards=[STANDARD]), ON)
    assert {answer.doubtful for answer in judged.answers(plan_title(), 1)} == {True}


def test_order_of_candidates():
    """Verdict, then open clauses, then terms up to two, then the height of what is held, then the name."""
    people = [
        person(person_id=1, education=2, theory=3, posts=(post(rank=90),)),
        person(person_id=2, education=4, theory=2, born=PartialDate(1965, 8, 1), posts=(post(rank=90),)),
        person(person_id=3, education=4, theory=2, posts=(post(rank=50),)),
        person(person_id=4, education=4, theory=2, born=PartialDate(1995, 1, 1), posts=(post(rank=50),)),
        person(person_id=5, education=4, theory=2, posts=(post(rank=70),)),
        person(person_id=6, education=4, theory=1, posts=(post(rank=90),)),
    ]
    judged = Assessment(people, book(standards=[STANDARD]), ON)
    names = {1: "a", 2: "b", 3: "d", 4: "c", 5: "e", 6: "f"}
    assert judged.ranked(plan_title(), names) == [5, 4, 3, 2, 6, 1]
    assert judged.ranked(plan_title(), names, near={3, 6}) == [3, 5, 4, 2, 6, 1]


def test_candidate_tells_what_is_open_and_what_is_met():
    judged = Assessment([person(education=4, theory=1)], book(clause("months_left"), standards=[STANDARD]), ON)
    found = judged.candidate(plan_title(), 1)
    assert [answer.asked.kind for answer in found.open] == ["theory"]
    assert [answer.asked.kind for answer in found.met] == ["degree", "months_left"]
    assert (found.verdict, found.terms_left) == (Verdict.WAIVER, 3)


def test_height_is_that_of_the_titles_held_now():
    facts = person(posts=(post(rank=50), post(level="district", rank=40, until=(2019, 1, 1))))
    assert Assessment([facts], book(), ON).height(1) == (1, 50)
    assert asked("age").key == asked("age").key
