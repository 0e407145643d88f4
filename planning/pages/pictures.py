"""Drawings of plans: lanes on a scale of years, whose words say what the bars show."""

import datetime
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anphu.kit.charts import Axis, Lane
from planning.models import Term
from planning.queries.paths import Stage
from planning.queries.succession import Somebody, Succession

AHEAD = 15
"""Years that the succession picture looks ahead: three terms."""
EVERY = 5
MOST_TICKS = 6
"""Years that can be written side by side on a telephone."""
_YEAR = 365.25


def _at(day: datetime.date) -> float:
    """A day as a place on a scale of years."""
    return round(day.year + (day.timetuple().tm_yday - 1) / _YEAR, 3)


def _ticks(lower: float, upper: float, every: int) -> list[tuple[float, str]]:
    first = int(-(-lower // every) * every)
    return [(year, str(year)) for year in range(first, int(upper) + 1, every)]


def _span(term: Term, upper: float) -> tuple[float, float]:
    return _at(term.period.lower), _at(term.period.upper) if term.period.upper else upper


def path_axis(stages: list[Stage], on: datetime.date) -> Axis:
    """From the first year of the path to the working day."""
    lower, upper = stages[0].days[0].year, _at(on)
    upper = max(upper, lower + 1)
    return Axis(lower, upper, _ticks(lower, upper, 1 if upper - lower < MOST_TICKS else 2))


def path_lanes(stages: Iterable[Stage], on: datetime.date) -> list[Lane]:
    """One lane an entry, from the decision that added to the one that removed."""
    return [
        Lane(
            stage.entry.plan_title.title.name,
            _at(stage.days[0]),
            _at(stage.ended or on),
            "plain" if stage.ended else "now",
            f"{stage.entry.plan_title.term.code} · {stage.unit.name}",
        )
        for stage in stages
    ]


def succession_axis(term: Term, on: datetime.date) -> Axis:
    """From the working day three terms ahead; the term looked at is shaded."""
    lower = _at(on)
    upper = lower + AHEAD
    first, last = _span(term, upper)
    shade = (max(first, lower), min(last, upper)) if last > lower and first < upper else None
    return Axis(lower, upper, _ticks(lower, upper, EVERY), shade)


def succession_lanes(row: Succession, on: datetime.date) -> list[Lane]:
    """The holders, then those planned: how long each can still serve."""
    return [*(_lane(one, on, "holder") for one in row.holders), *(_lane(one, on) for one in row.successors)]


def _lane(one: Somebody, on: datetime.date, tone: str = "") -> Lane:
    start, end = _still(one, on)
    words = one.person.full_name if not tone else _("Holds it: %s") % one.person.full_name
    return Lane(words, start, end, tone or str(one.verdict or "unknown"), _particulars(one))


def _still(one: Somebody, on: datetime.date) -> tuple[float | None, float | None]:
    """From the working day to the earliest retirement; nothing for whoever is past it or out of reach."""
    if one.left is None or one.left.worst <= 0:
        return None, None
    return _at(on), round(_at(on) + one.left.worst / 12, 3)


def _particulars(one: Somebody) -> str:
    verdict = [str(capfirst(one.verdict.label))] if one.verdict else []
    return " · ".join([*_age(one), *_months(one), *verdict])


def _age(one: Somebody) -> list[str]:
    return [] if one.person.age is None else [ngettext("%d year old", "%d years old", one.person.age) % one.person.age]


def _months(one: Somebody) -> list[str]:
    if one.left is None:
        return []
    if one.left.worst <= 0:
        return [_("past retirement age")]
    return [ngettext("%d month left", "%d months left", one.left.worst) % one.left.worst]
