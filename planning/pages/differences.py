"""Differences between two plans: the page, and the same as a sheet."""

from functools import partial

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import UnitVersion
from orgtree.pages import exports
from planning.choices import Change
from planning.filters.differences import KINDS, DifferenceForm
from planning.pages.doors import INVALID, answer, page, whole
from planning.pages.pickers import UnitPicker
from planning.queries.decisions import readable
from planning.queries.differences import Difference, decided_rounds, difference
from planning.queries.planned import reachable
from planning.queries.terms import terms
from planning.reports import differences as sheet

PAGE_SIZE = 100


@require_safe
@page(Verb.SEE_PLANS)
def differences(request: HttpRequest) -> HttpResponse:
    picker = UnitPicker(request, Verb.SEE_PLANS)
    if request.htmx:
        return picker.fragment()
    form = _form(request)
    found = _found(request, picker, form) if form.is_valid() else None
    shown = _page(request, found, form) if found else None
    rows = shown.object_list if shown else []
    context = {
        "picker": picker,
        "form": form,
        "kinds": [(kind, words) for kind, (words, _fields) in KINDS.items()],
        "found": found,
        "page": shown,
        "reachable": reachable((row.person for row in rows), request.user, request.on),
        "readable": readable((row.decision[0] for row in rows if row.decision), request.user, request.on),
        "show": request.GET.get("show", ""),
        "may_export": request.user.may_somewhere(Verb.EXPORT),
    }
    wrong = None if form.is_valid() else Refused(INVALID, "", status=400)
    return answer(request, "planning/plans/differences.html", context, wrong)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.EXPORT)
def differences_sheet(request: HttpRequest) -> HttpResponse:
    """All rows of the page, of units whose lists the reader may carry away."""
    picker, form = UnitPicker(request, Verb.SEE_PLANS), _form(request)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Refused(INVALID, f"{form[field].label}: {errors[0]}", status=400)
    found = _found(request, picker, form, (Verb.SEE_PLANS, Verb.EXPORT))
    if found is None:
        raise Http404
    rows = found.having(form.cleaned_data["show"])
    export = exports.Export(
        title=_("Differences between plans"),
        filename=f"so-sanh-quy-hoach-{request.on:%Y-%m-%d}",
        back="plan-differences",
        columns=sheet.columns(),
        rows=partial(sheet.rows, rows),
        count=partial(len, rows),
        filters=_said(picker.unit, found, form),
    )
    return exports.answer(request, export)


def _form(request: HttpRequest) -> DifferenceForm:
    user, on = request.user, request.on
    return DifferenceForm(request.GET, terms=terms(), rounds=list(decided_rounds(user, on)), on=on)


def _found(
    request: HttpRequest, picker: UnitPicker, form: DifferenceForm, verbs: tuple[str, ...] = (Verb.SEE_PLANS,)
) -> Difference | None:
    sides = form.sides()
    if picker.unit is None or sides is None:
        return None
    return difference(picker.unit.unit_id, *sides, request.user, request.on, verbs)


def _page(request: HttpRequest, found: Difference, form: DifferenceForm) -> Page:
    """The page of rows asked for, beyond the end the last one. Raises Http404 for what is no number."""
    paginator = Paginator(found.having(form.cleaned_data["show"]), PAGE_SIZE)
    number = whole(request.GET.get("page") or "1")
    shown = paginator.get_page(number)
    shown.elided = list(paginator.get_elided_page_range(shown.number, on_each_side=1, on_ends=1))
    return shown


def _said(unit: UnitVersion, found: Difference, form: DifferenceForm) -> tuple[tuple[str, str], ...]:
    """What the sheet says it is."""
    show = form.cleaned_data["show"]
    return (
        (_("Unit"), unit.name),
        (_("From the plan of"), _side(found.first)),
        (_("To the plan of"), _side(found.second)),
        (pgettext("column", "Change"), str(capfirst(Change(show).label)) if show else _("all but those kept")),
    )


def _side(side) -> str:
    day = f"{side.day:%d/%m/%Y}"
    named = side.name if side.name == day else f"{side.name} ({day})"
    return f"{named}, {side.term.name}" if side.term and side.term.name != side.name else named
