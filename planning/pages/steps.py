"""Steps of a round in preparation: which conferences its lists go through, and by when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.rules import access
from planning.actions import rounds as actions
from planning.choices import RoundState
from planning.models import Round, RoundStep
from planning.pages.doors import act, answer, page, why_not_now
from planning.pages.forms_steps import StepForms, steps_as_typed, steps_of


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.OPEN_ROUND)
def round_steps(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Round.objects.visible_to(request.user, request.on), pk=pk)
    insist(_why_not(request, row))
    rows = list(RoundStep.objects.visible_to(request.user, request.on).filter(round=row))
    lines = StepForms(request.POST or None, initial=steps_as_typed(rows))
    refusal = None
    if request.method == "POST":
        try:
            if not lines.is_valid():
                raise Refused("invalid", _("Correct what is marked below."), status=400)
            act(request, actions.set_steps, round=pk, steps=steps_of(lines, rows))
            messages.success(request, _("The steps have been saved."))
            return redirect("round", pk)
        except Refused as refused:
            refusal = refused
    crumbs = [(_("Rounds"), reverse("rounds")), (row.name, reverse("round", args=[pk]))]
    return answer(request, "planning/rounds/steps_form.html", {"round": row, "lines": lines, "crumbs": crumbs}, refusal)


def _why_not(request: HttpRequest, row: Round) -> Refused | None:
    if row.state != RoundState.DRAFT:
        return Refused("wrong_state", _("The steps of a round are set while it is being prepared."))
    return why_not_now(request) or access.why_not(request.user, Verb.OPEN_ROUND, row.authority_id, request.on)
