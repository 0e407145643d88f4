"""The plan on the working day: of a unit, and of everything below it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from orgtree.choices import Verb
from planning.pages.doors import answer, page
from planning.pages.pickers import UnitPicker, pick_term
from planning.queries.caps import of_plan
from planning.queries.decisions import readable
from planning.queries.eligibility import rules_for
from planning.queries.plan import plan as plan_of
from planning.queries.plan import whole_plan
from planning.queries.planned import introduce
from planning.queries.terms import current, terms


@require_safe
@page(Verb.SEE_PLANS)
def plan(request: HttpRequest) -> HttpResponse:
    picker = UnitPicker(request, Verb.SEE_PLANS)
    if request.htmx:
        return picker.fragment()
    rows = terms()
    term = pick_term(request, rows, default=current(rows, request.on))
    titles = plan_of(picker.unit.unit_id, term, request.user, request.on) if picker.unit and term else []
    people = [entry.person for title in titles for entry in title.planned]
    introduce(people, request.user, request.on)
    decided = (entry.opened_by_id for title in titles for entry in title.planned)
    context = {
        "picker": picker,
        "term": term,
        "terms": rows,
        "titles": titles,
        "checks": of_plan(titles, request.user, request.on, rules_for(None, request.on)).get(term and term.pk, []),
        "number": len({person.pk for person in people}),
        "readable": readable(decided, request.user, request.on),
    }
    return answer(request, "planning/plans/plan.html", context)


@require_safe
@page(Verb.SEE_PLANS)
def whole(request: HttpRequest) -> HttpResponse:
    """The plan of the unit and of everything below it, by unit."""
    picker = UnitPicker(request, Verb.SEE_PLANS)
    if request.htmx:
        return picker.fragment()
    rows = terms()
    term = pick_term(request, rows, default=current(rows, request.on))
    found = whole_plan(picker.unit.unit_id, term, request.user, request.on) if picker.unit and term else None
    context = {"picker": picker, "term": term, "terms": rows, "whole": found}
    return answer(request, "planning/plans/whole.html", context)
