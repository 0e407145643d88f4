import datetime

import pytest

from orgtree.choices import Purpose
from orgtree.models import Contact, Person, Training
from orgtree.rules.completeness import completeness, stale
from orgtree.sections import BY_CODE, CORE, SECTIONS

TODAY = datetime.date(2020, 7, 7)


def empty_records():
    return {section.code: [] for section in SECTIONS if section is not CORE}


def test_a_planned_person_needs_more_than_a_member():
    person = Person(full_name="Lê Văn Thử", sex="M", birth_date=TODAY, birth_precision="day")
    member, planned = (completeness(person, empty_records(), purpose) for purpose in Purpose)
    assert member.needed < planned.needed
    assert {(s.code, i and i.name) for s, i in member.missing} < {(s.code, i and i.name) for s, i in planned.missing}


def test_missing_things_are_named_and_the_percentage_is_rounded_down():
    person = Person(full_name="Lê Văn Thử", sex="M", birth_date=TODAY, birth_precision="day")
    found = completeness(person, {}, Purpose.MEMBER)
    assert [item.name for _section, item in found.missing] == ["ethnic_group", "religion", "home_town", "party_card"]
    assert found.percent == (found.needed - 4) * 100 // found.needed == 42


def test_filling_what_is_missing_makes_it_complete():
    person = Person(
        full_name="A", sex="M", birth_date=TODAY, ethnic_group_id=1, religion_id=1, home_town="x", party_card="12345678"
    )
    assert completeness(person, {}, Purpose.MEMBER).percent == 100


def test_a_section_without_rows_counts_once_and_with_rows_by_what_they_say():
    person = Person(full_name="A")
    records = {"training": []}
    none = completeness(person, records, Purpose.PLANNED)
    assert (BY_CODE["training"], None) in none.missing
    some = completeness(person, {"training": [Training(school="A")]}, Purpose.PLANNED)
    assert len(some.missing) == len(none.missing) - 1


def test_sections_the_reader_does_not_see_are_not_counted():
    person = Person(full_name="A")
    assert BY_CODE["contact"] not in {s for s, _i in completeness(person, {}, Purpose.PLANNED).missing}
    with_contact = completeness(person, {"contact": [Contact()]}, Purpose.PLANNED)
    assert BY_CODE["contact"] in {s for s, _i in with_contact.missing}


@pytest.mark.parametrize(
    ("day", "is_stale"), [(datetime.date(2019, 7, 8), False), (datetime.date(2019, 7, 7), True), (None, True)]
)
def test_core_goes_stale_after_its_months(day, is_stale):
    confirmed = {section.code: TODAY for section in SECTIONS}
    confirmed.pop("core")
    if day:
        confirmed["core"] = day
    assert ([section.code for section in stale(confirmed, TODAY)] == ["core"]) is is_stale
