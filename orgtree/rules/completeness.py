"""How complete a dossier is for a purpose, and which of its sections nobody has vouched for lately."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from anphu.kit.partial_dates import months_between
from orgtree.choices import Purpose
from orgtree.models import Person
from orgtree.sections import CORE, SECTIONS, Item, Section
from orgtree.sections.values import get


@dataclass(frozen=True)
class Completeness:
    """`needed` things of which `missing` are not there; a Section without an Item stands for "no row at all"."""

    needed: int
    missing: list[tuple[Section, Item | None]]

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means complete."""
        return (self.needed - len(self.missing)) * 100 // self.needed


def completeness(person: Person, records: Mapping[str, list[models.Model]], purpose: Purpose) -> Completeness:
    """Over the sections in `records` and the core: a reader who does not see a section does not count it."""
    needed, missing = 0, []
    for section in SECTIONS:
        rows = [person] if section is CORE else records.get(section.code)
        if rows is None:
            continue
        wanted = [item for item in section.items if purpose in item.needed]
        if section.many and purpose in section.needed:
            needed += 1
            if not rows:
                missing.append((section, None))
        if rows or not section.many:
            needed += len(wanted)
            missing += [(section, item) for item in wanted if not _given(rows, item)]
    return Completeness(needed, missing)


def _given(rows: list[models.Model], item: Item) -> bool:
    return any(get(row, item.name) not in (None, "") for row in rows)


def stale(confirmed: Mapping[str, datetime.date], today: datetime.date) -> list[Section]:
    """Sections whose last confirmation (by section code) is older than they declare, or that were never confirmed."""
    return [
        section
        for section in SECTIONS
        if section.months
        and (section.code not in confirmed or months_between(confirmed[section.code], today) >= section.months)
    ]
