"""Whatever road a write takes, it is refused without a context and leaves its trail with one."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from anphu.kit import history
from orgtree.models import Religion

pytestmark = pytest.mark.django_db


def copy_in():
    with connection.cursor() as cursor:
        if history.gesture_id():
            history.bind(cursor)
        with cursor.copy("COPY orgtree_religion (code, name) FROM STDIN") as copy:
            for number in range(3):
                copy.write_row((f"new{number}", f"Mới {number}"))


def sql(text):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(text)

    return run


def bulk_update():
    rows = list(Religion.objects.filter(code__startswith="old"))
    for row in rows:
        row.name += " (sửa)"
    Religion.objects.bulk_update(rows, ["name"])


ROADS = {
    "create": (lambda: Religion.objects.create(code="new", name="Mới"), "insert", 1),
    "bulk_create": (lambda: Religion.objects.bulk_create([Religion(code=c, name=c) for c in "xyz"]), "insert", 3),
    "copy": (copy_in, "insert", 3),
    "sql insert": (sql("INSERT INTO orgtree_religion (code, name) VALUES ('a', 'a'), ('b', 'b')"), "insert", 2),
    "save": (lambda: Religion.objects.filter(code="old1").first().save(), "update", 0),
    "update": (lambda: Religion.objects.filter(code="old1").update(name="Khác"), "update", 1),
    "bulk_update": (bulk_update, "update", 2),
    "sql update": (sql("UPDATE orgtree_religion SET name = name || '!' WHERE code ~ '^old'"), "update", 2),
    "sql with": (
        sql("WITH gone AS (DELETE FROM orgtree_religion WHERE code ~ '^old' RETURNING id) SELECT * FROM gone"),
        "delete",
        2,
    ),
    "delete": (lambda: Religion.objects.filter(code="old1").first().delete(), "delete", 1),
    "queryset delete": (lambda: Religion.objects.filter(code__startswith="old").delete(), "delete", 2),
}
"""Ways to write; each with what its events are called and how many there are."""


@pytest.fixture
def old():
    with history.acting(actor=None, verb="prepare", reason="test"):
        for number in (1, 2):
            Religion.objects.create(code=f"old{number}", name=f"Cũ {number}")


def trail(verb="test"):
    """(label, actor, reason, gesture) of every event written under `verb`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.pgh_label, c.metadata ->> 'actor', c.metadata ->> 'reason', c.id::text"
            " FROM orgtree_religionevent e JOIN pghistory_context c ON c.id = e.pgh_context_id"
            " WHERE c.metadata ->> 'verb' = %s ORDER BY e.pgh_id",
            [verb],
        )
        return cursor.fetchall()


@pytest.mark.parametrize("road", ROADS)
def test_write_without_context_is_refused(old, road):
    write, _label, _number = ROADS[road]
    before = list(Religion.objects.values_list())

    with (
        pytest.raises((DatabaseError, psycopg.Error), match="without actor and reason") as refusal,
        transaction.atomic(),
    ):
        write()

    told = refusal.value if isinstance(refusal.value, psycopg.Error) else refusal.value.__cause__
    assert told.sqlstate == history.NO_CONTEXT_SQLSTATE
    assert list(Religion.objects.values_list()) == before


@pytest.mark.parametrize("road", ROADS)
def test_write_with_context_leaves_one_event_a_row(old, django_user_model, road):
    write, label, number = ROADS[road]
    actor = django_user_model.objects.create_user("thu")

    with history.acting(actor=actor, verb="test", reason="Vì thử"):
        gesture = str(history.gesture_id())
        write()

    assert trail() == [(label, "thu", "Vì thử", gesture)] * number


def test_acting_inside_acting_joins_the_outer_gesture(old):
    with (
        history.acting(actor=None, verb="test", reason="ngoài"),
        history.acting(actor=None, verb="inner", reason="trong"),
    ):
        Religion.objects.filter(code="old1").update(name="x")

    assert [row[:3] for row in trail()] == [("update", "system", "ngoài")]
    assert trail("inner") == []


def test_context_is_forgotten_on_leaving(old):
    with history.acting(actor=None, verb="test", reason="test"):
        Religion.objects.filter(code="old1").update(name="x")

    assert history.gesture_id() is None
    with pytest.raises(DatabaseError, match="without actor"), transaction.atomic():
        Religion.objects.filter(code="old1").update(name="y")


def test_context_is_forgotten_when_the_gesture_fails(old):
    with pytest.raises(DatabaseError, match="unique"), transaction.atomic():
        _clash()
    with pytest.raises(DatabaseError, match="without actor"), transaction.atomic():
        Religion.objects.filter(code="old1").update(name="y")
    with history.acting(actor=None, verb="test", reason="again"):
        Religion.objects.filter(code="old1").update(name="z")

    assert [row[2] for row in trail()] == ["again"]


def _clash():
    with history.acting(actor=None, verb="test", reason="test"):
        Religion.objects.filter(code="old1").update(code="old2")


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_acting_without_reason_is_an_error(reason):
    with pytest.raises(ValueError, match="reason"), history.acting(actor=None, verb="test", reason=reason):
        pass


@pytest.mark.parametrize(
    "statement",
    ["UPDATE orgtree_religionevent SET name = 'x'", "DELETE FROM orgtree_religionevent"],
)
def test_history_itself_cannot_be_rewritten(old, statement):
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete rows"),
        transaction.atomic(),
        history.acting(actor=None, verb="test", reason="test"),
    ):
        sql(statement)()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reason", ["Vì 'thử' % và \\ \"nháy\"", "%s %(x)s", "Đường dài ỹ"])
def test_reason_arrives_as_written_outside_a_transaction_too(reason):
    with history.acting(actor=None, verb="test", reason=reason, request="r-1", nothing=None):
        Religion.objects.create(code="new", name="Mới")

    assert [row[2] for row in trail()] == [reason]
    with connection.cursor() as cursor:
        cursor.execute("SELECT metadata FROM pghistory_context ORDER BY created_at DESC LIMIT 1")
        metadata = cursor.fetchone()[0]
    assert '"request": "r-1"' in metadata
    assert "nothing" not in metadata
    with pytest.raises(DatabaseError, match="without actor"):
        Religion.objects.filter(code="new").update(name="y")
