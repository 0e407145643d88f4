"""Measuring without storing: values of any day, who stands behind them, what holdings as given would say."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from anphu.kit import replica
from planning.indicators import failing, sql
from planning.indicators.holdings import Holding, Holdings
from planning.models import Snapshot

Counts = tuple[int, int, int, int]
"""Numerator, denominator, unknown, excluded."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One of those behind a value: `answer` whether it counts (of a ratio: its amount), None when unknown."""

    unit_id: int
    subject_id: int
    answer: int | None
    excluded: bool


def measure(
    day: datetime.date,
    units: list[int] | None = None,
    held: Holdings | None = None,
    codes: Iterable[str] = sql.ALL,
) -> list[Snapshot]:
    """Values of any day, rolled up, unsaved, without those of formulas that fail. `units` limits what is measured to
    these units' own people; `held` are people in titles in place of those of the record."""
    return attempt(day, units, held, codes)[0]


def attempt(
    day: datetime.date,
    units: list[int] | None = None,
    held: Holdings | None = None,
    codes: Iterable[str] = sql.ALL,
) -> tuple[list[Snapshot], sql.Codes]:
    """As `measure`, and which of the indicators asked for fail."""
    asked, given = frozenset(codes), held is not None
    known = failing.known() & asked
    parameters = {"day": day, "units": units, **(held.parameters if held is not None else {})}

    def read(codes: sql.Codes) -> list[Snapshot]:
        rows = _rows(sql.rolled_up(codes, given), parameters) if codes else []
        return [Snapshot(day=day, formula_version=row.pop("version"), **row) for row in rows]

    found, errors = failing.each_for_itself(read, asked - known, parameters, given=given)
    return found, known | frozenset(errors)


def counts(
    day: datetime.date, units: list[int], held: Holdings, codes: sql.Codes, shown: list[int]
) -> dict[tuple[int, str], Counts]:
    """`{(unit, indicator): counts}`: as `measure`, of actual holders in the units `shown` alone and as bare numbers. A
    forecast asks a hundred times."""
    parameters = {"day": day, "units": units, "shown": shown, **held.parameters}

    def read(codes: sql.Codes) -> dict[tuple[int, str], Counts]:
        if not codes:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(sql.shown(codes), parameters)
            return {(unit, code): found for unit, code, *found in cursor for found in [tuple(found)]}

    return failing.each_for_itself(read, codes - failing.known(), parameters, given=True)[0]


def behind(
    day: datetime.date, code: str, term: int | None, units: list[int], held: Holdings | None = None
) -> list[Behind]:
    """Who (or what) stands behind an indicator in these units themselves, on a basis. One query."""
    parameters = {"day": day, "units": units, "term": term, **(held.parameters if held is not None else {})}
    with connection.cursor() as cursor:
        cursor.execute(sql.behind(code, held is not None), parameters)
        return [Behind(*row) for row in cursor]


def judged(day: datetime.date, held: Holdings, codes: Iterable[str]) -> dict[Holding, dict[str, bool | None]]:
    """What indicators over people in titles say of each holding by itself; those that do not look at it are left out.
    One query."""
    codes = sorted(codes)
    chosen = [row.code for row in sql.INDICATORS if row.code in codes]
    with connection.cursor() as cursor:
        cursor.execute(sql.judged(frozenset(codes)), {"day": day, "units": None, **held.parameters})
        return {
            Holding(unit, term, person, title): {
                code: facts[2 * place + 1] for place, code in enumerate(chosen) if facts[2 * place]
            }
            for unit, term, person, title, *facts in cursor
        }


def _rows(statement: str, parameters: dict) -> list[dict]:
    with replica.connection().cursor() as cursor:
        cursor.execute(statement, parameters)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]
