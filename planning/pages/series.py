"""An indicator of a unit through the months, and why it is different on two of the days."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import charts
from anphu.kit.refusals import Refused
from anphu.kit.replica import reports
from orgtree.choices import Verb
from planning.indicators.definitions import PERCENT, Indicator
from planning.indicators.series import Moment, series
from planning.pages import pictures_indicators as pictures
from planning.pages.doors import page
from planning.pages.figures import carried_away
from planning.pages.one_indicator import OneIndicator
from planning.pages.why import compared

TEMPLATE = "planning/indicators/series.html"
_YEAR = 365.25


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def indicator_series(request: HttpRequest, code: str) -> HttpResponse:
    """`?unit=`, `?term=`; `?from=` and `?to=` are two days of the series to compare; `?as=` gives the picture."""
    asked = OneIndicator(request, code)
    if request.htmx:
        return asked.picker.fragment()
    if asked.unit is None:
        return asked.answer(TEMPLATE, {})
    moments = series(asked.indicator, asked.term, asked.unit, asked.known, request.on)
    figure = _figure(asked, moments)
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    days = [moment.day for moment in moments if moment.value]
    shown = {"figure": figure, "days": days[::-1]}
    try:
        return asked.answer(TEMPLATE, shown | compared(asked, days))
    except Refused as refusal:
        return asked.failing(TEMPLATE, refusal, shown)


def _at(day: datetime.date) -> float:
    """A day as a place on a scale of years."""
    return round(day.year + (day.timetuple().tm_yday - 1) / _YEAR, 3)


def _figure(asked: OneIndicator, moments: list[Moment]) -> charts.Figure | None:
    """None where no value is known."""
    indicator, term, target = asked.indicator, asked.term, asked.known.targets.get(asked.indicator.code)
    amounts = [moment.amount for moment in moments if moment.amount is not None]
    if not amounts:
        return None
    first, last = moments[0].day, moments[-1].day
    words = _("%(indicator)s: from %(first)s to %(last)s; the table below says every month.") % {
        "indicator": indicator.label,
        "first": pictures.amount_words(indicator, amounts[0]),
        "last": pictures.amount_words(indicator, amounts[-1]),
    }
    picture = charts.outlook(
        [charts.Point(_at(moment.day), moment.amount) for moment in moments],
        words,
        goals=[charts.Goal(_at(first), _at(last), target.low, target.high)] if target else [],
        unit="%" if indicator.measure == PERCENT else "",
        moments=[(year, str(year)) for year in range(first.year + 1, last.year + 1)],
    )
    basis = _("Plan %s") % term.code if term else _("Actual holders")
    return charts.Figure(
        slug=f"series-{indicator.slug}",
        title=str(indicator.label),
        under=f"{asked.picker.unit.name}, {basis}, {asked.request.on:%d/%m/%Y}",
        picture=picture,
        height=charts.OUTLOOK_HEIGHT,
        headings=(_("Day"), _("Value"), _("Numerator"), _("Denominator"), _("Unknown"), _("Excluded")),
        rows=[_counts(indicator, moment) for moment in reversed(moments)],
        keys=[charts.Key("outlook__goal", pictures.target_words(target, indicator))] if target else [],
    )


def _counts(indicator: Indicator, moment: Moment) -> tuple:
    day, value = f"{moment.day:%d/%m/%Y}", moment.value
    if value is None or (moment.amount is None and value.denominator):
        return (day, pictures.NOTHING, None, None, None, None)
    counts = (value.numerator, value.denominator, value.unknown, value.excluded)
    return (day, pictures.amount_words(indicator, moment.amount), *counts)
