"""An import from its receipt to its end: kept, previewed, written in one transaction, taken back while nothing depends
on it. Reading and judging the file is orgtree.intake's; here is what becomes of it."""

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import artifacts, history, jobs
from anphu.kit.encryption import encrypt
from anphu.kit.refusals import Refused, insist
from orgtree.choices import BatchState, RowKind, Verb
from orgtree.models import ImportBatch, ImportLayout, ImportRow, Unit
from orgtree.rules import access

LARGEST = 32 << 20
ACCEPTABLE = (RowKind.NEW, RowKind.CHANGED)
"""Rows that can be written."""


@dataclass(slots=True)
class Stored:
    """A row of a preview as it is kept; `values` and `changes` are JSON. See ImportRow."""

    pk: int | None
    number: int
    sheet: str
    line: int
    group: str
    kind: str
    name: str
    values: str
    changes: str
    problems: list[dict]
    candidates: list[int]
    keys: list[str]
    matched: int | None
    picked: int | None
    basis: str
    skipped: bool


@transaction.atomic
def receive(*, actor, on: datetime.date, unit: int, file: BinaryIO, name: str) -> ImportBatch:
    """Keep the file of an import into `unit`. Raises Refused."""
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, unit, on))
    artifact = artifacts.receive(file, name, actor=actor, limit=LARGEST)
    with history.acting(actor=actor, verb="receive_import", reason=artifact.name):
        return ImportBatch.objects.create(artifact=artifact, unit=Unit.objects.get(pk=unit), on=on, made_by=actor)


def locked(pk: int, *, actor, on: datetime.date, states: Collection[str] = (BatchState.PREVIEWED,)) -> ImportBatch:
    """The import, held until the transaction ends. Raises Refused when the actor may not change it, or not any more."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit", "artifact").filter(pk=pk).first()
    if batch is None:
        raise Refused("no_such_import", _("There is no such import within your reach."), status=404)
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, batch.unit_id, on))
    if batch.state not in states:
        sentence = _("This import is %s; that is not possible any more.")
        raise Refused("wrong_state", sentence % batch.get_state_display(), state=batch.state)
    return batch


@transaction.atomic
def keep_preview(
    *,
    actor,
    on: datetime.date,
    batch: ImportBatch,
    sheet: str,
    layout: str,
    mapping: Mapping[str, str],
    facts: dict,
    counts: dict,
    rows: Sequence[Stored],
) -> ImportBatch:
    """Put what the import would do in place of what was found before."""
    batch = locked(batch.pk, actor=actor, on=on, states=(BatchState.RECEIVED, BatchState.PREVIEWED))
    ImportRow.objects.filter(batch=batch)._raw_delete("default")
    _copy_rows(batch.pk, rows)
    batch.sheet, batch.layout, batch.mapping, batch.facts = sheet, layout, dict(mapping), facts
    batch.counts, batch.state, batch.on = counts, BatchState.PREVIEWED, on
    with history.acting(actor=actor, verb="preview_import", reason=batch.artifact.name):
        batch.save()
    return batch


_COLUMNS = (
    'batch_id, number, sheet, line, "group", kind, name, values, changes, problems, candidates, keys, matched_id,'
    " picked, basis, skipped, written, outcome"
)


def _copy_rows(batch: int, rows: Sequence[Stored]) -> None:
    """Encrypted before the COPY begins: a key may have to be read, and the connection is taken by then."""
    ready = [_as_copied(batch, row) for row in rows]
    with connection.cursor() as cursor, cursor.copy(f"COPY orgtree_importrow ({_COLUMNS}) FROM STDIN") as copy:
        for row in ready:
            copy.write_row(row)


def _as_copied(batch: int, row: Stored) -> tuple:
    place = (batch, row.number, row.sheet, row.line, row.group, row.kind, row.name)
    secret = (encrypt(row.values), encrypt(row.changes) if row.changes else "")
    verdict = (json.dumps(row.problems, ensure_ascii=False), json.dumps(row.candidates), row.keys)
    return (*place, *secret, *verdict, row.matched, row.picked, row.basis, row.skipped, False, "")


_KEPT = ("kind", "name", "values", "changes", "problems", "candidates", "keys", "picked", "basis", "skipped")


@transaction.atomic
def keep_rows(*, actor, on: datetime.date, batch: ImportBatch, rows: Sequence[Stored]) -> None:
    """Replace the verdicts of a few rows, and the counts with them. Raises Refused."""
    batch = locked(batch.pk, actor=actor, on=on)
    known = ImportRow.objects.in_bulk([row.pk for row in rows])
    counts = dict(batch.counts)
    for row in rows:
        one = known[row.pk]
        counts[one.kind] = counts.get(one.kind, 0) - 1
        counts[row.kind] = counts.get(row.kind, 0) + 1
        one.matched_id = row.matched
        for name in _KEPT:
            setattr(one, name, getattr(row, name))
    ImportRow.objects.bulk_update(known.values(), [*_KEPT, "matched"])
    batch.counts = {kind: count for kind, count in counts.items() if count}
    with history.acting(actor=actor, verb="correct_import", reason=batch.artifact.name):
        batch.save(update_fields=["counts"])


def remember(*, actor, on: datetime.date, layout: str, mapping: Mapping[str, str]) -> None:
    """How columns with these headings were mapped, for the next file of the same layout."""
    ImportLayout.objects.update_or_create(
        digest=layout, defaults={"mapping": dict(mapping), "used_by": actor, "used_at": timezone.now()}
    )


WRITE = "orgtree.write_import"


@transaction.atomic
def commit(*, actor, on: datetime.date, reason: str, batch: int, rows: Collection[int] | None = None) -> jobs.Job:
    """Accept the preview, or only `rows` of it (ids): a worker writes them. Raises Refused."""
    job = accept(actor=actor, on=on, reason=reason, batch=batch, rows=rows)
    jobs.wake(WRITE, job.pk)
    return job


@transaction.atomic
def accept(*, actor, on: datetime.date, reason: str, batch: int, rows: Collection[int] | None = None) -> jobs.Job:
    """Like `commit`, for a caller that does the job itself."""
    held = locked(batch, actor=actor, on=on)
    if not reason.strip():
        raise Refused("needs_reason", _("Say where the list comes from and why it is imported."), status=400)
    chosen = ImportRow.objects.filter(batch=held, kind__in=ACCEPTABLE, skipped=False)
    if rows is not None:
        chosen = chosen.filter(pk__in=rows)
    if not chosen.exists():
        raise Refused("nothing_to_write", _("None of these rows can be written: correct them, or choose others."))
    job = jobs.record(WRITE, actor=actor, batch=held.pk, rows=None if rows is None else sorted(set(rows)))
    held.state, held.reason, held.job, held.problem = BatchState.COMMITTING, reason.strip()[:300], job, ""
    with history.acting(actor=actor, verb="accept_import", reason=held.reason):
        held.save()
    return job


@transaction.atomic
def undo(*, actor, on: datetime.date, reason: str, batch: int) -> jobs.Job:
    """Ask for everything that an import wrote to be taken back. Raises Refused."""
    held = locked(batch, actor=actor, on=on, states=(BatchState.COMMITTED,))
    if not reason.strip():
        raise Refused("needs_reason", _("Say why the import is taken back."), status=400)
    job = jobs.enqueue("orgtree.take_back_import", actor=actor, batch=held.pk, reason=reason.strip()[:300])
    held.state, held.job, held.problem = BatchState.UNDOING, job, ""
    with history.acting(actor=actor, verb="ask_to_take_back_import", reason=reason):
        held.save()
    return job


@transaction.atomic
def discard(*, actor, on: datetime.date, batch: int) -> None:
    """Give up a preview; its rows go, the file and the record of it stay."""
    held = locked(batch, actor=actor, on=on)
    ImportRow.objects.filter(batch=held)._raw_delete("default")
    held.state, held.counts = BatchState.DISCARDED, {}
    with history.acting(actor=actor, verb="discard_import", reason=held.artifact.name):
        held.save()


@transaction.atomic
def fail(*, actor, on: datetime.date, batch: int, sentence: str) -> None:
    """A job could not do its work: the import is where it was before, and says why."""
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch)
    before = {BatchState.COMMITTING: BatchState.PREVIEWED, BatchState.UNDOING: BatchState.COMMITTED}
    if held.state in before:
        held.state, held.problem = before[held.state], str(sentence)[:500]
        with history.acting(actor=actor, verb="fail_import", reason=held.problem):
            held.save()
