"""Where an indicator of a unit is heading, month by month to the last target year."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from planning.actions import forecasts as actions
from planning.indicators import forecast as readings
from planning.indicators.definitions import BY_SLUG
from planning.indicators.foretelling import FORETOLD, why_not_until
from planning.models import Scenario
from planning.pages.doors import act, answer, asked_id, page, whole, why_not_now, with_words, writes
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker
from planning.pages.pictures_forecasts import assumption, forecast_figure, said

MONTHS_BACK = 60


@require_safe
@page(Verb.SEE_INDICATORS)
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    """`?unit=`, with `?scenario=` (id) beside the two assumptions; `?year=`: is refused beyond the last target year."""
    return _show(request, code)


@page(Verb.SEE_PLANS)
@writes(lambda request, code: f"{reverse('forecast', args=[code])}?{urlencode(request.GET.dict())}")
def forecast_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Have a saved scenario forecast by a worker."""
    _indicator(code)
    scenario, unit = whole(request.POST.get("scenario", "")), whole(request.POST.get("unit", ""))
    try:
        act(request, actions.ask, scenario=scenario)
    except Refused as refusal:
        with_words(request, refusal)
    else:
        messages.success(request, _("The forecast has been asked for. Load this page again in a while."))
    return redirect(f"{reverse('forecast', args=[code])}?{urlencode({'unit': unit, 'scenario': scenario})}")


def _indicator(code: str):
    if code not in BY_SLUG:
        raise Http404(code)
    return BY_SLUG[code]


def _show(request: HttpRequest, code: str) -> HttpResponse:
    indicator = _indicator(code)
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx:
        return picker.fragment()
    user, on, unit = request.user, request.on, picker.unit
    insist(_why_not_year(request))
    scenarios = list(Scenario.objects.visible_to(user, on).order_by("name", "pk"))
    chosen = asked_id(request, "scenario")
    if chosen is not None and chosen not in {row.pk for row in scenarios}:
        raise Http404(chosen)
    told = indicator.code in FORETOLD
    prospect = readings.of_unit(unit.unit_id, user, on, codes=[indicator.code], saved=chosen) if unit and told else None
    past = readings.past(unit.unit_id, user, on, indicator, MONTHS_BACK) if prospect else []
    courses = prospect.courses.get(indicator.code, {}) if prospect else {}
    figure = forecast_figure(past, prospect, indicator.code, unit) if courses else None
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    context = {
        "picker": picker,
        "indicator": indicator,
        "told": told,
        "prospect": prospect,
        "figure": figure,
        "courses": [
            (assumption(prospect, name), course, prospect.outlooks[name], said(course, course.last.amount))
            for name, course in courses.items()
        ],
        "scenarios": scenarios,
        "chosen": chosen,
        "unmade": chosen is not None and not any(scenario == "saved" for scenario in courses),
        "why_not_ask": why_not_now(request),
        "crumbs": [
            (_("Indicators"), reverse("indicators")),
            (indicator.label, f"{reverse('indicator', args=[code])}" + (f"?unit={unit.unit_id}" if unit else "")),
        ],
    }
    return answer(request, "planning/forecasts/indicator.html", context)


def _why_not_year(request: HttpRequest) -> Refused | None:
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) > 0):
        return Refused("invalid", _("Write the year in four digits, such as 2030."), status=400)
    return why_not_until(request.on, datetime.date(int(text), 12, 31))
