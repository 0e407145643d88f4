"""The database in which the district stands already is one of its own, and nothing of one test reaches another."""

import pytest
from django.db import connection

from anphu.kit import encryption
from orgtree.models import Person, Unit


def test_district_stands_in_a_database_of_its_own(world):
    assert connection.settings_dict["NAME"].endswith("_world")
    assert Person.objects.count() == len(world.people)


def test_installation_without_the_district_is_empty(db):
    assert not connection.settings_dict["NAME"].endswith("_world")
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_marked_test_is_led_there_before_its_transaction(world):
    assert connection.settings_dict["NAME"].endswith("_world")


@pytest.mark.parametrize("_time", [1, 2])
def test_objects_are_new_for_every_test(world, _time):
    person = world.people.pop("an")
    assert person.full_name == "Nguyễn Văn An"
    person.full_name = "changed"
    assert world.units["alpha"].pk == Unit.objects.get(code="alpha").pk


def test_ids_of_different_tables_differ(world):
    rows = [*world.people.values(), *world.units.values(), *world.users.values(), *world.terms.values(), world.round]
    assert len({row.pk for row in rows}) == len(rows)


@pytest.mark.django_db(transaction=True)
def test_real_transactions_have_the_district_where_they_flush(world):
    assert not connection.settings_dict["NAME"].endswith("_world")
    assert Person.objects.count() == len(world.people)


def test_keys_are_those_of_the_database_once_the_first_was_flushed(db, district, monkeypatch):
    monkeypatch.setattr(district, "differs", True)
    encryption.rotate()
    own = encryption.encrypt("x")
    district.enter()
    there = encryption.encrypt("x")
    district.leave()
    assert own.split(":")[1] == encryption.encrypt("x").split(":")[1] != there.split(":")[1]
    encryption.forget()
