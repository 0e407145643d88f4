"""The age pyramid of a unit."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused
from anphu.kit.replica import reports
from orgtree.choices import Verb
from planning.pages.doors import INVALID, answer, page
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker
from planning.pages.pictures_people import ages_figure, group_words
from planning.queries.pyramid import GROUPS, HOLDERS, pyramid


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def ages(request: HttpRequest) -> HttpResponse:
    """`?unit=` and `?group=` of GROUPS; `?as=` gives the picture as a file."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx:
        return picker.fragment()
    group = request.GET.get("group") or HOLDERS
    if group not in GROUPS:
        raise Refused(INVALID, _("There is no such group. Choose one of the tabs."), status=400)
    unit, on = picker.unit, request.on
    found = pyramid(unit.unit_id, group, request.user, on) if unit else None
    figure = ages_figure(found, unit, on) if found and found.bands else None
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    context = {
        "picker": picker,
        "tabs": _tabs(found.groups if found else (), group, unit),
        "figure": figure,
        "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS),
    }
    return answer(request, "planning/pictures/ages.html", context)


def _tabs(groups: tuple[str, ...], chosen: str, unit) -> list[tuple[str, str, bool]]:
    """The groups in which anybody is, and the one asked for."""
    shown = [group for group in GROUPS if group in groups or group == chosen]
    return [(group_words(group), f"?unit={unit.unit_id}&group={group}", group == chosen) for group in shown if unit]
