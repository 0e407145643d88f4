"""What a preview promised, written in one transaction: a few statements a section, however many rows.

Rows go in by COPY and by one UPDATE a section from a temporary table; the triggers keep the history of each.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import history, jobs, names
from anphu.kit.encryption import EncryptedTextField, encrypt
from anphu.kit.partial_dates import PartialDate
from anphu.kit.refusals import insist
from orgtree.actions.imports import ACCEPTABLE
from orgtree.choices import BatchState, Verb
from orgtree.models import ImportBatch, ImportRow, Person
from orgtree.queries.imports import Asked, candidates, digests, editable
from orgtree.rules import access
from orgtree.sections import CORE, SECTIONS, Section

Tell = Callable[[int, str], None]


@dataclass(slots=True)
class Row:
    """A row of the preview on its way in. `person`: whose record; for somebody new from `_give_ids` on."""

    pk: int
    number: int
    person: int | None
    basis: str
    picked: int | None
    changes: list
    is_new: bool = False
    refusal: str = ""

    def after(self, item: str) -> Any:
        """The value that the core will have, when this row changes it."""
        return next((fields[item][1] for code, _row, fields in self.changes if code == "core" and item in fields), None)


@dataclass
class Work:
    """What one section gets: values by column of records to make, and of records to change with their id."""

    made: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


@transaction.atomic
def write(*, actor, on: datetime.date, batch: int, rows: Collection[int] | None, tell: Tell) -> tuple[int, int]:
    """Write the accepted rows of an import; returns how many were written and how many refused.

    Rows whose record changed since the preview are refused with a sentence. Does nothing when it has been done.
    """
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch)
    if held.state != BatchState.COMMITTING:
        return 0, 0
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, held.unit, on))
    chosen = _chosen(held, rows)
    _lock(chosen)
    _refuse_changed(chosen, held, actor, on)
    good = [row for row in chosen if not row.refusal]
    tell(20, _("writing"))
    with history.acting(actor=actor, verb="import", reason=held.reason, batch=held.pk):
        _give_ids(good)
        work = _sorted(good)
        for place, section in enumerate(section for section in SECTIONS if section.code in work):
            _write_section(section, work[section.code])
            tell(20 + 60 * (place + 1) // len(work), str(section.label))
        _note_outcomes(chosen)
        held.state, held.committed_at, held.gesture = BatchState.COMMITTED, timezone.now(), history.gesture_id()
        held.save()
    jobs.record_changed()
    return len(good), len(chosen) - len(good)


def _chosen(held: ImportBatch, rows: Collection[int] | None) -> list[Row]:
    found = ImportRow.objects.filter(batch=held, kind__in=ACCEPTABLE, skipped=False)
    if rows is not None:
        found = found.filter(pk__in=rows)
    names_of = ("pk", "number", "matched_id", "basis", "picked", "changes")
    return [
        Row(pk, number, person, basis, picked, json.loads(changes or "[]"), is_new=person is None)
        for pk, number, person, basis, picked, changes in found.order_by("number").values_list(*names_of)
    ]


def _lock(rows: list[Row]) -> None:
    people = sorted({row.person for row in rows if row.person})
    list(Person.objects.filter(pk__in=people).order_by("pk").select_for_update().values_list("pk"))


def _refuse_changed(rows: list[Row], held: ImportBatch, actor, on: datetime.date) -> None:
    """What was accepted is what was shown: a record that is another one by now is not written over."""
    known = {row.person for row in rows if row.person}
    sections = {key.partition(".")[0] for key in held.mapping.values()} | {"memberships"}
    now, within = digests(known, sections), editable(actor, on, known)
    taken = candidates([_asked(row) for row in rows if _speaks_of_identity(row)])
    for row in rows:
        if row.person and row.person not in within:
            row.refusal = _("The dossier is no longer among those that you may change.")
        elif row.person and now.get(row.person) != row.basis:
            row.refusal = _("The dossier was changed after the preview. Import this row again.")
        elif any(_is_somebody_else(row, one) for one in taken.get(row.number, ())):
            row.refusal = _("Somebody like this was recorded after the preview. Import this row again.")


def _speaks_of_identity(row: Row) -> bool:
    return row.is_new or bool(row.after("identity_number") or row.after("party_card"))


def _asked(row: Row) -> Asked:
    name, born = row.after("full_name"), row.after("birth_date")
    is_new = row.is_new and name and born
    return Asked(
        row=row.number,
        identity=row.after("identity_number") or "",
        card=row.after("party_card") or "",
        key=names.sort_key(name) if is_new else "",
        year=int(born[:4]) if is_new else 0,
    )


def _is_somebody_else(row: Row, one) -> bool:
    if one.by_number:
        return one.pk != row.person
    same_birth = PartialDate.of(one.person.birth_date, one.person.birth_precision).stored() == row.after("birth_date")
    return row.is_new and row.picked is None and same_birth


def _give_ids(rows: list[Row]) -> None:
    new = [row for row in rows if row.is_new]
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('orgtree_person', 'id')"
        cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [len(new)])
        for row, (pk,) in zip(new, cursor.fetchall(), strict=True):
            row.person = pk


def _sorted(rows: list[Row]) -> dict[str, Work]:
    work: dict[str, Work] = defaultdict(Work)
    for row in rows:
        for code, record, fields in row.changes:
            values = {item: new for item, (_old, new) in fields.items()}
            if code == "core" and row.is_new:
                work[code].made.append({"id": row.person, **values})
            elif record is None:
                work[code].made.append({"person": row.person, **values})
            else:
                work[code].changed.append((record, values))
    return work


def _write_section(section: Section, work: Work) -> None:
    """Changes first: a membership that ends makes room for the next one."""
    if work.changed:
        _update(section, work.changed)
    if work.made:
        with connection.cursor() as cursor:
            _copy(cursor, section.model._meta.db_table, _all_columns(section), _as_rows(section, work.made))


def _copy(cursor, table: str, columns: list[str], rows: Iterator[list]) -> None:
    """Rows are made before the COPY begins: making them may ask the database, and the connection is taken by then."""
    ready = list(rows)
    history.bind(cursor)
    listed = ", ".join(map(connection.ops.quote_name, columns))
    with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
        for row in ready:
            copy.write_row(row)


@cache
def _all_columns(section: Section) -> list[str]:
    """Every column that a new record is given; a person's id is given too, other records number themselves."""
    fields = section.model._meta.concrete_fields
    return [field.column for field in fields if section is CORE or not field.primary_key]


def _as_rows(section: Section, made: list[dict[str, Any]]) -> Iterator[list]:
    columns, blank = _all_columns(section), _blank(section)
    for values in made:
        stored = {**blank, **_as_stored(section, values)}
        if section is CORE:
            stored |= _derived(stored["full_name"], stored["other_name"])
        yield [stored[column] for column in columns]


@cache
def _blank(section: Section) -> dict[str, Any]:
    return {field.column: field.get_default() for field in section.model._meta.concrete_fields}


def _derived(full_name: str, other_name: str) -> dict[str, str]:
    person = Person(full_name=full_name, other_name=other_name).derive()
    return {"name_key": person.name_key, "name_fold": person.name_fold}


def _as_stored(section: Section, values: dict[str, Any]) -> dict[str, Any]:
    """Plain values by item (orgtree.sections.values) → what COPY writes, by column."""
    stored: dict[str, Any] = {}
    for item, value in values.items():
        if section is CORE and item == "birth_date":
            born = PartialDate.parse(value)
            stored |= {"birth_date": born.earliest, "birth_precision": born.precision}
        else:
            column, convert = _writer(section, item)
            stored[column] = convert(value) if convert and value not in (None, "") else value
    return stored


@cache
def _writer(section: Section, item: str) -> tuple[str, Callable[[Any], Any] | None]:
    field = section.model._meta.get_field(item)
    if isinstance(field, EncryptedTextField):
        return field.column, encrypt
    if hasattr(field, "range_type"):
        return field.column, lambda text: f"[{text.replace('/', ',')})"
    return field.column, None


def _update(section: Section, changed: list[tuple[int, dict[str, Any]]]) -> None:
    """One UPDATE from a temporary table, in which `touched` says which columns of which record change."""
    stored = [(pk, _as_stored(section, values)) for pk, values in changed]
    if section is CORE:
        _derive_changed(stored)
    columns = sorted({column for _pk, values in stored for column in values})
    table, quote = section.model._meta.db_table, connection.ops.quote_name
    listed = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE import_{section.code} ON COMMIT DROP AS"
            f" SELECT id, {listed}, NULL::text[] AS touched FROM {table} WITH NO DATA"
        )
        rows = ([pk, *(values.get(column) for column in columns), list(values)] for pk, values in stored)
        _copy(cursor, f"import_{section.code}", ["id", *columns, "touched"], rows)
        sets = ", ".join(
            f"{quote(one)} = CASE WHEN '{one}' = ANY(n.touched) THEN n.{quote(one)} ELSE t.{quote(one)} END"
            for one in columns
        )
        cursor.execute(f"UPDATE {table} t SET {sets} FROM import_{section.code} n WHERE n.id = t.id")
        cursor.execute(f"DROP TABLE import_{section.code}")


def _derive_changed(stored: list[tuple[int, dict[str, Any]]]) -> None:
    renamed = [pk for pk, values in stored if {"full_name", "other_name"} & values.keys()]
    known = Person.objects.in_bulk(renamed)
    for pk, values in stored:
        if pk in known:
            person = known[pk]
            values |= _derived(
                values.get("full_name", person.full_name), values.get("other_name", person.other_name) or ""
            )


def _note_outcomes(rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orgtree_importrow r SET written = o.refusal = '', outcome = o.refusal, matched_id = o.person"
            " FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS o(id, refusal, person) WHERE r.id = o.id",
            [[row.pk for row in rows], [row.refusal[:300] for row in rows], [row.person for row in rows]],
        )
