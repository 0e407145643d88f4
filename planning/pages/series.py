"""An indicator of a unit through the months, and why it is different on two of the days."""

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import charts
from anphu.kit.figures import number
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import Person
from orgtree.queries.units import versions_on
from planning.indicators import changes
from planning.indicators.changes import Difference, Edge
from planning.indicators.definitions import PERCENT, Indicator
from planning.indicators.series import Moment, series
from planning.pages import pictures_indicators as pictures
from planning.pages.behind import WORDS, named
from planning.pages.doors import page
from planning.pages.figures import carried_away
from planning.pages.one_indicator import OneIndicator
from planning.queries.planned import introduce

TEMPLATE = "planning/indicators/series.html"
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words: `person` introduced, or `words` and `address` of what is no person."""

    person: Person | None
    words: str
    address: str
    unit: str
    before: str
    after: str
    why: list[str]


@require_safe
@page(Verb.SEE_INDICATORS)
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
        return asked.answer(TEMPLATE, shown | _compared(asked, days))
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


def _compared(asked: OneIndicator, days: list[datetime.date]) -> dict:
    """Between the two days asked for; who asks for none is offered the last two, as comparing takes its time."""
    if len(days) < 2:
        return {"differences": None}
    request, indicator = asked.request, asked.indicator
    first, last = _day(request, "from", days, days[-2]), _day(request, "to", days, days[-1])
    if not {"from", "to"} & request.GET.keys():
        return {"first": first, "last": last, "differences": None}
    if first > last:
        first, last = last, first
    found = changes.between(indicator, asked.term, asked.unit, request.user, first, last)
    return {
        "first": first,
        "last": last,
        "differences": _shown(indicator, found.rows, request.user, request.on),
        "total": found.total,
        "not_shown": found.total - len(found.rows),
        "most": changes.MOST,
    }


def _day(request: HttpRequest, name: str, days: list[datetime.date], default: datetime.date) -> datetime.date:
    """One of `days`; Http404 for whatever is none of them."""
    text = request.GET.get(name, "")
    if not text:
        return default
    by_text = {day.isoformat(): day for day in days}
    if text not in by_text:
        raise Http404(text)
    return by_text[text]


def _shown(indicator: Indicator, rows: list[Difference], user, on: datetime.date) -> list[Shown]:
    units = {key: version.name for key, version in versions_on({row.unit for row in rows}, on).items()}
    keys = {row.subject for row in rows}
    people: dict[int, Person] = {}
    if indicator.subject == "person":
        people = Person.objects.visible_to(user, on).in_bulk(keys)
        introduce(people.values(), user, on)
    words = {} if people else named(indicator, keys, user, on)
    return [
        Shown(
            people.get(row.subject),
            *words.get(row.subject, ("", "")),
            units.get(row.unit, ""),
            _list_words(row.before, row.amounts[0], indicator),
            _list_words(row.after, row.amounts[1], indicator),
            _why(indicator, row),
        )
        for row in rows
        if indicator.subject != "person" or row.subject in people
    ]


def _list_words(which: str | None, amount: int | None, indicator: Indicator) -> str:
    if which is None:
        return pictures.NOTHING
    if indicator.measure != PERCENT and amount is not None:
        return number(amount)
    return str(WORDS[which])


def _why(indicator: Indicator, row: Difference) -> list[str]:
    """What the record says of it; without anything dated, that time passed or that something around it changed."""
    if row.edges:
        return [_edge_words(edge) for edge in row.edges]
    if row.before and row.after and indicator.ages:
        return [_("Time passed: age, or months left to serve.")]
    return [_("Something that the number looks at beside the title changed.")]


def _edge_words(edge: Edge) -> str:
    said = {"title": edge.title or _("Membership of the cell"), "day": f"{edge.day:%d/%m/%Y}"}
    words = _("%(title)s: since %(day)s") if edge.begins else _("%(title)s: until %(day)s")
    return words % said + (f" ({edge.decision})" if edge.decision else "")
