"""Rounds: the list, the board of one round, and the forms that prepare, open and close it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.actions import rounds as actions
from planning.choices import RoundState, RoundVerb, SubmissionState
from planning.filters import RoundFilter
from planning.models import Round
from planning.pages.deadlines import count_down
from planning.pages.documents import offered
from planning.pages.doors import act, answer, cleaned, page, why_not_now, writes
from planning.pages.forms import RoundForm
from planning.pages.forms_process import PostponeForm
from planning.queries.board import authorities, board, grassroots, tally
from planning.queries.rules import rule_sets
from planning.queries.steps import by_kind
from planning.queries.terms import terms
from planning.rules import moves


@require_safe
@page(Verb.SEE_PLANS)
def rounds(request: HttpRequest) -> HttpResponse:
    seen = Round.objects.visible_to(request.user, request.on).prefetch_related("terms")
    found = Listing(request, RoundFilter(request.GET, seen, request=request))
    rows = list(found.page.object_list)
    counts = tally(rows, request.user, request.on)
    count_down(rows)
    context = {
        "rounds": [(row, counts[row.pk][SubmissionState.APPROVED], sum(counts[row.pk].values())) for row in rows],
        "may_prepare": request.user.may_somewhere(Verb.OPEN_ROUND),
    }
    return found.render("planning/rounds/list.html", context)


@require_safe
@page(Verb.SEE_PLANS)
def round(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _record(request: HttpRequest, pk: int) -> str:
    return reverse("round", args=[pk])


@page(Verb.SEE_PLANS)
@writes(_record)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a prepared round or close one whose work is done."""
    row = _found(request, pk)
    try:
        row = act(request, actions.move, round=row.pk, verb=request.POST.get("verb", ""))
    except Refused as refusal:
        return _show(request, pk, refusal)
    opened = row.state == RoundState.OPEN
    messages.success(
        request, _("The round is open: every unit now has its list.") if opened else _("The round is closed.")
    )
    return redirect("round", pk)


@page(Verb.OPEN_ROUND)
@writes(_record)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the deadline of an open round."""
    _found(request, pk)
    form = PostponeForm(request.POST)
    try:
        cleaned(form)
        row = act(request, actions.postpone, round=pk, **form.cleaned_data)
    except Refused as refusal:
        return _show(request, pk, refusal, form)
    sentence = _("The deadline is now %(day)s; the secretaries have been told.")
    messages.success(request, sentence % {"day": f"{row.deadline:%d/%m/%Y}"})
    return redirect("round", pk)


@page(Verb.OPEN_ROUND)
@writes(_record)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a round that was prepared wrongly."""
    row = _found(request, pk)
    try:
        act(request, actions.discard, round=pk)
    except Refused as refusal:
        return _show(request, pk, refusal)
    messages.success(request, _("“%(name)s” has been taken back.") % {"name": row.name})
    return redirect("rounds")


def _choices(request: HttpRequest) -> dict:
    return {
        "authorities": authorities(request.user, request.on),
        "terms": terms(),
        "units": grassroots(request.user, request.on),
        "rule_sets": rule_sets(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.OPEN_ROUND)
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a round right that is being prepared."""
    row = _found(request, pk)
    form = RoundForm(request.POST or None, amended=row, **_choices(request))
    refusal = None
    if request.method != "POST":
        insist(why_not_now(request) or moves.why_not_amend(row, user=request.user, on=request.on))
    else:
        try:
            cleaned(form)
            act(request, actions.amend, round=row.pk, **form.arguments())
            messages.success(request, _("The round has been changed."))
            return redirect("round", row.pk)
        except Refused as refused:
            refusal = refused
    crumbs = [*_crumbs(), (row.name, reverse("round", args=[row.pk]))]
    return answer(request, "planning/rounds/new.html", {"form": form, "round": row, "crumbs": crumbs}, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.OPEN_ROUND)
def round_new(request: HttpRequest) -> HttpResponse:
    """Prepare a round; it is opened on its own page, when everything is right."""
    form = RoundForm(request.POST or None, **_choices(request))
    refusal = None
    if request.method != "POST":
        insist(why_not_now(request))
    else:
        try:
            cleaned(form)
            return redirect("round", act(request, actions.prepare, **form.arguments()).pk)
        except Refused as refused:
            refusal = refused
    return answer(request, "planning/rounds/new.html", {"form": form, "crumbs": _crumbs()}, refusal)


def _found(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(
        Round.objects.visible_to(request.user, request.on).select_related("rule_set").prefetch_related("terms"), pk=pk
    )


def _show(
    request: HttpRequest, pk: int, refusal: Refused | None = None, postponing: PostponeForm | None = None
) -> HttpResponse:
    """The board: how many units stand where, and each of them; `?state=` and `?q=` narrow it."""
    row = _found(request, pk)
    user, on = request.user, request.on
    state, words = request.GET.get("state", ""), names.nfc(request.GET.get("q", "")[:MAX_SEARCH])
    if state and state not in SubmissionState.values:
        raise Http404(state)
    count_down([row])
    counts = tally([row], user, on)[row.pk]
    context = {
        "round": row,
        "authority": versions_on([row.authority_id], on)[row.authority_id],
        "submissions": board(row, user, on, state=state, words=words),
        "tabs": _tabs(row, counts, state, words),
        "approved": counts[SubmissionState.APPROVED],
        "total": sum(counts.values()),
        "state": state,
        "words": words,
        "moves": [
            (verb, why_not_now(request) or moves.why_not_round(row, verb, user=user, on=on))
            for verb in _moves(row, user)
        ],
        "kinds": by_kind(row, user, on),
        "papers": offered(request, "round", row.pk),
        "may_set_steps": row.state == RoundState.DRAFT and user.may_somewhere(Verb.OPEN_ROUND),
        "postponing": (postponing or PostponeForm()) if _may_postpone(request, row) else None,
        "may_discard": (why_not_now(request) or moves.why_not_discard(row, user=user, on=on)) is None,
        "crumbs": _crumbs(),
    }
    template = "planning/rounds/results.html" if request.htmx else "planning/rounds/board.html"
    return answer(request, template, context, refusal)


def _may_postpone(request: HttpRequest, row: Round) -> bool:
    may = row.state == RoundState.OPEN and request.user.may_somewhere(Verb.OPEN_ROUND)
    return may and why_not_now(request) is None


def _moves(row: Round, user) -> list[RoundVerb]:
    """What can be done with the round as a whole, for those who ever do it."""
    following = {RoundState.DRAFT: [RoundVerb.OPEN], RoundState.OPEN: [RoundVerb.CLOSE]}
    return following.get(row.state, []) if user.may_somewhere(Verb.OPEN_ROUND) else []


def _tabs(row: Round, counts: dict[str, int], state: str, words: str) -> list[tuple]:
    """`(label, address, is current, number)`: all units, and those in each state."""
    address = reverse("round", args=[row.pk])
    every = [("", _("All"), sum(counts.values())), *((s, s.label, counts[s]) for s in SubmissionState)]
    return [
        (label, f"{address}?{urlencode({'state': value, 'q': words})}", value == state, number)
        for value, label, number in every
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Rounds"), reverse("rounds"))]
