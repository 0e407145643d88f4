"""Indicators of a unit against their targets, and one indicator over the units below."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anphu.kit.replica import reports
from orgtree.choices import Verb
from planning.indicators import dashboard
from planning.indicators.definitions import INDICATORS
from planning.indicators.readings import around
from planning.pages import pictures_indicators as pictures
from planning.pages.doors import answer, page
from planning.pages.one_indicator import OneIndicator
from planning.pages.pickers import UnitPicker, pick_term
from planning.pages.renewing import freshness, is_renewal, nothing_new
from planning.queries.terms import current

ORDERS = {
    "name": lambda unit, reading: unit.sort_key,
    "percent": lambda unit, reading: reading.amount or 0,
    "missing": lambda unit, reading: reading.missing + reading.surplus,
    "denominator": lambda unit, reading: 0 if reading.veiled else reading.value.denominator,
}
"""How the table can be sorted; units without a value stand last either way."""


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def indicators(request: HttpRequest) -> HttpResponse:
    """The dashboard: `?unit=`, and `?term=` for the plan beside the actual holders. While it is looked at, htmx asks
    with `?seen=` whether the numbers are others by now, and gets them when they are."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx and not is_renewal(request):
        return picker.fragment()
    known = dashboard.frame(picker.unit.unit_id, request.user, request.on) if picker.unit else None
    if told := nothing_new(request, known):
        return told
    shown = _dashboard(request, picker.unit.unit_id, known) if known else {}
    template = "planning/indicators/figures.html" if request.htmx else "planning/indicators/unit.html"
    return answer(request, template, {"picker": picker, **shown})


def _dashboard(request: HttpRequest, unit: int, known: dashboard.Frame) -> dict:
    term = pick_term(request, known.terms, default=current(known.terms, request.on))
    rows = dashboard.rows(unit, term, known, request.on)
    computed = [reading.value for row in rows for reading in (row.actual, row.plan) if reading and reading.value]
    return {
        "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS),
        "term": term,
        "terms": known.terms,
        "themes": pictures.lines(rows, known.veil.least, dashboard.marks(unit, rows, known, request.on)),
        "tally": pictures.tally(rows),
        "computed": min(computed, key=lambda value: value.computed_at, default=None),
        **freshness(request, known),
    }


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """`?unit=`, `?term=` and `?ordering=` of ORDERS. Renews itself as the dashboard does."""
    asked = OneIndicator(request, code)
    if request.htmx and not is_renewal(request):
        return asked.picker.fragment()
    if told := nothing_new(request, asked.known if asked.unit else None):
        return told
    template = "planning/indicators/table.html" if request.htmx else "planning/indicators/indicator.html"
    shown = _table(asked) | freshness(request, asked.known) if asked.unit else {}
    return asked.answer(template, {"indicators": INDICATORS, **shown})


def _table(asked: OneIndicator) -> dict:
    """The unit's own reading, and those of the units directly below it in the order asked for."""
    request, chosen = asked.request, asked.indicator
    found = around(asked.unit, chosen, asked.term, request.user, request.on)
    rows = [(unit, found.readings[unit.unit_id]) for unit in asked.picker.below if unit.unit_id in found.readings]
    ordering = request.GET.get("ordering", "name")
    if ordering.removeprefix("-") not in ORDERS:
        ordering = "name"
    rows.sort(key=lambda row: ORDERS[ordering.removeprefix("-")](*row), reverse=ordering.startswith("-"))
    rows.sort(key=lambda row: row[1].amount is None)
    own = found.readings.get(asked.unit)
    return {
        "own": pictures.side(own, found.least, slim=False),
        "target": pictures.target_words(own.target, chosen) if own else "",
        "rows": [(unit, pictures.side(reading, found.least)) for unit, reading in rows],
        "ordering": ordering,
        **({"faulty": True, "fails": True} if found.fails else {}),
    }
