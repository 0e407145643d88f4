"""The preview of an import: the file read and judged, stored row by row; corrected in place by the same path."""

import contextlib
import datetime
import gc
import json
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused, insist
from orgtree.actions import imports
from orgtree.actions.imports import Stored
from orgtree.choices import CELLS, Verb
from orgtree.intake import columns, lists, sources
from orgtree.intake.columns import Column
from orgtree.intake.judging import Ground, Judged, counts, judge
from orgtree.intake.people import digests, near_digests
from orgtree.intake.rows import RowReader, Said
from orgtree.models import ImportBatch, ImportLayout, ImportRow, Unit
from orgtree.queries.imports import near_in_file
from orgtree.queries.units import versions_on
from orgtree.rules import access


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of rows are millions of objects without cycles; walking them again and again took a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_collection()
@transaction.atomic
def receive(*, actor, on: datetime.date, unit: int, file: BinaryIO, name: str) -> ImportBatch:
    """Keep a file and its preview as an import into `unit`. Raises Refused, and keeps nothing then."""
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, unit, on))
    source = sources.read(file, name, on)
    file.seek(0)
    batch = imports.receive(actor=actor, on=on, unit=unit, file=file, name=name)
    return _judged(actor, on, batch, source)


@_no_collection()
@transaction.atomic
def make(
    *, actor, on: datetime.date, batch: ImportBatch, mapping: Mapping[int, str] | None = None, sheet: str = ""
) -> ImportBatch:
    """Read the file of an import again and judge every row; `mapping`: columns as chosen by hand. Raises Refused."""
    batch = imports.locked(batch.pk, actor=actor, on=on)
    with batch.artifact.open() as file:
        source = sources.read(file, batch.artifact.name, on, sheet)
    return _judged(actor, on, batch, source, mapping, sheet)


def _judged(
    actor,
    on: datetime.date,
    batch: ImportBatch,
    source: sources.Source,
    mapping: Mapping[int, str] | None = None,
    sheet: str = "",
) -> ImportBatch:
    chosen = _mapping(source, mapping)
    if mapping is not None:
        imports.remember(actor=actor, on=on, layout=source.layout, mapping=_by_heading(source, chosen))
    ground, fitting = _ground(actor, on, batch.unit, chosen)
    _insist_names(fitting)
    judged = judge(source.rows(fitting), ground)
    facts = {**source.facts, "closed": sorted({*chosen.values()} - {one.key for one in fitting.values()} - {""})}
    return imports.keep_preview(
        actor=actor,
        on=on,
        batch=batch,
        sheet=sheet,
        layout=source.layout,
        mapping={str(place): key for place, key in chosen.items()},
        facts=facts,
        counts=counts([one.kind for one in judged]),
        rows=[_stored(one) for one in judged],
    )


def _mapping(source: sources.Source, asked: Mapping[int, str] | None) -> dict[int, str]:
    """As asked; else as somebody mapped these headings last; else as the headings are understood."""
    if asked is None:
        kept = ImportLayout.objects.filter(digest=source.layout).first()
        asked = _by_position(source, kept.mapping) if kept else source.mapping
    known = {place: key for place, key in asked.items() if key and columns.column(key)}
    twice = {key for key in known.values() if list(known.values()).count(key) > 1}
    if twice:
        labels = ", ".join(columns.column(key).label for key in sorted(twice))
        raise Refused("column_twice", _("Two columns of the file cannot fill the same field: %s.") % labels, status=400)
    return known


def _by_heading(source: sources.Source, mapping: Mapping[int, str]) -> dict[str, str]:
    return {text: mapping.get(place, "") for place, _letter, text in source.facts["headings"] if text}


def _by_position(source: sources.Source, mapping: Mapping[str, str]) -> dict[int, str]:
    found, used = {}, set()
    for place, _letter, text in source.facts["headings"]:
        key = mapping.get(text, source.mapping.get(place, ""))
        if key and key not in used:
            found[place] = key
            used.add(key)
    return found


def _insist_names(fitting: Mapping[int, Column]) -> None:
    if "core.full_name" not in {one.key for one in fitting.values()}:
        sentence = _(
            "No column is known to hold the names of people. Name one “Họ và tên”, or choose it in the columns."
        )
        raise Refused("no_names", sentence, status=400)


def _ground(actor, on: datetime.date, unit: Unit, mapping: Mapping[int, str]) -> tuple[Ground, dict[int, Column]]:
    """What rows of an import into `unit` are judged on, and the columns that this actor may fill."""
    restricted = access.may(actor, Verb.SEE_RESTRICTED, unit, on)
    fitting = columns.fitting(mapping, restricted)
    version = versions_on([unit.pk], on)[unit.pk]
    found = lists.load(unit.pk, version.name, on)
    ground = Ground(
        user=actor,
        on=on,
        lists=found,
        reader=RowReader(fitting.values(), found),
        sections=frozenset(one.section.code for one in fitting.values()),
        home=unit.pk if version.kind in CELLS else None,
    )
    return ground, fitting


@transaction.atomic
def correct(
    *,
    actor,
    on: datetime.date,
    batch: ImportBatch,
    row: int,
    cells: Mapping[str, str] | None = None,
    picked: int | None = None,
    skipped: bool | None = None,
) -> ImportRow:
    """Write other cells into a row of the preview, pick its person (0: a new one), or skip it; the row, and those that
    speak of the same person, are judged again. Raises Refused."""
    batch = imports.locked(batch.pk, actor=actor, on=on)
    asked = ImportRow.objects.filter(batch=batch, pk=row).first()
    if asked is None:
        raise Refused("no_such_row", _("This row is not in the import any more."), status=404)
    mapping = {int(place): key for place, key in batch.mapping.items()}
    ground, fitting = _ground(actor, on, batch.unit, mapping)
    said = _again(asked)
    _edit(said, cells or {}, fitting.values())
    said.picked = picked if picked is not None else said.picked
    said.skipped = skipped if skipped is not None else said.skipped
    ground.reader.read(trial := _again(asked, said))
    near = near_in_file(batch.pk, [*asked.keys, *digests(trial), *near_digests(trial)], [asked.pk])
    touched = {one.pk: one.keys for one in near}
    around = near_in_file(batch.pk, {key for keys in touched.values() for key in keys}, touched).order_by("number")
    rows = [said if one.pk == asked.pk else _again(one) for one in around]
    judged = [one for one in judge(rows, ground) if one.said.pk in touched]
    imports.keep_rows(actor=actor, on=on, batch=batch, rows=[_stored(one) for one in judged])
    return ImportRow.objects.get(pk=asked.pk)


def _again(row: ImportRow, like: Said | None = None) -> Said:
    """A stored row as it was read, or as `like` says it now."""
    cells = dict(like.cells) if like else json.loads(row.values or "{}")
    return Said(row.number, row.sheet, row.line, cells, row.group, row.picked, row.skipped, row.pk)


def _edit(said: Said, cells: Mapping[str, str], allowed: Collection[Column]) -> None:
    """Cells as typed. The error of a cell (`#REF!`, a formula without a value) that comes back untouched stays one."""
    keys = {one.key for one in allowed} | {"memberships.unit"}
    for key, text in cells.items():
        if key not in keys:
            raise Refused("no_such_column", _("This column is not part of the import."), status=400)
        was = said.cells.get(key)
        if isinstance(was, dict) and text.strip() == was["error"]:
            continue
        if text.strip():
            said.cells[key] = text[:4000]
        else:
            said.cells.pop(key, None)


def _stored(one: Judged) -> Stored:
    said = one.said
    return Stored(
        pk=said.pk,
        number=said.number,
        sheet=said.sheet[:100],
        line=said.line,
        group=said.group,
        kind=str(one.kind),
        name=str(said.core("full_name") or said.cells.get("core.full_name") or "")[:150],
        values=json.dumps(said.cells, ensure_ascii=False),
        changes=json.dumps([change.stored() for change in one.changes], ensure_ascii=False) if one.changes else "",
        problems=said.problems,
        candidates=one.candidates,
        keys=one.keys,
        matched=one.matched,
        picked=said.picked,
        basis=one.basis,
        skipped=said.skipped,
    )
