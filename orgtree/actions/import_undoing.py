"""An import taken back by its history: what it made goes, what it changed is what it was before."""

import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import history, jobs
from anphu.kit.refusals import Refused, insist
from orgtree.actions.import_writing import Tell
from orgtree.choices import BatchState, Verb
from orgtree.models import ImportBatch, ImportRow, Person
from orgtree.queries.provenance import Obstacle, Written, event_table, obstacles, written
from orgtree.rules import access
from orgtree.sections import CORE, SECTIONS, Section


@transaction.atomic
def take_back(*, actor, on: datetime.date, reason: str, batch: int, tell: Tell) -> int:
    """Undo what an import wrote; returns of how many records. Does nothing when it has been done.

    Raises Refused `in_use` where something later depends on it, saying what.
    """
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch)
    if held.state != BatchState.UNDOING:
        return 0
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, held.unit, on))
    done = written(held.gesture)
    _lock(done)
    if found := obstacles(held.gesture):
        raise in_use(found)
    with history.acting(actor=actor, verb="take_back_import", reason=reason, batch=held.pk):
        try:
            with transaction.atomic():
                _undo(held, done, tell)
        except IntegrityError as error:
            raise _contradicted() from error
        held.state, held.undone_at = BatchState.UNDONE, timezone.now()
        held.save()
    jobs.record_changed()
    return sum(len(one.made) + len(one.changed) for one in done.values())


def in_use(found: list[Obstacle]) -> Refused:
    """The refusal that says what stands in the way."""
    nouns = "; ".join(f"{one.noun}: {one.count}" for one in found[:8])
    sentence = _("The import cannot be taken back: what it wrote has been changed or used since (people, by part): %s.")
    return Refused("in_use", sentence % nouns)


def _contradicted() -> Refused:
    sentence = _("The import cannot be taken back: what was on record before contradicts what was recorded since.")
    return Refused("in_use", sentence)


def _lock(done: dict[str, Written]) -> None:
    people = [pk for one in [done.get("core", Written())] for pk in (*one.made, *one.changed)]
    list(Person.objects.filter(pk__in=people).order_by("pk").select_for_update().values_list("pk"))


def _undo(held: ImportBatch, done: dict[str, Written], tell: Tell) -> None:
    """Parts before people; within a part what was made before what was changed, since they may exclude each other."""
    order = [section for section in SECTIONS if section is not CORE and section.code in done]
    for place, section in enumerate(order):
        _delete(section, done[section.code].made)
        _restore(section, done[section.code].changed, held.gesture)
        tell(10 + 60 * (place + 1) // len(order), str(section.label))
    core = done.get("core", Written())
    ImportRow.objects.filter(matched__in=core.made).update(matched=None)
    _restore(CORE, core.changed, held.gesture)
    _delete(CORE, core.made)


def _delete(section: Section, ids: list[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {section.model._meta.db_table} WHERE id = ANY(%s)", [ids])


def _restore(section: Section, ids: list[int], gesture) -> None:
    """Every tracked column from the last version before the gesture."""
    if not ids:
        return
    fields = [field.column for field in section.model._meta.concrete_fields if not field.primary_key]
    columns = [column for column in fields if column not in ("name_key", "name_fold")]
    sets = ", ".join(f"{connection.ops.quote_name(one)} = e.{connection.ops.quote_name(one)}" for one in columns)
    names: dict[str, Any] = {}
    if section is CORE:
        names = _names_before(ids, gesture)
        sets += ", name_key = coalesce(d.key, t.name_key), name_fold = coalesce(d.fold, t.name_fold)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {section.model._meta.db_table} t SET {sets} FROM ({_before(section)}) AS e"
            " LEFT JOIN unnest(%(people)s::bigint[], %(name_keys)s::text[], %(folds)s::text[]) AS d(id, key, fold)"
            " ON d.id = e.pgh_obj_id WHERE t.id = e.pgh_obj_id",
            {"ids": ids, "gesture": gesture, "people": [], "name_keys": [], "folds": [], **names},
        )
        if cursor.rowcount != len(ids):
            raise _contradicted()


def _before(section: Section) -> str:
    table = event_table(section)
    return (
        f"SELECT DISTINCT ON (b.pgh_obj_id) b.* FROM {table} b"
        f" JOIN (SELECT pgh_obj_id, min(pgh_id) AS first FROM {table} WHERE pgh_context_id = %(gesture)s"
        "        AND pgh_obj_id = ANY(%(ids)s) GROUP BY 1) AS ours"
        " ON ours.pgh_obj_id = b.pgh_obj_id AND b.pgh_id < ours.first ORDER BY b.pgh_obj_id, b.pgh_id DESC"
    )


def _names_before(ids: list[int], gesture) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_obj_id, full_name, other_name FROM ({_before(CORE)}) AS e", {"ids": ids, "gesture": gesture}
        )
        people = {pk: Person(full_name=full, other_name=other).derive() for pk, full, other in cursor}
    return {
        "people": list(people),
        "name_keys": [one.name_key for one in people.values()],
        "folds": [one.name_fold for one in people.values()],
    }
