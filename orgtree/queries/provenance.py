"""What an import wrote, by the history: which records it made and changed, what they were before, what came after."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db import connection, models

from orgtree.models import ImportRow, Person
from orgtree.sections import CORE, SECTIONS, Section


@dataclass
class Written:
    """What a gesture did to the records of one section. Ids."""

    made: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


def event_table(section: Section) -> str:
    return apps.get_model(section.model._meta.app_label, f"{section.model.__name__}Event")._meta.db_table


def person_column(section: Section) -> str:
    """The column of an event that says whose record it was."""
    return "id" if section is CORE else "person_id"


@cache
def _written_sql() -> str:
    parts = (
        f"SELECT '{section.code}', pgh_obj_id, bool_or(pgh_label = 'insert') FROM {event_table(section)}"
        " WHERE pgh_context_id = %(gesture)s GROUP BY pgh_obj_id"
        for section in SECTIONS
    )
    return " UNION ALL ".join(parts)


def written(gesture: uuid.UUID) -> dict[str, Written]:
    """By section code, what the gesture made and changed. One query."""
    found: dict[str, Written] = {}
    with connection.cursor() as cursor:
        cursor.execute(_written_sql(), {"gesture": gesture})
        for code, pk, is_made in cursor:
            one = found.setdefault(code, Written())
            (one.made if is_made else one.changed).append(pk)
    return found


@dataclass(frozen=True)
class Obstacle:
    """Something that came after the import: `noun` of which record, of how many people, and some of them."""

    noun: str
    count: int
    people: tuple[int, ...]


MOST_NAMED = 20


def obstacles(gesture: uuid.UUID) -> list[Obstacle]:
    """What depends on what the gesture wrote: records changed since, and what refers to people it made. 3 queries."""
    done = written(gesture)
    return [*_changed_since(gesture, done), *_referring(done)]


def _changed_since(gesture: uuid.UUID, done: dict[str, Written]) -> Iterable[Obstacle]:
    codes = [section for section in SECTIONS if section.code in done]
    if not codes:
        return
    parts = (
        f"SELECT '{section.code}' AS code, later.{person_column(section)} AS person"
        f" FROM (SELECT pgh_obj_id, max(pgh_id) AS last FROM {event_table(section)}"
        f"       WHERE pgh_context_id = %(gesture)s GROUP BY pgh_obj_id) AS ours"
        f" JOIN {event_table(section)} later ON later.pgh_obj_id = ours.pgh_obj_id AND later.pgh_id > ours.last"
        for section in codes
    )
    labels = {section.code: str(section.label) for section in codes}
    for code, people in _by_first(" UNION ALL ".join(parts), {"gesture": gesture}):
        yield Obstacle(labels[code], len(people), tuple(people[:MOST_NAMED]))


def _referring(done: dict[str, Written]) -> Iterable[Obstacle]:
    """Found by the relations themselves, so that what is added to the system later is asked too."""
    made = done.get("core", Written()).made
    if not made:
        return
    spared = {section.model: done[section.code].made for section in SECTIONS if section.code in done}
    parts, parameters = [], {"people": made}
    for place, (model, column) in enumerate(_references()):
        parameters[f"spared{place}"] = spared.get(model, [])
        parts.append(
            f"SELECT '{model._meta.label}' AS code, {column} AS person FROM {model._meta.db_table}"
            f" WHERE {column} = ANY(%(people)s) AND NOT id = ANY(%(spared{place})s)"
        )
    for label, people in _by_first(" UNION ALL ".join(parts), parameters):
        noun = str(apps.get_model(label)._meta.verbose_name_plural)
        yield Obstacle(noun, len(people), tuple(people[:MOST_NAMED]))


def _by_first(statement: str, parameters: dict) -> list[tuple[str, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code, array_agg(DISTINCT person) FROM ({statement}) AS t GROUP BY code", parameters)
        return sorted(cursor.fetchall())


@cache
def _references() -> list[tuple[type[models.Model], str]]:
    """Models and columns that point to a person and would be left pointing at nobody."""
    return [
        (relation.related_model, relation.field.column)
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.on_delete is not models.DO_NOTHING
        and relation.related_model is not ImportRow
    ]
