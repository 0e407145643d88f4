"""Rows of a file against the record: what each would do, and why some cannot. The same for a whole file and one row."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState

from orgtree.choices import RowKind
from orgtree.intake import alike, people
from orgtree.intake.changes import Change, changes
from orgtree.intake.lists import Lists
from orgtree.intake.rows import RowReader, Said
from orgtree.models import Person
from orgtree.queries import imports, records
from orgtree.queries.records import Records
from orgtree.queries.reference import Reference, reference
from orgtree.rules.checks import ERROR, Facts, findings
from orgtree.sections import BY_CODE
from orgtree.sections.values import BIRTH


@dataclass
class Ground:
    """What rows are judged on. `home`: the unit of new people whom the file puts nowhere; `sections`: what it fills."""

    user: Any
    on: datetime.date
    lists: Lists
    reader: RowReader
    sections: frozenset[str]
    home: int | None = None


@dataclass(slots=True)
class Judged:
    """A row with its verdict. `basis`: digest of the record that it was judged against."""

    said: Said
    kind: str
    keys: list[str]
    changes: list[Change] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    matched: int | None = None
    basis: str = ""


def judge(rows: Sequence[Said], ground: Ground) -> list[Judged]:
    """Read and judge rows, in the order of the file. The number of queries does not depend on how many they are."""
    for said in rows:
        ground.reader.read(said)
    matches = people.match(rows, ground.user, ground.on)
    keys = [people.digests(said) for said in rows]
    people.blame_repetitions(zip(rows, keys, strict=True))
    alike.blame(said for said in rows if matches[said.number].person is None)
    known = {match.person.pk for match in matches.values() if match.person}
    parts = imports.sections_of({*ground.sections, "memberships"})
    dossiers = records.read(known, parts)
    bases = imports.digests(known, ground.sections | {"memberships"})
    facts = reference(ground.on)
    judged = []
    for said, own in zip(rows, keys, strict=True):
        match = matches[said.number]
        found = dossiers[match.person.pk] if match.person else {}
        made = changes(said, match.person, found, ground.on, ground.home)
        _check(said, match.person, found, made, ground.on, facts)
        one = Judged(said, _kind(said, match, made), [*own, *people.near_digests(said)], made, match.candidates)
        if match.person:
            one.matched, one.basis = match.person.pk, bases.get(match.person.pk, "")
        judged.append(one)
    return judged


def _kind(said: Said, match: people.Match, made: list[Change]) -> str:
    if said.broken:
        return RowKind.ERROR
    if match.candidates:
        return RowKind.DUPLICATE
    if match.person is None:
        return RowKind.NEW
    return RowKind.CHANGED if made else RowKind.SAME


def _check(
    said: Said, person: Person | None, found: Records, made: list[Change], on: datetime.date, known: Reference
) -> None:
    """What the rules of dossiers say of the record as it would be: of what the row touches, and of nothing else."""
    if not made or (person is None and said.broken):
        return
    own: dict[str, list[Change]] = {}
    for change in made:
        own.setdefault(change.section, []).append(change)
    core = own.pop("core", [])
    after = _as_it_would_be(person, core, Person)
    written = {code: _rows_after(found.get(code, []), own.get(code, []), code) for code in {*found, *own}}
    for finding in findings(Facts(after, written, on, known.provinces, known.numbers)):
        is_error = finding.severity == ERROR
        is_touched = any(finding.section == one.section and finding.item in one.fields for one in made)
        if is_touched or (is_error and core):
            said.blame(f"{finding.section}.{finding.item}", finding.rule, finding.sentence, warning=not is_error)


def _as_it_would_be(record: models.Model | None, made: list[Change], model: type[models.Model]) -> models.Model:
    """A copy that nobody saves. Made without `__init__`: for thousands of rows that costs more than the rules."""
    copy = model.__new__(model)
    held = copy.__dict__
    held.update(record.__dict__ if record else _blank(model))
    held["_state"] = ModelState()
    attributes = _attributes(model)
    for change in made:
        for name, (_old, new) in change.fields.items():
            if name == BIRTH and model is Person and new is not None:
                held["birth_date"], held["birth_precision"] = new.earliest, new.precision
            elif new is not None:
                held[attributes[name]] = new
    return copy


@cache
def _blank(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


@cache
def _attributes(model: type[models.Model]) -> dict[str, str]:
    return {field.name: field.attname for field in model._meta.concrete_fields}


def _rows_after(rows: list[models.Model], own: list[Change], code: str) -> list[models.Model]:
    if not own:
        return rows
    model = BY_CODE[code].model
    kept = [_as_it_would_be(row, [one for one in own if one.row == row.pk], model) for row in rows]
    return kept + [_as_it_would_be(None, [one], model) for one in own if one.row is None]


def counts(kinds: Collection[str]) -> dict[str, int]:
    """How many rows of each kind."""
    return dict(Counter(str(kind) for kind in kinds))
