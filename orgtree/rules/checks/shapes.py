"""The shape of a check and of what it finds."""

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from anphu.kit.encryption import digest
from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Confidence
from orgtree.models import Person
from orgtree.sections.values import plain

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Facts:
    """One dossier as the rules see it. `today`: the real day, not the working day; `provinces`: digits by entry id;
    `numbers`: DossierNumber → value in force."""

    person: Person
    records: Mapping[str, list[models.Model]]
    today: datetime.date
    provinces: Mapping[int, str]
    numbers: Mapping[str, int]

    @property
    def born(self) -> PartialDate:
        return PartialDate.of(self.person.birth_date, self.person.birth_precision)

    def rows(self, section: str) -> list[models.Model]:
        return list(self.records.get(section, ()))

    def single(self, section: str) -> models.Model | None:
        return next(iter(self.rows(section)), None)


@dataclass(frozen=True)
class Remark:
    """What a rule says about a field: the sentence, where it is, and the values that it rests on."""

    sentence: str
    section: str
    item: str
    values: tuple[Any, ...]
    row: int | None = None


@dataclass(frozen=True)
class Finding:
    """A remark with the rule that made it."""

    rule: str
    severity: str
    sentence: str
    section: str
    item: str
    row: int | None
    basis: str
    confidence: str
    values: tuple[Any, ...]

    @cached_property
    def facts(self) -> str:
        """Keyed digest of what the finding rests on, by which a cleared warning is known again."""
        kept = [self.section, self.item, *(plain(value) for value in self.values)]
        return digest(json.dumps(kept, ensure_ascii=False))


@dataclass(frozen=True)
class Check:
    """A rule: what it asks in a few words, what it looks at, how bad it is, and who says so.

    `reads`: the sections that it needs besides the core; None: all of them.
    """

    code: str
    label: str
    look: Callable[[Facts], Iterator[Remark]]
    basis: str
    severity: str = WARNING
    confidence: str = Confidence.INFERRED
    reads: tuple[str, ...] | None = None

    def of(self, facts: Facts) -> Iterator[Finding]:
        for remark in self.look(facts):
            yield Finding(
                rule=self.code,
                severity=self.severity,
                sentence=str(remark.sentence),
                section=remark.section,
                item=remark.item,
                row=remark.row,
                basis=self.basis,
                confidence=self.confidence,
                values=remark.values,
            )
