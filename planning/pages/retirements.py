"""The retirement calendar of a unit: how many in each quarter, and who."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused
from anphu.kit.replica import reports
from orgtree.choices import Verb
from planning.pages.doors import INVALID, answer, asked_page, page
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker
from planning.pages.pictures_people import place_words, retirements_figure
from planning.queries.planned import introduce
from planning.queries.retirements import GROUPS, PAST, QUARTERS, UNSURE, Calendar, calendar, who

PAGE_SIZE = 50
PLACES = {"past": PAST, "open": UNSURE} | {str(place): place for place in range(QUARTERS)}
"""What `?place=` can say."""


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def retirements(request: HttpRequest) -> HttpResponse:
    """`?unit=`, narrowed by `?place=` and `?group=`; `?as=` gives the picture as a file."""
    picker = UnitPicker(request, Verb.SEE_INDICATORS)
    if request.htmx:
        return picker.fragment()
    place, group = _narrowed(request)
    unit, on = picker.unit, request.on
    found = calendar(unit.unit_id, request.user, on) if unit else None
    figure = retirements_figure(found, unit, on) if found and found.total != 0 else None
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    context = {
        "picker": picker,
        "may_see_plans": request.user.may_somewhere(Verb.SEE_PLANS),
        "figure": figure,
        "groups": [(code, capfirst(words)) for code, (words, _condition) in GROUPS.items()],
        "places": [(code, place_words(place, on)) for code, place in PLACES.items()],
        "place": request.GET.get("place", ""),
        "group": group or "",
        **(_people(request, found, place, group, unit.unit_id) if figure else {}),
    }
    return answer(request, "planning/pictures/retirements.html", context)


def _narrowed(request: HttpRequest) -> tuple[int | None, str | None]:
    place, group = request.GET.get("place") or None, request.GET.get("group") or None
    if (place and place not in PLACES) or (group and group not in GROUPS):
        raise Refused(INVALID, _("There is no such quarter or group. Choose one from the lists."), status=400)
    return PLACES.get(place), group


def _people(request: HttpRequest, found: Calendar, place: int | None, group: str | None, unit: int) -> dict:
    """The page of people asked for, and how many belong to it whom the reader may not see."""
    number = asked_page(request)
    shown = who(
        unit, request.user, request.on, place=place, group=group, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    if not shown.rows and number > 1:
        raise Http404(number)
    pages = Paginator(range(shown.total), PAGE_SIZE)
    listed = pages.get_page(number)
    listed.elided = list(pages.get_elided_page_range(listed.number, on_each_side=1, on_ends=1))
    introduce((row.person for row in shown.rows), request.user, request.on)
    counted = found.narrowed(place, group)
    return {
        "rows": [(row, place_words(row.place, request.on), capfirst(GROUPS[row.group][0])) for row in shown.rows],
        "page": listed,
        "not_shown": None if counted is None else counted - shown.total,
    }
