"""A dossier as panels: what a section shows of its record or rows, what the rules say of it, and what may be done."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orgtree.choices import Confidence, Purpose, Verb
from orgtree.pages.forms_dossier import field_id
from orgtree.queries.dossiers import Clearing, Dossier, Marks, ages
from orgtree.queries.reference import Reference
from orgtree.rules.checks import ERROR, Facts, Finding, findings
from orgtree.rules.completeness import completeness, stale
from orgtree.sections import BY_CODE, CORE, Item, Section
from orgtree.sections.values import BIRTH, get


@dataclass(frozen=True)
class Fact:
    """A field with its value in words; `place`: the id of its input where it is edited."""

    place: str
    label: str
    value: str


@dataclass(frozen=True)
class Remark:
    """A finding in its place: `url` leads to the field it is about; `clearing` when somebody overrode it."""

    finding: Finding
    url: str
    clearing: Clearing | None = None

    @property
    def tone(self) -> str:
        return "bad" if self.finding.severity == ERROR else "warn"

    @property
    def doubt(self) -> str:
        """How the rule is known, unless it was seen in its source."""
        known = Confidence(self.finding.confidence)
        return "" if known == Confidence.SEEN else str(known.label)


@dataclass(frozen=True)
class Line:
    """One row of a section of rows. `entry`: the form that stands in its place while it is edited."""

    pk: int
    facts: list[Fact]
    edit_url: str
    remove_url: str
    entry: Any = None


@dataclass
class Panel:
    """One section. `facts`: of a single record, those that are known; `blank`: fields that nobody has filled in.
    `entry`: the form of the record, or of a row to add, while it is open."""

    section: Section
    label: str
    facts: list[Fact] = field(default_factory=list)
    blank: list[Fact] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    cleared: list[Remark] = field(default_factory=list)
    stale: bool = False
    confirmed: datetime.date | None = None
    edit_url: str = ""
    may_confirm: bool = False
    may_propose: bool = False
    entry: Any = None
    saved: bool = False

    @property
    def code(self) -> str:
        return self.section.code

    @property
    def filled(self) -> int:
        """How much there is to see: rows, or fields."""
        return len(self.lines) if self.section.many else len(self.facts)

    @property
    def reads_now(self) -> bool:
        """Nothing of it is being edited."""
        return self.entry is None and all(line.entry is None for line in self.lines)


@dataclass(frozen=True)
class Measure:
    """How complete the dossier is for a purpose: what is missing, each with the address where it is filled in."""

    purpose: str
    percent: int
    missing: list[tuple[str, str]]
    partial: bool
    """The reader does not see restricted parts; they are not counted."""


class Panels:
    """The panels of one dossier. `marks` and `reference` None: the facts alone, as of a day in the past."""

    def __init__(
        self,
        dossier: Dossier,
        *,
        today: datetime.date,
        writes: bool = False,
        marks: Marks | None = None,
        reference: Reference | None = None,
    ):
        self.dossier, self.person, self.today, self.marks = dossier, dossier.person, today, marks
        self.may_edit = writes and Verb.EDIT_PEOPLE in dossier.verbs
        self.may_propose = writes and not self.may_edit and Verb.PROPOSE_CHANGES in dossier.verbs
        self.may_confirm = writes and Verb.PROPOSE_CHANGES in dossier.verbs
        self.stale = set(stale(marks.confirmed, today)) if marks else set()
        self.remarks, self.cleared = self._judged(reference)

    def _judged(self, reference: Reference | None) -> tuple[list[Remark], list[Remark]]:
        """What the rules say about fields that the reader sees: open, and overridden."""
        still, cleared = [], []
        if reference is None or self.marks is None:
            return still, cleared
        facts = Facts(self.person, self.dossier.records, self.today, reference.provinces, reference.numbers)
        for finding in findings(facts):
            section = BY_CODE[finding.section]
            item = section.by_name.get(finding.item)
            if not self.dossier.sees(section, item):
                continue
            clearing = self.marks.cleared.get((finding.rule, finding.facts))
            remark = Remark(finding, self.address(section, item, finding.row), clearing)
            (cleared if clearing else still).append(remark)
        return still, cleared

    def address(self, section: Section, item: Item | None = None, row: int | None = None) -> str:
        """Where a field is edited; for those who may not, where it is shown."""
        if not self.may_edit:
            return f"#s-{section.code}"
        names = [self.person.pk, section.code]
        place = f"#{field_id(section, item)}" if item else ""
        if not section.many:
            return reverse("section", args=names) + place
        if row is None:
            return reverse("row-new", args=names) + place
        return reverse("row", args=[*names, row]) + place

    def all(self) -> list[Panel]:
        return [self.panel(section) for section in self.dossier.sections]

    def panel(self, section: Section, entry: Any = None, saved: bool = False) -> Panel:
        """One section; `entry`: the form that is open in it, of the row `entry.row` or of a new one."""
        items = section.seen_with(self.dossier.restricted)
        panel = Panel(
            section,
            title(section),
            remarks=[remark for remark in self.remarks if remark.finding.section == section.code],
            cleared=[remark for remark in self.cleared if remark.finding.section == section.code],
            stale=section in self.stale,
            confirmed=self.marks.confirmed.get(section.code) if self.marks else None,
            may_confirm=self.may_confirm,
            may_propose=self.may_propose,
            saved=saved,
        )
        if self.may_edit:
            name = "row-new" if section.many else "section"
            panel.edit_url = reverse(name, args=[self.person.pk, section.code])
        if section.many:
            self._fill_lines(panel, items, entry)
        else:
            self._fill_facts(panel, items, entry)
        return panel

    def _fill_facts(self, panel: Panel, items: Iterable[Item], entry: Any) -> None:
        rows = self.dossier.rows(panel.section)
        panel.entry = entry
        for item in items:
            fact = self._fact(panel.section, rows[0] if rows else None, item, label(panel.section, item))
            (panel.facts if fact.value else panel.blank).append(fact)

    def _fill_lines(self, panel: Panel, items: Iterable[Item], entry: Any) -> None:
        """Columns that no row fills are left out: a list is read, not filled in."""
        section, rows = panel.section, self.dossier.rows(panel.section)
        columns = [item for item in items if any(get(row, item.name) not in (None, "", False) for row in rows)]
        panel.heads = [label(section, item) for item in columns]
        panel.entry = entry if entry is not None and entry.row is None else None
        for row in rows:
            facts = [self._fact(section, row, item, head) for item, head in zip(columns, panel.heads, strict=True)]
            names = [self.person.pk, section.code, row.pk]
            edit, remove = (reverse(name, args=names) if self.may_edit else "" for name in ("row", "row-remove"))
            open_here = entry if entry is not None and entry.row == row.pk else None
            panel.lines.append(Line(row.pk, facts, edit, remove, open_here))

    def _fact(self, section: Section, row: models.Model | None, item: Item, name: str) -> Fact:
        words = "" if row is None else self.dossier.words(section, row, item)
        if item.name == BIRTH and section is CORE:
            words = f"{words} ({self.age})"
        field = section.field(item)
        if field.choices or isinstance(field, models.BooleanField):
            words = str(capfirst(words))
        return Fact(field_id(section, item), name, words)

    @property
    def age(self) -> str:
        """Full years; where the birth date leaves doubt, the least and the most, to be verified."""
        least, most = ages(get(self.person, BIRTH), self.dossier.on)
        if least == most:
            return _("%d years old") % least
        return _("%(least)d–%(most)d years old, to be verified") % {"least": least, "most": most}

    def measures(self) -> list[Measure]:
        """For every purpose, what is missing of what the reader sees."""
        return [self._measure(purpose) for purpose in Purpose]

    def _measure(self, purpose: Purpose) -> Measure:
        found = completeness(self.person, self.dossier.records, purpose)
        missing = [
            (self._missing_label(section, item), self.address(section, item, self._first(section)))
            for section, item in found.missing
            if self.dossier.sees(section, item)
        ]
        return Measure(capfirst(purpose.label), found.percent, missing, not self.dossier.restricted)

    def _first(self, section: Section) -> int | None:
        rows = self.dossier.rows(section)
        return rows[0].pk if section.many and rows else None

    def _missing_label(self, section: Section, item: Item | None) -> str:
        return title(section) if item is None else label(section, item)


def title(section: Section) -> str:
    """What a section is called on pages; the core is more than its model's name."""
    return _("Core of the dossier") if section is CORE else str(capfirst(section.label))


def label(section: Section, item: Item) -> str:
    """What an item is called on pages."""
    return _label(section, item, get_language())


@cache
def _label(section: Section, item: Item, language: str | None) -> str:
    """In words, once a language: a lazy label is translated anew by every use, and a dossier has 125 of them."""
    return str(capfirst(section.field(item).verbose_name))
