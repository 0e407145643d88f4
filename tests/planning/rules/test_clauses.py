"""Every kind of clause: met, lacking, unknown, and what needs a waiver."""

import pytest

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Education, Level, Side
from planning.choices import ClauseKind, Verdict
from planning.rules.ages import MonthsLeft
from planning.rules.clauses import BY_CODE, KINDS, RATINGS, judge, said, why_not_args
from planning.rules.judges import RATING_ORDER
from tests.planning.rules.shapes import asked, law, matter, measure, person, post

LACKING, UNKNOWN, WAIVER, MET = Verdict


def verdict(facts, clause, about=None) -> Verdict:
    found = judge(facts, about or matter(), clause)
    assert found.sentence
    return found.verdict


def test_every_kind_that_is_stored_is_declared_and_no_other():
    assert {kind.code for kind in KINDS if not kind.learning} == set(ClauseKind)
    assert len(BY_CODE) == len(KINDS)


@pytest.mark.parametrize(
    ("had", "later", "expected"),
    [(4, False, MET), (5, False, MET), (3, False, LACKING), (3, True, WAIVER), (None, False, UNKNOWN)],
)
def test_degree(had, later, expected):
    clause = asked("degree", later, least=Education.BACHELOR)
    assert verdict(person(education=had), clause) == expected


def test_degree_tells_what_is_had_and_what_is_needed():
    found = judge(person(education=3), matter(), asked("degree", least=4))
    assert {str(value) for value in found.figures.values()} == {"cao đẳng", "đại học"}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], MET),
        ([post(rank=50)], MET),
        ([post(rank=100)], LACKING),
        ([post(rank=50), post(rank=100)], LACKING),
        ([post(rank=100, until=(2020, 1, 1))], MET),
        ([post(side=Side.GOVERNMENT, rank=82)], MET),
        ([post(side=Side.GOVERNMENT, rank=100)], WAIVER),
        ([post(level=Level.CELL, rank=30)], MET),
        ([post(level=Level.GRASSROOTS, rank=85)], WAIVER),
        ([post(level=Level.DISTRICT, rank=40)], WAIVER),
    ],
)
def test_higher_title(held, expected):
    """domain.md §13, 3: higher only; what the ranks do not order is for people to compare."""
    assert verdict(person(posts=tuple(held)), asked("higher_title")) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (MonthsLeft(60, 60), MET),
        (MonthsLeft(59, 59), LACKING),
        (MonthsLeft(55, 66), UNKNOWN),
        (MonthsLeft(60, 71), MET),
        (MonthsLeft(40, 51), LACKING),
        (None, UNKNOWN),
    ],
)
def test_months_left(left, expected):
    assert verdict(person(), asked("months_left"), matter(left)) == expected


def test_months_past_are_told_as_past_and_never_as_fewer_than_none():
    told = judge(person(), matter(MonthsLeft(-81, -81)), asked("months_left"))
    assert (told.verdict, told.figures["over"], "Quá tuổi nghỉ hưu 81 tháng" in told.sentence) == (LACKING, 81, True)


def test_months_left_without_a_number_of_law_is_unknown():
    assert verdict(person(), asked("months_left"), matter(MonthsLeft(90, 90), law=law())) == UNKNOWN


def test_months_left_by_a_clause_of_its_own():
    assert verdict(person(), asked("months_left", months=120), matter(MonthsLeft(90, 90))) == LACKING


@pytest.mark.parametrize(("day", "expected"), [((2015, 7, 7), MET), ((2015, 7, 8), LACKING), (None, UNKNOWN)])
def test_party_years(day, expected):
    facts = person(admitted_on=PartialDate(*day).earliest if day else None)
    assert verdict(facts, asked("party_years", years=5)) == expected


@pytest.mark.parametrize(
    ("admitted", "official", "expected"),
    [((2015, 1, 1), (2016, 1, 1), MET), ((2020, 1, 1), None, LACKING), (None, None, UNKNOWN)],
)
def test_official_member(admitted, official, expected):
    days = {"admitted_on": admitted, "official_on": official}
    facts = person(**{key: PartialDate(*day).earliest if day else None for key, day in days.items()})
    assert verdict(facts, asked("official_member")) == expected


@pytest.mark.parametrize(
    ("held", "later", "expected"),
    [
        ([post(since=(2018, 7, 7))], False, MET),
        ([post(since=(2018, 7, 8))], False, LACKING),
        ([post(since=(2018, 7, 8))], True, WAIVER),
        ([post(since=(2017, 1, 1), until=(2018, 1, 1)), post(since=(2019, 7, 7))], False, MET),
        ([post(since=(2018, 7, 8)), post(since=(2018, 7, 8), name="Chủ tịch")], False, LACKING),
        ([post(level=Level.CELL, since=(2000, 1, 1))], False, LACKING),
        ([post(side=Side.GOVERNMENT, since=(2000, 1, 1))], False, LACKING),
    ],
)
def test_post_held(held, later, expected):
    clause = asked("post_held", later, level="commune", side="party", years=2)
    assert verdict(person(posts=tuple(held)), clause) == expected


@pytest.mark.parametrize(
    ("home", "unit", "expected"),
    [("30355", "30340", MET), ("30340", "30340", WAIVER), ("", "30340", UNKNOWN), ("30340", "", MET)],
)
def test_not_local(home, unit, expected):
    clause = asked("not_local", later=True)
    assert verdict(person(commune_code=home), clause, matter(commune_code=unit)) == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2017: "good", 2018: "fair", 2019: "excellent"}, MET),
        ({2017: "good", 2018: "failed", 2019: "good"}, LACKING),
        ({2018: "failed"}, LACKING),
        ({2017: "good", 2018: "good"}, UNKNOWN),
        ({2016: "failed", 2017: "good", 2018: "good", 2019: "good"}, MET),
    ],
)
def test_ratings(ratings, expected):
    assert verdict(person(ratings=ratings), asked("ratings", years=3, least="fair")) == expected


@pytest.mark.parametrize(
    ("measures", "exceptions", "expected"),
    [
        ([], False, MET),
        ([measure(ends="2020-12")], False, LACKING),
        ([measure(ends="2020-06")], False, MET),
        ([measure(ends="2020")], False, UNKNOWN),
        ([measure(decided="2019-06", ends=None)], False, MET),
        ([measure(decided="2019-08", ends=None)], False, LACKING),
        ([measure(ends="2020-06")], True, WAIVER),
        ([measure("removal", ends="2020-06")], True, LACKING),
        ([measure(ends="2020-06"), measure("warning", ends="2020-12")], True, LACKING),
        ([measure(decided="2021-01", ends="2022-01")], False, MET),
    ],
)
def test_no_discipline(measures, exceptions, expected):
    """domain.md §13, 5: in force blocks; expired is allowed with a note; under QĐ 377 it needs a document."""
    assert verdict(person(measures=tuple(measures)), asked("no_discipline", exceptions=exceptions)) == expected


def test_discipline_without_an_end_is_unknown_where_the_law_gives_no_period():
    facts = person(measures=(measure(ends=None),))
    assert verdict(facts, asked("no_discipline"), matter(law=law())) == UNKNOWN


def test_discipline_names_its_decision():
    found = judge(person(measures=(measure(ends="2020-12"),)), matter(), asked("no_discipline"))
    assert "7-QĐ" in found.sentence
    assert "01/2019" in found.sentence


@pytest.mark.parametrize(
    ("born", "expected"), [((1986, 1, 1), MET), ((1985, 7, 7), MET), ((1984, 7, 7), LACKING), ((1984,), UNKNOWN)]
)
def test_age(born, expected):
    assert verdict(person(born=PartialDate(*born)), asked("age", most=35)) == expected


def test_political_conclusion():
    """domain.md §13, 6: the conclusion must be present."""
    assert verdict(person(), asked("political")) == UNKNOWN
    assert verdict(person(concluded_on=PartialDate(2018, 7)), asked("political")) == MET


@pytest.mark.parametrize("kind", ["no_discipline", "political"])
def test_restricted_parts_are_withheld_from_other_readers(kind):
    facts = person(measures=(measure(ends="2020-12"),), concluded_on=PartialDate(2018), restricted=False)
    found = judge(facts, matter(), asked(kind))
    assert (found.verdict, found.withheld) == (UNKNOWN, True)
    assert "7-QĐ" not in found.sentence


@pytest.mark.parametrize(
    ("kind", "args", "fault"),
    [
        ("ratings", {"years": 3, "least": "fair"}, None),
        ("ratings", {"years": 3}, "least"),
        ("ratings", {"years": 99, "least": "fair"}, "0–10"),
        ("ratings", {"years": True, "least": "fair"}, "0–10"),
        ("ratings", {"years": 3, "least": "so-so"}, "excellent"),
        ("higher_title", {"years": 3}, ":"),
        ("age", [], "most"),
        ("no_discipline", {"exceptions": 1}, "true"),
    ],
)
def test_particulars_are_those_of_the_kind(kind, args, fault):
    sentence = why_not_args(kind, args)
    assert sentence is None if fault is None else fault in sentence


@pytest.mark.parametrize(
    ("kind", "args", "told"),
    [
        ("age", {"most": 35}, "không quá 35 tuổi"),
        ("post_held", {"level": "commune", "years": 2}, "ở cấp “xã”, ít nhất 2 năm"),
        ("ratings", {"years": 3, "least": "fair"}, "trong 3 năm, từ “hoàn thành nhiệm vụ” trở lên"),
        ("no_discipline", {"exceptions": True}, "với ba trường hợp ngoại lệ của Quy định 377"),
        ("no_discipline", {"exceptions": False}, ""),
        ("political", {}, ""),
    ],
)
def test_particulars_are_told_in_words(kind, args, told):
    assert said(kind, args) == told
    assert set(RATINGS) == set(RATING_ORDER)
