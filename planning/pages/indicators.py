"""Indicators of a unit against their targets, and one indicator over the units below."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import clock
from orgtree.choices import Verb
from planning.indicators import dashboard, fill
from planning.indicators.definitions import ACTUAL, BY_SLUG, INDICATORS, Indicator
from planning.indicators.readings import around
from planning.models import Term
from planning.pages import pictures_indicators as pictures
from planning.pages.behind import bases
from planning.pages.doors import answer, page
from planning.pages.pickers import UnitPicker, pick_term
from planning.queries.terms import current, terms

ORDERS = {
    "name": lambda unit, reading: unit.sort_key,
    "percent": lambda unit, reading: reading.amount or 0,
    "missing": lambda unit, reading: reading.missing + reading.surplus,
    "denominator": lambda unit, reading: reading.value.denominator,
}
"""How the table can be sorted; units without a value stand last either way."""
FIGURES = "figures"
"""What htmx renews: the id of the part of the dashboard with the numbers."""
NOTHING_NEW = 204
"""The status on which htmx leaves everything as it stands."""


@require_safe
@page(Verb.SEE_INDICATORS)
def indicators(request: HttpRequest) -> HttpResponse:
    """The dashboard: `?unit=`, and `?term=` for the plan beside the actual holders. While it is looked at, htmx asks
    with `?seen=` whether the numbers are others by now, and gets them when they are."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx and request.htmx.target != FIGURES:
        return picker.fragment()
    known = dashboard.frame(picker.unit.unit_id, request.user, request.on) if picker.unit else None
    if request.htmx and (known is None or request.GET.get("seen") == known.state):
        return HttpResponse(status=NOTHING_NEW)
    shown = _dashboard(request, picker.unit.unit_id, known) if known else {}
    template = "planning/indicators/figures.html" if request.htmx else "planning/indicators/unit.html"
    return answer(request, template, {"picker": picker, **shown})


def _dashboard(request: HttpRequest, unit: int, known: dashboard.Frame) -> dict:
    term = pick_term(request, known.terms, default=current(known.terms, request.on))
    rows = dashboard.rows(unit, term, known, request.on)
    computed = [reading.value for row in rows for reading in (row.actual, row.plan) if reading and reading.value]
    is_today = request.on == clock.today()
    return {
        "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS),
        "term": term,
        "terms": known.terms,
        "themes": pictures.lines(rows, known.veil.least, dashboard.marks(unit, rows, known, request.on)),
        "tally": pictures.tally(rows),
        "computed": min(computed, key=lambda value: value.computed_at, default=None),
        "due": is_today and known.due,
        "state": known.state if is_today else None,
    }


@require_safe
@page(Verb.SEE_INDICATORS)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    if code not in BY_SLUG:
        raise Http404(code)
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx:
        return picker.fragment()
    rows = terms()
    term = pick_term(request, rows, default=None if ACTUAL in BY_SLUG[code].bases else current(rows, request.on))
    context = {
        "picker": picker,
        "bases": bases(BY_SLUG[code], rows),
        "indicator": BY_SLUG[code],
        "indicators": INDICATORS,
        "term": term,
        "due": _due(request),
        **_table(request, picker, BY_SLUG[code], term),
        "crumbs": [(_("Indicators"), reverse("indicators"))],
    }
    return answer(request, "planning/indicators/indicator.html", context)


def _due(request: HttpRequest) -> bool:
    """Whether the stored values are behind the records. Another day than today is measured when it is asked for."""
    return request.on == clock.today() and fill.is_due(request.on)


def _table(request: HttpRequest, picker: UnitPicker, chosen: Indicator, term: Term | None) -> dict:
    """The unit's own reading, and those of the units directly below it in the order asked for."""
    if picker.unit is None:
        return {"own": None, "rows": [], "ordering": "name"}
    readings, least = around(picker.unit.unit_id, chosen, term, request.user, request.on)
    rows = [(unit, readings[unit.unit_id]) for unit in picker.below if unit.unit_id in readings]
    ordering = request.GET.get("ordering", "name")
    if ordering.removeprefix("-") not in ORDERS:
        ordering = "name"
    rows.sort(key=lambda row: ORDERS[ordering.removeprefix("-")](*row), reverse=ordering.startswith("-"))
    rows.sort(key=lambda row: row[1].amount is None)
    own = readings.get(picker.unit.unit_id)
    return {
        "own": pictures.side(own, least, slim=False),
        "target": pictures.target_words(own.target, chosen) if own else "",
        "rows": [(unit, pictures.side(reading, least)) for unit, reading in rows],
        "ordering": ordering,
    }
