"""The plans of the terms beside each other and beside those who hold the titles: every indicator of a unit."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import charts
from anphu.kit.replica import reports
from orgtree.choices import Verb
from orgtree.models import UnitVersion
from planning.indicators import readings
from planning.indicators.definitions import PLAN
from planning.indicators.readings import Reading, Sheet
from planning.models import Term
from planning.pages import pictures_indicators as pictures
from planning.pages.doors import answer, page
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker

NAMES = 40
"""Percent of the picture's width for the names of indicators."""


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def compared_terms(request: HttpRequest) -> HttpResponse:
    """`?unit=`; `?as=` gives the picture as a file."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx:
        return picker.fragment()
    figure = _figure(picker.unit, request) if picker.unit else None
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    context = {
        "picker": picker,
        "figure": figure,
        "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS),
        "crumbs": [(_("Indicators"), reverse("indicators"))],
    }
    return answer(request, "planning/pictures/terms.html", context)


def _figure(unit: UnitVersion, request: HttpRequest) -> charts.Figure | None:
    """None where nobody is planned for any term."""
    sheets = [sheet for sheet in readings.of_unit(unit.unit_id, request.user, request.on) if _is_planned(sheet)]
    planned = {reading.term for sheet in sheets for reading in sheet.readings if reading.term and reading.value}
    columns = [None, *sorted(planned, key=lambda term: term.code)]
    if not sheets:
        return None
    headings = [_column(term) for term in columns]
    label = _("Indicators of the plans of %(count)d terms and of those who hold the titles") % {"count": len(planned)}
    drawn = [(str(sheet.indicator.label), [_cell(_of(sheet, term)) for term in columns]) for sheet in sheets]
    return charts.Figure(
        slug="terms",
        title=_("Comparison of terms"),
        under=f"{unit.name}, {request.on:%d/%m/%Y}",
        picture=charts.grid(headings, drawn, label, names=NAMES, numbered=False),
        height=charts.grid_height(headings, drawn, numbered=False),
        headings=(_("Indicator"), *headings, _("Target")),
        rows=[
            (
                str(sheet.indicator.label),
                *(_words(_of(sheet, term)) for term in columns),
                pictures.target_words(sheet.target, sheet.indicator),
            )
            for sheet in sheets
        ],
        note=_("Each value counts the unit and everything below it. ▲ and ▼: above and below the target."),
        wide=True,
    )


def _is_planned(sheet: Sheet) -> bool:
    return PLAN in sheet.indicator.bases and any(reading.term and reading.value for reading in sheet.readings)


def _column(term: Term | None) -> str:
    return _("Plan %s") % term.code if term else _("Actual holders")


def _of(sheet: Sheet, term: Term | None) -> Reading | None:
    return sheet.of_term(term) if term else sheet.actual


def _words(reading: Reading | None) -> str | None:
    """None where the indicator has no such basis, or nobody is counted."""
    if reading is None or reading.value is None:
        return None
    return _("too few") if reading.veiled else pictures.amount_words(reading.indicator, reading.amount)


def _cell(reading: Reading | None) -> charts.Cell:
    words = _words(reading)
    if words is None or reading.amount is None:
        return charts.Cell(words or pictures.NOTHING, charts.UNKNOWN)
    chart = pictures.chart_of(reading.indicator, reading.amount, reading.target)
    return charts.Cell(words, chart.verdict, charts.strength(chart))
