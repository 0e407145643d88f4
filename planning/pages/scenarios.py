"""The sandbox: chains of moves that are tried, kept, shared, compared, and made a round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.once import once
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.actions import scenarios as actions
from planning.choices import Tried
from planning.indicators.scenarios import Shift, Trial, tried
from planning.models import Scenario
from planning.pages.doors import act, answer, asked_id, cleaned, page, why_not_now, writes
from planning.pages.forms_scenarios import MoveForm, NameForm, RoundForm, ScenarioForm
from planning.queries import scenarios as queries
from planning.queries.terms import current, terms
from planning.rules.scenarios import step_of
from planning.rules.scenarios_words import conflict_in_words, move_in_words

TARGETS, CHANGED, ALL = "targets", "changed", "all"
SHOWN = {
    TARGETS: gettext_lazy("those with a target that change"),
    CHANGED: gettext_lazy("all that change"),
    ALL: gettext_lazy("all"),
}
"""What `?show=` can say."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def scenarios(request: HttpRequest) -> HttpResponse:
    """One's own scenarios and the shared ones; POST begins one."""
    units = queries.may_try(request.user, request.on)
    form = ScenarioForm(request.POST or None, units=units, initial={"unit": asked_id(request, "unit")})
    refusal = None
    if request.method == "POST":
        try:
            asked = cleaned(form)
            return redirect(
                "scenario", once(request.POST, request.user.pk, lambda: act(request, actions.create, **asked).pk)
            )
        except Refused as refused:
            refusal = refused
    rows = list(_seen(request).select_related("owner"))
    names_of = versions_on((row.unit_id for row in rows), request.on)
    for row in rows:
        row.called = names_of[row.unit_id].name
    context = {"scenarios": rows, "form": form, "why_not": why_not_now(request)}
    return answer(request, "planning/sandbox/list.html", context, refusal)


@require_safe
@page(Verb.SEE_PLANS)
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain and what it leads to; `?with=` (id) another one beside it, `?show=` which indicators."""
    return _show(request, pk)


def record(request: HttpRequest, pk: int) -> str:
    return reverse("scenario", args=[pk])


@page(Verb.SEE_PLANS)
@writes(record)
def deed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a move out, share, share no more, copy, delete."""
    row = _found(request, pk)
    try:
        return _done(request, row.pk, request.POST.get("deed", ""))
    except Refused as refusal:
        return _show(request, pk, refusal)


def _done(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    if deed in ("share", "unshare"):
        act(request, actions.share, scenario=pk, shared=deed == "share")
    elif deed == "take_out":
        act(request, actions.remove_move, scenario=pk, move=cleaned(MoveForm(request.POST))["move"])
    elif deed == "copy":
        asked = cleaned(NameForm(request.POST))
        made = once(request.POST, request.user.pk, lambda: act(request, actions.copy, scenario=pk, **asked).pk)
        messages.success(request, _("The scenario has been copied. This is your copy."))
        return redirect("scenario", made)
    elif deed == "delete":
        act(request, actions.delete, scenario=pk)
        messages.success(request, _("The scenario has been deleted."))
        return redirect("scenarios")
    else:
        raise Refused("unknown_deed", _("There is no such step."), status=400)
    return redirect("scenario", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.OPEN_ROUND)
def scenario_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the plan moves a round with draft lists."""
    row = _found(request, pk)
    form = RoundForm(request.POST or None, initial={"name": row.name})
    refusal = None
    if request.method == "POST":
        try:
            asked = cleaned(form)
            made = once(
                request.POST, request.user.pk, lambda: act(request, actions.to_draft_round, scenario=pk, **asked).pk
            )
            messages.success(request, _("The round is open; the proposals stand on draft lists of the units."))
            return redirect("round", made)
        except Refused as refused:
            refusal = refused
    moves = _told(request, row)
    context = {
        "scenario": row,
        "form": form,
        "moves": [move for move in moves if move.kind in (Tried.ADD, Tried.REMOVE)],
        "reasons": [move for move in moves if move.kind in (Tried.APPOINT, Tried.LEAVE)],
        "why_not": why_not_now(request),
        "crumbs": _crumbs(row),
    }
    return answer(request, "planning/sandbox/round.html", context, refusal)


def _seen(request: HttpRequest):
    return Scenario.objects.visible_to(request.user, request.on)


def _found(request: HttpRequest, pk: int) -> Scenario:
    return get_object_or_404(_seen(request).select_related("owner"), pk=pk)


def _told(request: HttpRequest, row: Scenario) -> list:
    moves = queries.moves_of(row, request.user, request.on)
    for move in moves:
        move.words = move_in_words(move)
    return moves


def _show(request: HttpRequest, pk: int, refusal: Refused | None = None) -> HttpResponse:
    row = _found(request, pk)
    user, on = request.user, request.on
    moves = _told(request, row)
    trial = tried(moves, user, on)
    judged = queries.judged(moves, user, on)
    over = queries.ended({move.person_id for move in moves}, on) if trial.outcome.conflicts else {}
    for number, move in enumerate(moves):
        conflict = trial.outcome.conflicts.get(number)
        move.conflict = conflict and conflict_in_words(conflict, over.get(step_of(move).gone))
        move.judged = judged.get(move.pk)
    others = list(_seen(request).filter(unit=row.unit_id).exclude(pk=pk).order_by("name", "pk"))
    beside = next((other for other in others if other.pk == asked_id(request, "with")), None)
    show = request.GET.get("show", TARGETS)
    show = show if show in SHOWN else TARGETS
    context = {
        "scenario": row,
        "unit": versions_on([row.unit_id], on)[row.unit_id],
        "moves": moves,
        "vacancies": queries.vacant(trial.outcome.vacancies, on),
        "shifts": _shifts(request, trial, beside, show),
        "show": show,
        "ways": list(SHOWN.items()),
        "others": others,
        "beside": beside,
        "mine": row.owner_id == user.pk,
        "why_not": why_not_now(request),
        "may_round": user.may_somewhere(Verb.OPEN_ROUND),
        "crumbs": _crumbs(),
    }
    return answer(request, "planning/sandbox/scenario.html", context, refusal)


def _shifts(request: HttpRequest, trial: Trial, beside: Scenario | None, show: str) -> list[tuple]:
    """`(shift, the same of the other scenario or None)`: what changes in one of the two, or everything."""
    there = {}
    if beside is not None:
        moves = queries.moves_of(beside, request.user, request.on)
        there = {_key(shift): shift for shift in tried(moves, request.user, request.on).shifts}
    here = {_key(shift): shift for shift in trial.shifts}
    pairs = [(here.get(key), there.get(key)) for key in dict.fromkeys([*here, *there])]
    shown = [pair for pair in pairs if any(one and _wanted(one, show) for one in pair)]
    return sorted(shown, key=lambda pair: next(one.unit.sort_key for one in pair if one)) if beside else shown


def _wanted(shift: Shift, show: str) -> bool:
    return show == ALL or (shift.changed and (show == CHANGED or shift.target is not None))


def _key(shift: Shift) -> tuple:
    return shift.unit.unit_id, shift.indicator.code, shift.term and shift.term.pk


def _crumbs(row: Scenario | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("Scenarios"), reverse("scenarios"))]
    return [*crumbs, (row.name, reverse("scenario", args=[row.pk]))] if row else crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def scenario_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a person and put a move at the end of the chain."""
    row = _found(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            asked = MoveForm.of(request.POST)
            once(request.POST, request.user.pk, lambda: act(request, actions.add_move, scenario=pk, **asked).pk)
            return redirect("scenario", pk)
        except Refused as refused:
            refusal = refused
    return _adding(request, row, refusal)


def _adding(request: HttpRequest, row: Scenario, refusal: Refused | None) -> HttpResponse:
    user, on = request.user, request.on
    kind = request.GET.get("kind", Tried.APPOINT)
    units = queries.units_of(row, user, on)
    asked = asked_id(request, "unit")
    unit = next((one for one in units if one.unit_id == asked), units[0] if units else None)
    words = names.nfc(request.GET.get("find", "")[:MAX_SEARCH])
    rows = terms()
    context = {
        "scenario": row,
        "kind": kind if kind in Tried.values else Tried.APPOINT,
        "kinds": Tried.choices,
        "units": units,
        "unit": unit,
        "titles": queries.titles_of(unit.unit_id, on) if unit else [],
        "terms": rows,
        "term": current(rows, on),
        "words": words,
        "found": queries.found(row, words, user, on),
        "typed": request.POST,
        "why_not": why_not_now(request),
        "crumbs": _crumbs(row),
    }
    template = "planning/sandbox/found.html" if request.htmx else "planning/sandbox/add.html"
    return answer(request, template, context, refusal)
