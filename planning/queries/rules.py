"""The rules in force on a day, and what changed between two days."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from orgtree.queries.units import name_on
from planning.models import (
    ConsultedBody,
    CountingDate,
    LegalDocument,
    RetirementAge,
    RuleParameter,
    RuleSet,
    StandardClause,
)
from planning.rules.clauses import said
from planning.rules.law import Law


@dataclass(frozen=True, slots=True)
class InForce:
    """The law of one day; clauses tell their `particulars` in words."""

    rule_sets: list[RuleSet]
    parameters: list[RuleParameter]
    clauses: list[StandardClause]
    retirement: list[RetirementAge]
    bodies: list[ConsultedBody]

    @property
    def gaps(self) -> list[str]:
        return Law(tuple(self.parameters)).gaps

    @property
    def by_sex(self) -> list[tuple[str, list[RetirementAge]]]:
        return [(sex, list(rows)) for sex, rows in groupby(self.retirement, key=lambda row: row.get_sex_display())]


def in_force(on: datetime.date) -> InForce:
    """Rule sets with documents, numbers, clauses, the retirement table and consulted bodies of `on`. Six queries."""
    documents = Prefetch("documents", LegalDocument.objects.order_by("day"))
    clauses = StandardClause.objects.on(on).select_related("title", "document")
    clauses = list(clauses.order_by("title__level", "title__name", "level", "side", "kind"))
    for clause in clauses:
        clause.particulars = said(clause.kind, clause.args)
    return InForce(
        list(RuleSet.objects.on(on).prefetch_related(documents)),
        list(RuleParameter.objects.on(on).select_related("document", "rule_set").order_by("label", "level", "scope")),
        clauses,
        list(RetirementAge.objects.on(on).order_by("sex", "born")),
        list(ConsultedBody.objects.on(on).annotate(unit_name=name_on("unit", on)).order_by("name")),
    )


def rule_sets() -> list[RuleSet]:
    """All of them, the latest first."""
    return list(RuleSet.objects.order_by("-period", "scope"))


def counting_days() -> list[CountingDate]:
    """Of every term, the latest first."""
    rows = CountingDate.objects.select_related("term", "document")
    return list(rows.order_by("-term__code", "cycle", "day", "level"))


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule said on the earlier day and says on the later one; empty: there was none."""

    label: str
    before: str
    after: str
    rule: Model
    """The row that speaks for the change: the later one, or the one that ended."""


def changes(since: datetime.date, until: datetime.date) -> list[Change]:
    """What changed from `since` to `until`: rule sets, numbers, clauses, consulted bodies. Twelve queries."""
    before, after = in_force(since), in_force(until)
    return [
        *_differences(before.rule_sets, after.rule_sets, lambda row: row.scope, _scope, lambda row: row.name),
        *_differences(before.parameters, after.parameters, _place, _placed, _value),
        *_differences(before.clauses, after.clauses, _clause, _clause_label, _clause_value),
        *_differences(before.bodies, after.bodies, lambda row: row.code, _body, _answering),
    ]


def _differences(before: Iterable, after: Iterable, key: Callable, label: Callable, said: Callable) -> list[Change]:
    old, new = ({key(row): row for row in rows} for rows in (before, after))
    found = []
    for place in dict.fromkeys([*new, *old]):
        row = new.get(place, old.get(place))
        was, now = (said(rows[place]) if place in rows else "" for rows in (old, new))
        if was != now:
            found.append(Change(label(row), was, now, row))
    return found


def _body(row: ConsultedBody) -> str:
    return f"{_('Consulted body')}: {row.name}"


def _answering(row: ConsultedBody) -> str:
    return row.get_role_display() or row.unit_name or _("nobody answers yet")


def _scope(row: RuleSet) -> str:
    return f"{_('Rule set')} ({row.get_scope_display()})"


def _place(row: RuleParameter) -> tuple:
    return row.key, row.scope, row.level


def _placed(row: RuleParameter) -> str:
    return f"{row.label} ({row.get_level_display()})" if row.level else row.label


def _value(row: RuleParameter) -> str:
    return f"{row.said} {row.measure}".rstrip()


def _clause(row: StandardClause) -> tuple:
    return row.kind, row.title_id, row.level, row.side


def _clause_label(row: StandardClause) -> str:
    return f"{row.get_kind_display()} – {row.whose}"


def _clause_value(row: StandardClause) -> str:
    return row.particulars or _("asked")
