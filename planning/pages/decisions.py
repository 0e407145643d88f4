"""Decisions: the register, one decision, and the form by which many lists are approved at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import clock
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from planning.actions import decisions as actions
from planning.filters import DecisionFilter
from planning.models import Decision
from planning.pages.doors import act, answer, cleaned, page, whole, why_not_now
from planning.pages.forms import LARGEST_VERSION, DecisionForm
from planning.queries.decisions import approved, ready, register, with_authorities, written


@require_safe
@page(Verb.SEE_PLANS)
def decisions(request: HttpRequest) -> HttpResponse:
    found = Listing(request, DecisionFilter(request.GET, register(request.user, request.on), request=request))
    rows = with_authorities(found.page.object_list, request.on)
    return found.render(
        "planning/decisions/list.html", {"decisions": rows, "may_decide": request.user.may_somewhere(Verb.APPROVE)}
    )


@require_safe
@page(Verb.SEE_PLANS)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    user, on = request.user, request.on
    row = get_object_or_404(Decision.objects.visible_to(user, on).select_related("decided_by"), pk=pk)
    with_authorities([row], on)
    added, removed = written(row, user, on)
    context = {
        "decision": row,
        "submissions": approved(row, user, on),
        "changes": [("add", added), ("remove", removed)],
        "crumbs": _crumbs(),
    }
    return answer(request, "planning/decisions/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.APPROVE)
def decision_new(request: HttpRequest) -> HttpResponse:
    """Approve appraised lists by a numbered decision; `?submission=` says which are ticked at first."""
    if request.method != "POST":
        insist(why_not_now(request))
        chosen = [whole(text) for text in request.GET.getlist("submission")]
        return _form(request, DecisionForm(initial={"day": clock.today()}), chosen)
    chosen = [whole(text) for text in request.POST.getlist("submission")]
    form = DecisionForm(request.POST)
    try:
        row = act(request, actions.decide, submissions=_some(chosen), versions=_versions(request), **cleaned(form))
    except Refused as refusal:
        return _form(request, form, chosen, refusal)
    said = ngettext(
        "Decision %(number)s approves %(n)d list.", "Decision %(number)s approves %(n)d lists.", len(chosen)
    )
    messages.success(request, said % {"number": row.number, "n": len(chosen)})
    return redirect("decision", row.pk)


def _form(request: HttpRequest, form: DecisionForm, chosen: list[int], refusal: Refused | None = None) -> HttpResponse:
    context = {
        "form": form,
        "chosen": chosen,
        "submissions": ready(request.user, request.on),
        "crumbs": _crumbs(),
    }
    return answer(request, "planning/decisions/new.html", context, refusal)


def _some(chosen: list[int]) -> list[int]:
    if not chosen:
        raise Refused("nothing_chosen", _("Tick at least one list that the decision approves."), status=400)
    return sorted(set(chosen))


def _versions(request: HttpRequest) -> dict[int, int]:
    """The version of each list that the reader saw, sent along as `version-<id>`."""
    sent = {name[8:]: text for name, text in request.POST.items() if name.startswith("version-")}
    return {whole(pk): min(whole(version), LARGEST_VERSION) for pk, version in sent.items()}


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Decisions"), reverse("decisions"))]
