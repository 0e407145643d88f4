"""What cells can name: entries of code lists in force on the day, ethnic groups, religions, units."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from anphu.kit.intake import cells
from anphu.kit.intake.labels import label_key, nearest
from anphu.kit.intake.problems import CellProblem
from anphu.kit.names import fold
from orgtree.choices import Scheme
from orgtree.intake.units import Units
from orgtree.intake.words import ETHNIC_GROUPS, RELIGIONS
from orgtree.models import CodeEntry, EthnicGroup, ExternalCode, Religion, Title
from orgtree.queries.imports import unit_names


@dataclass
class Choices:
    """A code list by everything that its entries are called."""

    labels: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def add(self, pk: int, called: Iterable[str]) -> None:
        for name in filter(None, called):
            for key in (fold(name), label_key(name)):
                self.labels.setdefault(key, pk)

    def read(self, cell: Any) -> int | None:
        """The id of the entry that the cell names. Raises CellProblem unknown_choice with the nearest."""
        return cells.choice(cell, self.labels, shown=self.names.__getitem__)


class Titles:
    """Titles by code and by name, marks and case apart. Nothing near is taken for one: a letter makes another title of
    it (HĐND, UBND)."""

    def __init__(self, titles: Iterable[Title]):
        self.names = {title.pk: title.name for title in titles}
        self._labels: dict[str, int] = {}
        for title in titles:
            for called in (title.name, _in_a_commune(title.name), title.code):
                self._labels.setdefault(label_key(called), title.pk)

    def read(self, cell: Any) -> int | None:
        """The id of the title that the cell names. Raises CellProblem unknown_choice with the nearest."""
        text = cells.text(cell)
        if not text:
            return None
        key = label_key(text)
        if key in self._labels:
            return self._labels[key]
        near = [
            self.names[self._labels[label]] for _distance, label in nearest(key, self._labels, max(2, len(key) // 3))
        ]
        sentence = _("“%(text)s” is none of the titles.")
        if near:
            sentence = _("“%(text)s” is none of the titles. Nearest: %(nearest)s.")
        told = {"text": text[:60], "nearest": ", ".join(list(dict.fromkeys(near))[:3])}
        raise CellProblem("unknown_choice", sentence % told)


def _in_a_commune(name: str) -> str:
    """Lists of a commune write “Chủ tịch UBND xã” where the title is called “… cấp xã”."""
    return name.replace(" cấp xã", " xã")


@dataclass
class Lists:
    """Everything that the readers of one import look up."""

    on: datetime.date
    units: Units
    titles: "Titles"
    _schemes: dict[str, Choices]
    _tables: dict[type, Choices]

    def scheme(self, name: str) -> Choices:
        return self._schemes[name]

    def table(self, model: type) -> Choices:
        return self._tables[model]


def load(unit: int, called: str, on: datetime.date) -> Lists:
    """The lists for an import into `unit`. Six queries, whatever their length."""
    tables = {EthnicGroup: _table(EthnicGroup, ETHNIC_GROUPS), Religion: _table(Religion, RELIGIONS)}
    return Lists(on, Units(unit_names(unit, on), called, on), Titles(Title.objects.all()), _schemes(on), tables)


def _schemes(on: datetime.date) -> dict[str, Choices]:
    external = defaultdict(list)
    for entry, code in ExternalCode.objects.values_list("entry", "code"):
        external[entry].append(code)
    found = {str(scheme): Choices() for scheme in Scheme}
    entries = list(CodeEntry.objects.on(on))
    for names in (lambda one: [one.name], lambda one: [one.code], lambda one: external[one.pk]):
        for entry in entries:
            found[entry.scheme].add(entry.pk, names(entry))
            found[entry.scheme].names[entry.pk] = entry.name
    return found


def _table(model: type, synonyms: dict[str, str]) -> Choices:
    found = Choices()
    for entry in model.objects.all():
        others = [name for name, code in synonyms.items() if code == entry.code]
        found.add(entry.pk, [entry.name, entry.code, entry.code.lstrip("0"), *others])
        found.names[entry.pk] = entry.name
    return found
