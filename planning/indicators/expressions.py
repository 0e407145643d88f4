"""Pieces of SQL that several declarations share; each answers true, false, or NULL when the record cannot say."""

from django.db import models

from orgtree.choices import SEAT_RANK, Purpose
from orgtree.sections import CORE, SECTIONS, Section
from orgtree.sections.values import columns

BIRTH = """CROSS JOIN LATERAL (
        SELECT date_trunc(x.birth_precision, x.birth_date::timestamp)::date AS earliest,
               (date_trunc(x.birth_precision, x.birth_date::timestamp)
                + ('1 ' || x.birth_precision)::interval - interval '1 day')::date AS latest) b"""
"""The first and the last day on which person `x` can have been born, as `b`."""


def younger(years: str) -> str:
    """Whether the person is under `years`, an expression."""
    limit = f"(d.day - make_interval(years => ({years})::int))"
    return f"CASE WHEN b.earliest > {limit} THEN true WHEN b.latest <= {limit} THEN false END"


_KNOWN = "r0.months IS NOT NULL AND r1.months IS NOT NULL"
"""The table of retirement ages has a row for either end of what is known of the birth."""


def retired_by(day: str) -> str:
    """Whether the person has reached retirement age by `day`, an expression; see `Source` HOLDERS for `r`."""
    return f"CASE WHEN {_KNOWN} THEN CASE WHEN r.latest <= {day} THEN true WHEN r.earliest > {day} THEN false END END"


def serves_until(day: str) -> str:
    """Whether the person does not reach retirement age before `day`."""
    return f"CASE WHEN {_KNOWN} THEN CASE WHEN r.earliest >= {day} THEN true WHEN r.latest < {day} THEN false END END"


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
    table = section.model._meta.db_table
    has = f"EXISTS (SELECT FROM {table} z WHERE z.person_id = x.id"
    each = [f"{has} AND {given})" for given in (_given("z", section.model, name) for name in wanted) if given]
    if section.many and purpose not in section.needed:
        return f"(NOT {has}) OR ({' AND '.join(each)}))" if each else ""
    anything = [f"{has})"] if purpose in section.needed or len(each) < len(wanted) else []
    return " AND ".join([*anything, *each])


def _given(alias: str, model: type[models.Model], name: str) -> str:
    """The condition that a field is filled; empty for one that always is."""
    field = model._meta.get_field(columns(model, [name])[0])
    column = f"{alias}.{field.column}"
    if isinstance(field, models.CharField | models.TextField):
        return f"{column} <> ''" if not field.null else f"nullif({column}, '') IS NOT NULL"
    return f"{column} IS NOT NULL" if field.null else ""
