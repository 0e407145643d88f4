"""Bench strength: how many stand ready for each title, year by year; and the succession picture of a unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.replica import reports
from orgtree.choices import Verb
from planning.choices import Verdict
from planning.pages import pictures
from planning.pages.doors import answer, page
from planning.pages.figures import carried_away
from planning.pages.pickers import UnitPicker, pick_term
from planning.pages.pictures_coverage import coverage_figure
from planning.queries.coverage import coverage as coverage_of
from planning.queries.succession import succession as succession_of
from planning.queries.terms import current, terms
from planning.queries.units import reached


@require_safe
@page(Verb.SEE_PLANS)
@reports
def coverage(request: HttpRequest) -> HttpResponse:
    """Of a unit and everything below it, in the plan of one term or of the term worked with in each year; `?as=` gives
    the picture of the key titles as a file."""
    picker = UnitPicker(request, Verb.SEE_PLANS)
    if request.htmx:
        return picker.fragment()
    rows = terms()
    term = pick_term(request, rows, default=None)
    found = coverage_of(picker.unit.unit_id, rows, request.user, request.on, term) if picker.unit else None
    figure = coverage_figure(found, picker.unit, term, request.on) if found and found.titles else None
    file = carried_away(request, [figure] if figure else [])
    if file is not None:
        return file
    context = {"picker": picker, "term": term, "terms": rows, "found": found, "figure": figure, "may_see_plans": True}
    return answer(request, "planning/plans/coverage.html", context)


@require_safe
@page(Verb.SEE_PLANS)
@reports
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Each title of the unit itself: who holds it and how long still, and who is planned for it."""
    user, on = request.user, request.on
    unit = reached(user, Verb.SEE_PLANS, on).filter(unit=pk).first()
    if unit is None:
        raise Http404(pk)
    rows = terms()
    term = pick_term(request, rows, default=current(rows, on))
    titles = succession_of(pk, term, user, on) if term else []
    context = {
        "unit": unit,
        "term": term,
        "terms": rows,
        "axis": pictures.succession_axis(term, on) if term else None,
        "titles": [(row, pictures.succession_lanes(row, on)) for row in titles],
        "verdicts": list(reversed(Verdict)),
        "ahead": pictures.AHEAD,
        "crumbs": [(_("Plan"), f"{reverse('plan')}?unit={pk}")],
    }
    return answer(request, "planning/plans/succession.html", context)
