"""The units below a unit by all indicators: one table in which what is missed stands out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import charts
from anphu.kit.refusals import Refused
from anphu.kit.replica import reports
from orgtree.choices import Verb
from orgtree.models import UnitVersion
from planning.choices import Theme
from planning.indicators import dashboard, heat
from planning.indicators.definitions import Indicator
from planning.indicators.heat import Spot, Table
from planning.indicators.sql import Codes
from planning.models import Term
from planning.pages.doors import INVALID, answer, page
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker, pick_term
from planning.pages.pictures_indicators import NOTHING, chart_of, short_words
from planning.pages.renewing import freshness, is_renewal, nothing_new

MOST_ON_A4 = 14
"""Columns that are still read on A4 across; more are printed on A3."""


@dataclass(frozen=True)
class Shown:
    """What of a table is shown, in the order asked for."""

    units: list[UnitVersion]
    columns: list[Indicator]
    cells: dict[int, list[charts.Cell]]
    failing: Codes


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def heat_table(request: HttpRequest) -> HttpResponse:
    """`?unit=`, `?term=` (none: actual holders), `?theme=`, `?missed=1`, `?ordering=` name or the slug of an indicator;
    `?as=` gives it as a file."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx and not is_renewal(request):
        return picker.fragment()
    theme = request.GET.get("theme", "")
    if theme and theme not in Theme:
        raise Refused(INVALID, _("There is no such theme. Choose one from the list."), status=400)
    known = dashboard.frame(picker.unit.unit_id, request.user, request.on) if picker.unit else None
    if told := nothing_new(request, known):
        return told
    context = {"picker": picker, "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS)}
    if known is None:
        return answer(request, "planning/indicators/heat.html", context)
    term = pick_term(request, known.terms, default=None)
    shown = _shown(request, picker, theme, term)
    if "as" in request.GET:
        figures = [_figure(shown, picker.unit, term, request)] if shown.units and shown.columns else []
        return carried_away(request, figures)
    context |= {
        "themes": [(value, capfirst(label)) for value, label in Theme.choices],
        "theme": theme,
        "missed": bool(request.GET.get("missed")),
        "ordering": request.GET.get("ordering", "name"),
        "term": term,
        "terms": known.terms,
        "failing": [row.label for row in heat.on_basis(term, theme) if row.code in known.faulty | shown.failing],
        **freshness(request, known),
        **_table(shown),
    }
    template = "planning/indicators/heat_figures.html" if request.htmx else "planning/indicators/heat.html"
    return answer(request, template, context)


def _shown(request: HttpRequest, picker: UnitPicker, theme: str, term: Term | None) -> Shown:
    units = picker.below
    keys = [unit.unit_id for unit in units]
    found = heat.table(keys, heat.on_basis(term, theme), term, request.user, request.on)
    columns = _columns(found, missed=bool(request.GET.get("missed")))
    if request.GET.get("missed"):
        units = [unit for unit in units if any(_missed(found.spots[unit.unit_id], column) for column in columns)]
    units = _ordered(units, found, request.GET.get("ordering", "name"))
    address = _addresses(term)
    words = _Words()
    cells = {
        unit.unit_id: [
            _cell(column, found.spots[unit.unit_id].get(column.code), found.least, address(column, unit.unit_id), words)
            for column in columns
        ]
        for unit in units
    }
    return Shown(units, columns, cells, found.failing)


def _columns(found: Table, *, missed: bool) -> list[Indicator]:
    """Indicators of which any unit has a value; of the missed ones alone, if asked for."""
    return [
        column
        for column in found.indicators
        if any((_missed(spots, column) if missed else column.code in spots) for spots in found.spots.values())
    ]


def _missed(spots: dict[str, Spot], column: Indicator) -> bool:
    spot = spots.get(column.code)
    return spot is not None and spot.met is False


def _ordered(units: list[UnitVersion], found: Table, ordering: str) -> list[UnitVersion]:
    """By name as they come, or by the value of one indicator; units without a value last either way."""
    key = ordering.removeprefix("-")
    column = next((column for column in found.indicators if column.slug == key), None)
    if column is None:
        return units[::-1] if ordering == "-name" else units

    def amount(unit: UnitVersion) -> float | None:
        spot = found.spots[unit.unit_id].get(column.code)
        return spot.amount if spot else None

    known = [unit for unit in units if amount(unit) is not None]
    known.sort(key=amount, reverse=ordering.startswith("-"))
    return [*known, *(unit for unit in units if amount(unit) is None)]


def _addresses(term: Term | None) -> Callable[[Indicator, int], str]:
    """The way to the people behind a value; reversed once for each indicator."""
    known: dict[str, str] = {}
    end = f"&term={term.pk}" if term else ""

    def address(column: Indicator, unit: int) -> str:
        if column.code not in known:
            known[column.code] = reverse("indicator-behind", args=[column.slug])
        return f"{known[column.code]}?unit={unit}{end}"

    return address


class _Words(dict):
    """Amounts as they are written; most of them come again."""

    def __missing__(self, key: tuple[str, float]) -> str:
        self[key] = short_words(*key)
        return self[key]


def _cell(column: Indicator, spot: Spot | None, least: int, address: str, words: _Words) -> charts.Cell:
    if spot is None:
        return charts.Cell(NOTHING, charts.UNKNOWN)
    if spot.amount is None:
        return charts.Cell(f"< {least}" if spot.veiled else "?", charts.UNKNOWN, 0, address)
    said = words[column.measure, round(spot.amount, 2)]
    if spot.target is None:
        return charts.Cell(said, charts.PLAIN, 0, address)
    chart = chart_of(column, spot.amount, spot.target)
    return charts.Cell(said, chart.verdict, charts.strength(chart), address)


def _table(shown: Shown) -> dict:
    """The rows with their cells written, and the columns under their themes."""
    spans: list[tuple[str, int]] = []
    for column in shown.columns:
        label = str(capfirst(Theme(column.theme).label))
        if spans and spans[-1][0] == label:
            spans[-1] = (label, spans[-1][1] + 1)
        else:
            spans.append((label, 1))
    rows: list[tuple[UnitVersion, SafeString]] = [
        (unit, charts.heat(shown.cells[unit.unit_id])) for unit in shown.units
    ]
    return {"columns": shown.columns, "spans": spans, "rows": rows, "wide": len(shown.columns) > MOST_ON_A4}


def _figure(shown: Shown, unit: UnitVersion, term: Term | None, request: HttpRequest) -> charts.Figure:
    headings = [str(column.label) for column in shown.columns]
    rows = [(row.short_name or row.name, shown.cells[row.unit_id]) for row in shown.units]
    basis = _("Plan %s") % term.code if term else _("Actual holders")
    return charts.Figure(
        slug="heat",
        title=_("Units and indicators: %s") % basis,
        under=f"{unit.name}, {request.on:%d/%m/%Y}",
        picture=charts.grid(headings, rows, _("Units and indicators")),
        height=charts.grid_height(headings, rows),
        headings=[_("Unit"), *headings],
        rows=[(row.name, *(_value(cell.words) for cell in shown.cells[row.unit_id])) for row in shown.units],
    )


def _value(words: str) -> str:
    return "" if words == NOTHING else words
