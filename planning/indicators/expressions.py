"""Pieces of SQL that several declarations share; each answers true, false, or NULL when the record cannot say."""

from django.db import models

from orgtree.choices import SEAT_RANK, Purpose
from orgtree.sections import CORE, SECTIONS, Section
from orgtree.sections.values import columns


def retired_by(day: str) -> str:
    """Whether the cadre has reached retirement age by `day`, an expression."""
    return f"CASE WHEN x.retires_latest <= {day} THEN true WHEN x.retires_earliest > {day} THEN false END"


def serves_until(day: str) -> str:
    """Whether the cadre does not reach retirement age before `day`."""
    return f"CASE WHEN x.retires_earliest >= {day} THEN true WHEN x.retires_latest < {day} THEN false END"


def at_least(*pairs: tuple[str, str]) -> str:
    """Whether each first is at least the second."""
    return " AND ".join(f"{has} >= {needs}" for has, needs in pairs)


def seat_rank(seat: str) -> str:
    """How high the committee is in which the holder of a title sits; 0 for none."""
    ranks = " ".join(f"WHEN '{kind}' THEN {rank}" for kind, rank in SEAT_RANK.items() if kind)
    return f"CASE {seat} {ranks} ELSE 0 END"


def complete(purpose: Purpose) -> str:
    """Whether the dossier of `x` has what its declared sections need for `purpose` (orgtree/rules/completeness.py)."""
    return "\n  AND ".join(filter(None, (_complete(section, purpose) for section in SECTIONS))) or "true"


def tables_of(purpose: Purpose) -> set[str]:
    """The tables that `complete` reads, apart from that of people itself."""
    return {row.model._meta.db_table for row in SECTIONS if row is not CORE and _complete(row, purpose)}


def _complete(section: Section, purpose: Purpose) -> str:
    wanted = [item.name for item in section.items if purpose in item.needed]
    if section is CORE:
        return " AND ".join(filter(None, (_given("x", section.model, name) for name in wanted)))
    given = filter(None, (_given("z", section.model, name) for name in wanted))
    conditions = [f"bool_or({condition})" for condition in given]
    needed = purpose in section.needed
    without = section.many and not needed  # what is said of a person who has no rows there
    if not conditions and (without or not (needed or wanted)):
        return ""
    table = section.model._meta.db_table
    told = f"SELECT {' AND '.join(conditions) or 'true'} FROM {table} z WHERE z.person_id = x.id"
    limit = "" if conditions else " LIMIT 1"
    return f"coalesce(({told}{limit}), {str(without).lower()})"


def _given(alias: str, model: type[models.Model], name: str) -> str:
    """The condition that a field is filled; empty for one that always is."""
    field = model._meta.get_field(columns(model, [name])[0])
    column = f"{alias}.{field.column}"
    if isinstance(field, models.CharField | models.TextField):
        return f"{column} <> ''" if not field.null else f"nullif({column}, '') IS NOT NULL"
    return f"{column} IS NOT NULL" if field.null else ""
