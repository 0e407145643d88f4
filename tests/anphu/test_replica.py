"""Reports read the follower, and only they, and only where it is near enough."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connections
from django.urls import reverse

from anphu.kit import history, replica
from orgtree.models import Person
from planning.indicators import fill
from tests.world import TODAY

FOLLOWS = "SELECT true, '0/500'::pg_lsn >= %s::pg_lsn, 3"


@pytest.fixture
def asked(world, monkeypatch):
    """A second connection to the same database, in the same transaction, that follows; what it is asked."""
    main = connections["default"]
    twin = main.copy(alias=replica.ALIAS)
    twin.__dict__.update({**main.__dict__, "alias": replica.ALIAS, "execute_wrappers": []})
    statements: list[str] = []

    def listen(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    twin.execute_wrappers.append(listen)
    monkeypatch.setattr(replica, "is_set", lambda: True)
    monkeypatch.setattr(replica, "_STATE_SQL", FOLLOWS)
    connections[replica.ALIAS] = twin
    yield statements
    del connections[replica.ALIAS]


@contextmanager
def heard(statements: list[str]):
    """What the follower is asked inside, but for how far it has come."""
    statements.clear()
    found: list[str] = []
    yield found
    found += [sql for sql in statements if sql != replica._STATE_SQL]


def test_without_the_setting_everything_is_read_from_the_first_database(world):
    with replica.reading(1):
        assert (replica.alias(), replica.connection().alias) == ("default", "default")


def test_reads_go_to_the_follower_and_writes_do_not(asked, world):
    with heard(asked) as found, replica.reading(1), history.acting(actor=None, verb="test", reason="tests"):
        person = Person.objects.get(pk=world.people["an"].pk)
        person.save()
        assert (person.postings.count(), replica.connection().alias) == (1, "replica")
    assert [sql.split()[0] for sql in found] == ["SELECT", "SELECT"]
    with heard(asked) as found:
        Person.objects.first()
    assert found == []


@pytest.mark.parametrize(
    "state",
    [
        "SELECT false, true OR %s IS NULL, 0",  # it has been made a database of its own
        "SELECT true, %s IS NULL, 0",  # it has not come that far
        "SELECT true, true OR %s IS NULL, 61",  # it is behind
        "SELECT true, true OR %s IS NULL, NULL",  # nothing has ever come
    ],
)
def test_follower_that_is_not_near_enough_is_not_read(asked, monkeypatch, state):
    monkeypatch.setattr(replica, "_STATE_SQL", state)
    with replica.reading(1):
        assert replica.alias() == "default"


def test_follower_that_does_not_answer_is_not_read(asked):
    def refuse(execute, *args):
        raise DatabaseError("gone")

    with connections[replica.ALIAS].execute_wrapper(refuse), replica.reading(1):
        assert replica.alias() == "default"


def test_who_wrote_reads_what_he_wrote_and_others_need_not_wait(asked, world, sign_in, monkeypatch):
    client = sign_in("board")
    monkeypatch.setattr(replica, "_STATE_SQL", "SELECT true, '0/1'::pg_lsn >= %s::pg_lsn, 3")
    client.post(reverse("recompute"))
    for name, alias in (("board", "default"), ("btv", "replica")):
        with replica.reading(world.users[name].pk):
            assert replica.alias() == alias


@pytest.mark.parametrize(
    ("page", "args"),
    [("indicators", []), ("indicators-heat", []), ("indicator", ["women"]), ("indicator-series", ["women"])],
)
def test_pages_of_numbers_read_the_follower(asked, world, sign_in, page, args):
    fill.full(TODAY)
    client = sign_in("btv")
    with heard(asked) as found:
        assert client.get(reverse(page, args=args)).status_code == 200
    assert any("planning_snapshot" in sql for sql in found)
    assert not any("django_session" in sql for sql in found)


def test_api_of_numbers_reads_the_follower(asked, world, api):
    fill.full(TODAY)
    with heard(asked) as found:
        assert api("btv").get("/api/v1/indicators/values/").status_code == 200
    assert any("planning_snapshot" in sql for sql in found)


def test_router_never_makes_tables_in_the_follower():
    router = replica.Router()
    assert (router.allow_migrate("replica", "planning"), router.allow_migrate("default", "planning")) == (False, None)
    assert router.allow_relation(None, None)
