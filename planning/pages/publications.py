"""Publications: made by the board, confirmed by units, watched until everybody has taken note."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from planning.actions import publications as actions
from planning.models import Publication
from planning.pages.decisions import crumbs, found
from planning.pages.doors import act, answer, cleaned, page, whole, why_not_now, writes
from planning.pages.forms_decisions import PublicationForm, ReceiptForm
from planning.queries.publications import own, receipts_of


@page(Verb.PUBLISH)
@writes(lambda request, pk: reverse("decision", args=[pk]))
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a decision known; refused, the form comes back on a page of its own."""
    form = PublicationForm(request.POST)
    try:
        row = act(request, actions.publish, decision=pk, **cleaned(form))
    except Refused as refusal:
        decision = found(request, pk)
        context = {
            "form": form,
            "decision": decision,
            "crumbs": [*crumbs(), (decision.number, reverse("decision", args=[pk]))],
        }
        return answer(request, "planning/publications/publish.html", context, refusal)
    asked = row.receipts.count()
    said = ngettext("Made known; %(n)d receipt is due.", "Made known; %(n)d receipts are due.", asked)
    messages.success(request, said % {"n": asked})
    return redirect("publication", row.pk)


@require_safe
@page(Verb.SEE_PLANS)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has confirmed and who has not."""
    rows = Publication.objects.visible_to(request.user, request.on).select_related("decision", "published_by")
    row = get_object_or_404(rows, pk=pk)
    receipts = receipts_of(row, request.user, request.on)
    address = reverse("decision", args=[row.decision_id])
    context = {
        "publication": row,
        "receipts": receipts,
        "due": sum(receipt.received_at is None for receipt in receipts),
        "late": row.until is not None and row.until < request.on,
        "crumbs": [*crumbs(), (row.decision.number, address)],
    }
    return answer(request, "planning/publications/publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SUBMIT)
def receipts(request: HttpRequest) -> HttpResponse:
    """What the reader's units have still to confirm; POST confirms the ticked ones."""
    if request.method != "POST":
        return _receipts(request, ReceiptForm())
    form = ReceiptForm(request.POST)
    chosen = [whole(text) for text in request.POST.getlist("receipt")]
    try:
        rows = act(request, actions.receive, receipts=_some(chosen), **cleaned(form))
    except Refused as refusal:
        return _receipts(request, form, chosen, refusal)
    messages.success(request, ngettext("%d receipt confirmed.", "%d receipts confirmed.", len(rows)) % len(rows))
    return redirect("receipts")


def _receipts(request: HttpRequest, form: ReceiptForm, chosen=(), refusal: Refused | None = None) -> HttpResponse:
    due, done = own(request.user, request.on)
    context = {
        "form": form,
        "due": [row for row in due if row.person_id is None],
        "to_tell": [row for row in due if row.person_id],
        "done": done,
        "chosen": list(chosen),
        "may_confirm": why_not_now(request) is None,
    }
    return answer(request, "planning/publications/receipts.html", context, refusal)


def _some(chosen: list[int]) -> list[int]:
    if not chosen:
        raise Refused("nothing_chosen", _("Tick at least one line."), status=400)
    return chosen
