"""Decisions: the register, one decision, and the form by which many lists are approved at once."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import artifacts, clock
from anphu.kit.artifacts import PAPERS, Artifact
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.rules import access
from planning.actions import closings, corrections
from planning.actions import decisions as actions
from planning.filters import DecisionFilter
from planning.models import Decision
from planning.pages.documents import offered
from planning.pages.doors import act, answer, cleaned, page, whole, why_not_now, writes
from planning.pages.forms import LARGEST_VERSION
from planning.pages.forms_decisions import CorrectionForm, PublicationForm, ScanForm, SignedForm
from planning.queries.decisions import approved, files, is_whole, ready, register, with_authorities, written
from planning.queries.publications import of_decision

SCAN_LIMIT = 20 << 20


@require_safe
@page(Verb.SEE_PLANS)
def decisions(request: HttpRequest) -> HttpResponse:
    found = Listing(request, DecisionFilter(request.GET, register(request.user, request.on), request=request))
    rows = with_authorities(found.page.object_list, request.on)
    context = {
        "decisions": rows,
        "may_decide": request.user.may_somewhere(Verb.APPROVE),
        "may_close": request.user.may_everywhere(Verb.OPEN_ROUND) and why_not_now(request) is None,
    }
    return found.render("planning/decisions/list.html", context)


@require_safe
@page(Verb.SEE_PLANS)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, found(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.APPROVE)
def decision_new(request: HttpRequest) -> HttpResponse:
    """Approve appraised lists by a numbered decision; `?submission=` says which are ticked at first."""
    if request.method != "POST":
        insist(why_not_now(request))
        chosen = [whole(text) for text in request.GET.getlist("submission")]
        return _form(request, SignedForm(initial={"day": clock.today()}), chosen)
    chosen = [whole(text) for text in request.POST.getlist("submission")]
    form = SignedForm(request.POST, request.FILES)
    try:
        row = _decided(request, form, _some(chosen))
    except Refused as refusal:
        return _form(request, form, chosen, refusal)
    said = ngettext(
        "Decision %(number)s approves %(n)d list.", "Decision %(number)s approves %(n)d lists.", len(chosen)
    )
    messages.success(request, said % {"number": row.number, "n": len(chosen)})
    return redirect("decision", row.pk)


@transaction.atomic
def _decided(request: HttpRequest, form: SignedForm, chosen: list[int]) -> Decision:
    """The decision and its scan, or neither."""
    typed = cleaned(form)
    scan = typed.pop("file")
    row = act(request, actions.decide, submissions=chosen, versions=_versions(request), **typed)
    if scan:
        act(request, corrections.attach, decision=row.pk, artifact=_received(request, scan))
    return row


@page()
@writes(lambda request, pk: reverse("decision", args=[pk]))
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a scan to a decision."""
    form = ScanForm(request.POST, request.FILES)
    try:
        scan = cleaned(form)["file"]
        with transaction.atomic():
            act(request, corrections.attach, decision=pk, artifact=_received(request, scan))
    except Refused as refusal:
        return _show(request, found(request, pk), refusal)
    messages.success(request, _("The file belongs to the decision now."))
    return redirect("decision", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.APPROVE)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a decision by one that puts it right."""
    row = found(request, pk)
    insist(access.why_not(request.user, Verb.APPROVE, row.authority_id, request.on))
    begun, ended = written(row, request.user, request.on)
    begun = [entry for entry in begun if entry.period.upper is None]
    if request.method != "POST":
        insist(why_not_now(request))
        return _correction(request, row, CorrectionForm(begun=begun, ended=ended, initial={"day": clock.today()}))
    form = CorrectionForm(request.POST, begun=begun, ended=ended)
    try:
        cleaned(form)
        made = act(request, corrections.correct, decision=pk, **form.arguments())
    except Refused as refusal:
        return _correction(request, row, form, refusal)
    messages.success(request, _("Decision %(number)s corrects it.") % {"number": made.number})
    return redirect("decision", made.pk)


@page(Verb.OPEN_ROUND)
@writes(lambda request: reverse("decisions"))
def close_by_rule(request: HttpRequest) -> HttpResponse:
    """End what ends by rule now, rather than at night."""
    made = act(request, closings.close_by_rule)
    numbers = ", ".join(row.number for row in made)
    said = _("Recorded: %(numbers)s.") % {"numbers": numbers} if made else _("No entry of the plan ends by rule today.")
    messages.success(request, said)
    return redirect("decision", made[0].pk) if made else redirect("decisions")


def found(request: HttpRequest, pk: int) -> Decision:
    """The visible decision of that id, with its authority, or 404."""
    rows = Decision.objects.visible_to(request.user, request.on).select_related("decided_by", "corrects", "seal")
    row = get_object_or_404(rows, pk=pk)
    with_authorities([row], request.on)
    return row


def crumbs() -> list[tuple[str, str]]:
    return [(_("Decisions"), reverse("decisions"))]


def _show(request: HttpRequest, row: Decision, refusal: Refused | None = None) -> HttpResponse:
    user, on = request.user, request.on
    added, removed = written(row, user, on)
    publishes, decides = (
        access.may(user, verb, row.authority_id, on) if user.may_somewhere(verb) else False
        for verb in (Verb.PUBLISH, Verb.APPROVE)
    )
    now = why_not_now(request) is None
    context = {
        "decision": row,
        "seal": getattr(row, "seal", None),
        "is_whole": is_whole(row, user, on),
        "submissions": approved(row, user, on),
        "changes": [("add", added), ("remove", removed)],
        "files": files(row, user, on),
        "papers": offered(request, "decision", row.pk),
        "publications": of_decision(row, user, on),
        "corrections": list(row.corrections.all()),
        "scan_form": ScanForm() if (publishes or decides) and now else None,
        "publication_form": PublicationForm(initial={"audience": "units"}) if publishes and now else None,
        "may_correct": decides and now,
        "crumbs": crumbs(),
    }
    return answer(request, "planning/decisions/decision.html", context, refusal)


def _form(request: HttpRequest, form: SignedForm, chosen: list[int], refusal: Refused | None = None) -> HttpResponse:
    context = {
        "form": form,
        "chosen": chosen,
        "submissions": ready(request.user, request.on),
        "crumbs": crumbs(),
    }
    return answer(request, "planning/decisions/new.html", context, refusal)


def _correction(request: HttpRequest, row: Decision, form: CorrectionForm, refusal=None) -> HttpResponse:
    context = {"form": form, "decision": row, "crumbs": [*crumbs(), (row.number, reverse("decision", args=[row.pk]))]}
    return answer(request, "planning/decisions/correct.html", context, refusal)


def _received(request: HttpRequest, scan) -> Artifact:
    return artifacts.receive(scan, scan.name, actor=request.user, limit=SCAN_LIMIT, allowed=PAPERS)


def _some(chosen: list[int]) -> list[int]:
    if not chosen:
        raise Refused("nothing_chosen", _("Tick at least one list that the decision approves."), status=400)
    return sorted(set(chosen))


def _versions(request: HttpRequest) -> dict[int, int]:
    """The version of each list that the reader saw, sent along as `version-<id>`."""
    sent = {name[8:]: text for name, text in request.POST.items() if name.startswith("version-")}
    return {whole(pk): min(whole(version), LARGEST_VERSION) for pk, version in sent.items()}
