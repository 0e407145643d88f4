"""Every check fires where it should and nowhere near; facts are built in memory, without a database."""

import datetime

import pytest

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Confidence, DossierNumber, Education
from orgtree.models import Discipline, FamilyMember, Papers, PartyMembership, Person, Rating, Schooling, Training
from orgtree.rules.checks import CHECKS, ERROR, Facts, findings

TODAY = datetime.date(2020, 7, 7)
PROVINCES = {1: "089", 2: "091"}
NUMBERS = {
    DossierNumber.PROBATION_MONTHS: 12,
    DossierNumber.ADMISSION_YEARS: 18,
    DossierNumber.DEGREE_YEARS: 20,
    DossierNumber.OLDEST_YEARS: 110,
}


def person(**fields) -> Person:
    known = {"full_name": "Lê Văn Thử", "sex": "M", "birth_date": datetime.date(1971, 5, 2), "birth_precision": "day"}
    return Person(**{**known, **fields})


def rules(someone: Person, **records) -> list[str]:
    return [finding.rule for finding in findings(Facts(someone, records, TODAY, PROVINCES, NUMBERS))]


def member(admitted: str, official: str | None = None) -> PartyMembership:
    day = datetime.date.fromisoformat
    return PartyMembership(pk=7, admitted_on=day(admitted), official_on=official and day(official))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"identity_number": "089071123456"}, []),
        ({"identity_number": "089171123456"}, ["identity_sex"]),
        ({"identity_number": "089301123456", "sex": "F", "birth_date": datetime.date(2001, 1, 1)}, []),
        ({"identity_number": "089201123456", "sex": "F", "birth_date": datetime.date(2001, 1, 1)}, ["identity_sex"]),
        ({"identity_number": "089072123456"}, ["identity_year"]),
        ({"identity_number": "999071123456"}, ["identity_province"]),
        ({"identity_number": "123456789"}, ["identity_old"]),
        ({"party_card": "12345678"}, ["card_old"]),
        ({"party_card": "123456789012"}, []),
        ({"birth_date": datetime.date(2021, 1, 1)}, ["birth_date"]),
        ({"birth_date": datetime.date(1905, 1, 1)}, ["birth_date"]),
        ({"education": Education.BACHELOR}, ["degree_unproved"]),
        ({"education": Education.INTERMEDIATE}, []),
    ],
)
def test_the_core_alone(fields, expected):
    assert rules(person(**fields)) == expected


@pytest.mark.parametrize(("entry", "expected"), [(1, []), (2, ["identity_province"])])
def test_number_against_the_province_of_birth_registration(entry, expected):
    assert rules(person(identity_number="089071123456"), papers=[Papers(birth_province_id=entry)]) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (member("2000-01-01", "2001-01-01"), []),
        (member("2000-01-01", "2000-12-31"), ["party_probation"]),
        (member("1989-05-01", "1990-05-02"), ["party_age"]),
        (member("1989-05-02", "1990-05-02"), []),
        (member("2020-07-08"), ["party_future"]),
    ],
)
def test_days_of_membership(row, expected):
    assert rules(person(), memberships=[row]) == expected


@pytest.mark.parametrize(
    ("year", "as_member", "expected"),
    [(2019, True, []), (2021, True, ["rating_future"]), (1999, True, ["rating_before_admission"]), (1999, False, [])],
)
def test_years_of_ratings(year, as_member, expected):
    rows = {"memberships": [member("2000-01-01", "2001-01-01")], "ratings": [Rating(year=year, as_member=as_member)]}
    assert rules(person(), **rows) == expected


def course(school: str, start: str, end: str, mode: int = 1) -> Training:
    day = PartialDate.parse
    return Training(pk=1, school=school, started=day(start), ended=day(end), mode_id=mode, credential="Cử nhân")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (course("A", "1990", "1994"), course("B", "1994", "1996"), []),
        (course("A", "1990", "1994"), course("B", "1991", "1995"), ["courses_overlap"]),
        (course("A", "1990", "1994"), course("B", "1991", "1995", mode=2), []),
        (course("A", "1990", "1994"), course("A", "1991", "1995"), []),
        (course("A", "1990", "1993"), course("B", "1992", "1995"), []),
    ],
)
def test_courses_side_by_side(one, other, expected):
    assert rules(person(), training=[one, other]) == expected


@pytest.mark.parametrize(("year", "expected"), [("1993", []), ("1990", ["degree_too_young"])])
def test_age_at_the_degree(year, expected):
    schooling = Schooling(major="Luật", degree_year=PartialDate.parse(year))
    assert rules(person(), schooling=[schooling]) == expected


def test_nothing_happens_before_birth_or_in_the_future():
    early, late = Training(pk=1, started=PartialDate(1970)), Training(pk=2, started=PartialDate(2021))
    assert rules(person(), training=[early, late]) == ["date_in_future", "date_before_birth"]


def test_what_may_be_earlier_or_later_is_let_be():
    discipline = Discipline(pk=1, decided=PartialDate(2020, 1), ends=PartialDate(2021, 1))
    parent = FamilyMember(pk=1, born=PartialDate(1940))
    assert rules(person(), discipline=[discipline], family=[parent]) == []


def test_a_year_that_may_be_the_birth_year_is_in_no_doubt():
    assert rules(person(birth_precision="year"), training=[Training(pk=1, started=PartialDate(1971))]) == []


def test_errors_come_first_and_every_rule_names_its_source():
    found = findings(
        Facts(
            person(identity_number="089171123456", birth_date=datetime.date(2021, 5, 2)), {}, TODAY, PROVINCES, NUMBERS
        )
    )
    assert [finding.severity for finding in found][:1] == [ERROR]
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert all(check.basis and check.confidence in Confidence.values for check in CHECKS)


def test_digest_changes_with_the_facts_and_not_with_the_language(db):
    def digest(**fields):
        return findings(Facts(person(**fields), {}, TODAY, PROVINCES, NUMBERS))[0].facts

    assert digest(identity_number="089171123456") == digest(identity_number="089171123456", other_name="Út")
    assert digest(identity_number="089171123456") != digest(identity_number="089171123457")
