"""People in titles as a list: read from the record, or made up, so that the same SQL measures what is not so yet."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from planning.indicators import sql


class Holding(NamedTuple):
    """One person in one title of one unit; `term` None: holds it, else is planned for it in that term. All are ids."""

    unit: int
    term: int | None
    person: int
    title: int


@dataclass(frozen=True)
class Holdings:
    """Whom to measure, in place of the record."""

    rows: tuple[Holding, ...]

    @classmethod
    def made(cls, rows: Iterable[tuple]) -> "Holdings":
        """Of (unit, term, person, title); each counts once."""
        return cls(tuple(dict.fromkeys(Holding(*row) for row in rows)))

    def __iter__(self) -> Iterator[Holding]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def changed(self, without: Iterable[tuple] = (), plus: Iterable[tuple] = ()) -> "Holdings":
        """These holdings without some and with others."""
        gone = {Holding(*row) for row in without}
        return Holdings.made([*(row for row in self.rows if row not in gone), *plus])

    def of_basis(self, term: int | None) -> "Holdings":
        """Those of one basis."""
        return Holdings(tuple(row for row in self.rows if row.term == term))

    @property
    def parameters(self) -> dict[str, list]:
        """What the statements over holdings as given take."""
        names = ("held_units", "held_terms", "held_people", "held_titles")
        columns = zip(*self.rows, strict=True) if self.rows else ((), (), (), ())
        return {name: list(column) for name, column in zip(names, columns, strict=True)}


def of(day: datetime.date, units: list[int] | None = None) -> Holdings:
    """Those of the record on `day`, of all units or of these. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql.OF_RECORD} ORDER BY 1, 2 NULLS FIRST, 3, 4", {"day": day, "units": units})
        return Holdings(tuple(Holding(*row) for row in cursor))
