"""Which unit a cell means: a code, a name in full or short, without diacritics, or “Chi bộ ấp X, xã Y”."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from anphu.kit.intake.labels import label_key, nearest, tolerated
from anphu.kit.intake.problems import CellProblem
from anphu.kit.names import nfc
from orgtree.queries.imports import UnitName

_KIND = re.compile(r"^(chi bo|dang bo bo phan|dang bo|dang uy|chi uy|cb|db|huyen uy|dv)\s+")
_PLACE = re.compile(r"^(truc thuoc|thuoc|xa|thi tran|tt|phuong|huyen|tinh)\s+")
_CUTS = re.compile(r"\s*[,;/–]\s*|\s+-\s+|\s+(?:trực thuộc|thuộc)\s+")


class Units:
    """Answers for one import: the units under `above` on the day, and those that had ended by then."""

    def __init__(self, units: Iterable[UnitName], above: str, on: datetime.date):
        self._above, self._on = above, on
        self._names: dict[str, set[int]] = defaultdict(set)
        self._written: dict[str, set[int]] = defaultdict(set)
        self._known = {unit.pk: unit for unit in units}
        for unit in self._known.values():
            for name in self._forms(unit):
                self._names[name].add(unit.pk)
            for name in unit.names:
                self._written[nfc(name).casefold()].add(unit.pk)

    @staticmethod
    def _forms(unit: UnitName) -> set[str]:
        keys = {label_key(name) for name in (unit.code, *unit.names)}
        return keys | {_KIND.sub("", key) for key in keys}

    def first_day(self, unit: int) -> datetime.date:
        """The day since which the unit has existed."""
        return self._known[unit].first

    def is_cell(self, unit: int) -> bool:
        return self._known[unit].cell

    def find(self, text: str) -> int:
        """The id of the unit. Raises CellProblem unit_unknown, unit_ambiguous, unit_ended."""
        found = self._named(text) or self._cell_of_place(text) or self._nearly(label_key(text))
        said = {"text": text[:80], "above": self._above, "day": f"{self._on:%d/%m/%Y}"}
        if not found:
            sentence = _("“%(text)s” is no unit of %(above)s on %(day)s. Choose a unit of the list, or write its code.")
            raise CellProblem("unit_unknown", sentence % said)
        standing = {pk for pk in found if not self._known[pk].ended}
        if not standing:
            sentence = _("“%(text)s” had ended on %(day)s. Write the unit in which the person is now.")
            raise CellProblem("unit_ended", sentence % said)
        if len(standing) > 1:
            sentence = _("“%(text)s” may be several units: %(units)s. Write the unit above it too, or the code.")
            raise CellProblem("unit_ambiguous", sentence % {**said, "units": self._list(standing)})
        return standing.pop()

    def _list(self, found: set[int]) -> str:
        names = [", ".join([self._known[pk].name, *self._known[pk].above[:1]]) for pk in sorted(found)]
        return "; ".join(names[:4])

    def _named(self, text: str) -> set[int]:
        """As written, marks included (ấp Phú Thành is not ấp Phú Thạnh), or else without them."""
        if exact := self._written.get(text.casefold()):
            return exact
        key = label_key(text)
        return self._names.get(key) or self._names.get(_KIND.sub("", key)) or set()

    def _cell_of_place(self, text: str) -> set[int]:
        """The first part names the unit, the others what it stands under."""
        first, *others = [part for part in _CUTS.split(text) if part.strip()] or [""]
        found = self._named(first) if others else set()
        places = [_PLACE.sub("", _KIND.sub("", label_key(part))) for part in others]
        return {pk for pk in found if all(self._stands_in(pk, place) for place in places)}

    def _stands_in(self, pk: int, place: str) -> bool:
        return any(f" {place} " in f" {label_key(name)} " for name in self._known[pk].above)

    def _nearly(self, key: str) -> set[int]:
        near = nearest(key, self._names, tolerated(key))
        return set().union(*(self._names[name] for distance, name in near if distance == near[0][0]))
