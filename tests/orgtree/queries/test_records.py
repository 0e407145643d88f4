import datetime
from decimal import Decimal

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.choices import Scheme
from orgtree.models import CodeEntry, FamilyMember, HealthCheck, PayStep, Person, Rating, Training
from orgtree.queries import records
from orgtree.sections import BY_CODE, SECTIONS


@pytest.fixture
def full(world):
    """One person with rows in several sections."""
    person = next(iter(world.people.values()))
    with history.acting(actor=None, verb="test", reason="test"):
        good = CodeEntry.objects.create(
            scheme=Scheme.RATING, code="test", name="Hoàn thành tốt (thử)", period=period(datetime.date(2000, 1, 1))
        )
        Training.objects.create(person=person, started=PartialDate(1999), ended=PartialDate(2003, 6), school="Trường A")
        Training.objects.create(person=person, started=PartialDate(2010, 9), school="Trường B")
        Training.objects.create(person=person, started=PartialDate(2005), ended=PartialDate(2007), school="Trường C")
        Rating.objects.create(person=person, year=2019, rating=good)
        PayStep.objects.create(person=person, since=PartialDate(2018, 3, 1), coefficient=Decimal("3.66"))
        HealthCheck.objects.create(person=person, examined=PartialDate(2019, 4), note="tốt")
    return person


def test_every_record_is_as_the_orm_reads_it(full):
    found = records.read([full.pk])[full.pk]
    assert set(found) == {section.code for section in records.PARTS}
    for section in records.PARTS:
        expected = {row.pk: row for row in section.model.objects.filter(person=full)}
        assert {row.pk for row in found[section.code]} == set(expected)
        for row in found[section.code]:
            for field in section.model._meta.concrete_fields:
                assert getattr(row, field.attname) == getattr(expected[row.pk], field.attname)


def test_rows_stand_in_the_order_of_the_section_unknown_ends_last(full):
    rows = records.read([full.pk])[full.pk]["training"]
    assert [row.school for row in rows] == ["Trường C", "Trường A", "Trường B"]


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_any_number_of_people(full, world, count, django_assert_num_queries):
    people = [person.pk for person in world.people.values()][:count]
    with django_assert_num_queries(1):
        assert records.read(people).keys() == set(people)


def test_sections_not_asked_for_are_not_read(full):
    only = records.read([full.pk], [BY_CODE["ratings"]])[full.pk]
    assert set(only) == {"ratings"}
    assert len(SECTIONS) > 1


def test_names_are_found_in_one_query(full, world, django_assert_num_queries):
    rows = [row for part in records.read([full.pk])[full.pk].values() for row in part]
    with django_assert_num_queries(1):
        names = records.names_of(rows, world.users["board"], world.today)
    assert "Hoàn thành tốt (thử)" in names.values()


def test_relatives_are_named_only_to_those_who_see_them(world):
    mine = Person.objects.visible_to(world.user("alpha_secretary"), world.today)
    person, other = mine.first(), Person.objects.exclude(pk__in=mine.values("pk")).first()
    with history.acting(actor=None, verb="test", reason="test"):
        row = FamilyMember.objects.create(person=person, name="Người thân", relative=other)
    assert records.names_of([row], world.user("alpha_secretary"), world.today) == {}
    assert records.names_of([row], world.user("board"), world.today) == {(Person, other.pk): other.full_name}
