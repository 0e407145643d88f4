"""The appraisal board: all lists of a round on one screen; several are picked and taken on, appraised or decided."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from planning.actions import submissions as actions
from planning.choices import SubmissionState, SubmissionVerb
from planning.models import Round, Submission
from planning.pages.deadlines import count_down
from planning.pages.doors import act, answer, page, whole, why_not_now, writes
from planning.pages.forms import LARGEST_VERSION
from planning.queries.appraisal import Row, rows

SHOWS = {
    "": gettext_lazy("every list"),
    "late": gettext_lazy("late ones"),
    "warned": gettext_lazy("with warnings"),
    "mine": gettext_lazy("those I am looking at"),
    "free": gettext_lazy("submitted, nobody is looking at them"),
}


@require_safe
@page(Verb.SEE_PLANS)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _record(request: HttpRequest, pk: int) -> str:
    return reverse("board", args=[pk])


@page(Verb.SEE_PLANS)
@writes(_record)
def deed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the ticked lists on, appraise them, or gather them into one decision."""
    chosen = sorted({whole(text) for text in request.POST.getlist("submission")})
    wanted = request.POST.get("deed", "")
    try:
        if not chosen:
            raise Refused("nothing_chosen", _("Tick at least one list."), status=400)
        if wanted == "decide":
            return redirect(f"{reverse('decision-new')}?{urlencode([('submission', row) for row in chosen])}")
        _do(request, wanted, chosen)
    except Refused as refusal:
        return _show(request, pk, refusal, chosen)
    messages.success(request, _said(wanted, len(chosen)))
    return redirect(_record(request, pk))


def _said(wanted: str, number: int) -> str:
    if wanted == "claim":
        said = ngettext("You are looking at %d list now.", "You are looking at %d lists now.", number)
    else:
        said = ngettext("%d list has been appraised.", "%d lists have been appraised.", number)
    return said % number


def _do(request: HttpRequest, wanted: str, chosen: list[int]) -> None:
    if wanted == "claim":
        act(request, actions.claim_many, submissions=chosen)
    elif wanted == "appraise":
        versions = {row: _version(request.POST.get(f"version-{row}", "")) for row in chosen}
        act(request, actions.move_many, submissions=chosen, verb=SubmissionVerb.APPRAISE, versions=versions)
    else:
        raise Refused("unknown_verb", _("There is no such step."), status=400)


def _version(text: str) -> int:
    return min(whole(text), LARGEST_VERSION)


def _show(request: HttpRequest, pk: int, refusal: Refused | None = None, chosen: Sequence[int] = ()) -> HttpResponse:
    user, on = request.user, request.on
    round = get_object_or_404(Round.objects.visible_to(user, on).select_related("rule_set"), pk=pk)
    state, show = request.GET.get("state", ""), request.GET.get("show", "")
    if (state and state not in SubmissionState.values) or show not in SHOWS:
        raise Http404(state or show)
    words = names.nfc(request.GET.get("q", "")[:MAX_SEARCH])
    count_down([round])
    found = rows(round, user, on, state=state, words=words)
    context = {
        "round": round,
        "rows": [row for row in found if _shown(row, show, user)],
        "total": len(found),
        "state": state,
        "show": show,
        "words": words,
        "states": SubmissionState.choices,
        "shows": SHOWS.items(),
        "chosen": chosen,
        "may_appraise": user.may_somewhere(Verb.APPRAISE) and not why_not_now(request),
        "may_decide": user.may_somewhere(Verb.APPROVE) and not why_not_now(request),
        "crumbs": [(_("Rounds"), reverse("rounds")), (round.name, reverse("round", args=[pk]))],
    }
    template = "planning/board/rows.html" if request.htmx else "planning/board/board.html"
    return answer(request, template, context, refusal)


def _shown(row: Row, show: str, user) -> bool:
    submission: Submission = row.submission
    return {
        "late": row.late > 0,
        "warned": row.warnings > 0,
        "mine": submission.claimed_by_id == user.pk,
        "free": submission.state == SubmissionState.SUBMITTED and submission.claimed_by_id is None,
    }.get(show, True)
