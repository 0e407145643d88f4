"""Conferences of a list: where its steps stand, and the form in which one sitting is written down and closed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import artifacts
from anphu.kit.artifacts import Artifact
from anphu.kit.refusals import Refused, insist
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.queries.units import versions_on
from orgtree.rules import access
from planning.actions import conferences as actions
from planning.models import Conference, RoundStep, Submission
from planning.pages.documents import offered
from planning.pages.doors import act, answer, cleaned, page, why_not_now, writes
from planning.pages.forms_process import ConferenceForm, typed
from planning.queries.conferences import Place, ballot, stand
from planning.rules import conferences as rules
from planning.rules import moves
from planning.rules.courses import Course, course

MINUTES_LIMIT = 20 << 20
CLOSE = "close"
_SALT = "minutes received with a form that was refused"


@dataclass(frozen=True)
class Desk:
    """What the form of one sitting stands on."""

    submission: Submission
    step: RoundStep
    course: Course
    ballot: list[Place]
    conference: Conference | None

    @property
    def lines(self) -> list:
        return [line for place in self.ballot for line in place.lines]

    @property
    def address(self) -> str:
        if self.conference:
            return reverse("conference", args=[self.conference.pk])
        return reverse("conference-new", args=[self.submission.pk, self.step.pk])


@require_safe
@page(Verb.SEE_PLANS)
def conferences(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of a list with their sittings."""
    row = _submission(request, pk)
    context = {
        "submission": row,
        "standing": stand(row, request.user, request.on),
        "why_not": _why_not(request, row),
        "may_export": request.user.may_somewhere(Verb.EXPORT),
        "crumbs": _crumbs(row),
    }
    return answer(request, "planning/conferences/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def conference_new(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Write down a sitting of a step that has none open."""
    row = _submission(request, pk)
    insist(access.why_not(request.user, Verb.PROPOSE, row.unit_id, request.on))
    found = course(row)
    asked = next((one for one in found.steps if one.pk == step), None)
    if asked is None:
        raise Http404
    refusal = _why_not(request, row) or rules.why_not_begin(found, asked)
    if request.method != "POST":
        insist(refusal)
    desk = Desk(row, asked, found, ballot(found, asked, request.user, request.on), None)
    return _form(request, desk, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """One sitting: as a form while it is open and the reader may write, otherwise as it stands."""
    row = _found(request, pk)
    submission = _submission(request, row.submission_id)
    if row.closed_at is None and _why_not(request, submission) is None:
        found = course(submission)
        voted = ballot(found, row.step, request.user, request.on)
        return _form(request, Desk(submission, row.step, found, voted, row))
    if request.method == "POST":
        insist(_why_not(request, submission))
        raise Refused("closed_already", _("This conference is closed; nothing in it changes any more."))
    standing = stand(submission, request.user, request.on)
    sittings = (one for step in standing for one in step.sittings if one.pk == pk)
    context = {
        "conference": next(sittings, row),
        "submission": submission,
        "measure": _measure(course(submission)),
        "papers": offered(request, "conference", pk),
        "crumbs": _crumbs(submission, within=True),
    }
    return answer(request, "planning/conferences/conference.html", context)


def _record(request: HttpRequest, pk: int) -> str:
    return reverse("conference", args=[pk])


@page(Verb.SEE_PLANS)
@writes(_record)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an open sitting."""
    row = _found(request, pk)
    act(request, actions.discard, conference=pk)
    messages.success(request, _("The conference has been taken back."))
    return redirect("conferences", row.submission_id)


@require_safe
@page(Verb.SEE_PLANS)
def minutes(request: HttpRequest, pk: int) -> FileResponse:
    row = _found(request, pk)
    if row.minutes is None:
        raise Http404
    words = _("Minutes of a conference: %(step)s") % {"step": row.step.name}
    reads.note(reader=request.user, kind=ReadKind.ATTACHMENT, detail=words, digest=row.minutes.digest)
    return artifacts.send(row.minutes, inline=True)


def _form(request: HttpRequest, desk: Desk, refused: Refused | None = None) -> HttpResponse:
    """Show the form of a sitting, or take what was typed into it; `refused`: why nothing can be written any more, told
    beside what was typed."""
    initial = typed(desk.conference) if desk.conference else {"day": request.on}
    form = ConferenceForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        step=desk.step,
        lines=desk.lines,
        initial=initial,
    )
    if request.method != "POST" or refused:
        return _show(request, desk, form, refused)
    paper = None
    try:
        paper = _paper(request)
        arguments = {"submission": desk.submission.pk, "step": desk.step.pk, "minutes": paper}
        arguments["seen"] = request.POST.get("seen", "")
        held = act(
            request,
            actions.hold,
            conference=desk.conference and desk.conference.pk,
            **arguments,
            **(cleaned(form) and form.sitting()),
        )
    except Refused as refusal:
        return _show(request, desk, form, refusal, paper)
    if request.POST.get("deed") == CLOSE:
        return _close(request, held)
    messages.success(request, _("The conference has been saved. It can be changed until it is closed."))
    return redirect("conference", held.pk)


def _close(request: HttpRequest, held: Conference) -> HttpResponse:
    """Close what was just saved; what keeps it open is said beside the saved form."""
    try:
        act(request, actions.close, conference=held.pk)
    except Refused as refusal:
        messages.warning(request, _("The conference has been saved."))
        messages.error(request, str(refusal))
        return redirect("conference", held.pk)
    messages.success(request, _("The conference is closed: %(step)s.") % {"step": held.step.name})
    return redirect("conferences", held.submission_id)


def _show(request, desk: Desk, form: ConferenceForm, refusal: Refused | None = None, paper=None) -> HttpResponse:
    for line in desk.lines:
        line.votes = form.votes_of(line)
    context = {
        "desk": desk,
        "form": form,
        "measure": _measure(desk.course),
        "seen": rules.mark(desk.conference) if desk.conference else "",
        "kept": paper,
        "kept_as": signing.dumps([paper.pk, request.user.pk], salt=_SALT) if paper else "",
        "crumbs": _crumbs(desk.submission, within=True),
    }
    return answer(request, "planning/conferences/form.html", context, refusal)


def _paper(request: HttpRequest) -> Artifact | None:
    """The minutes sent with the form, or those that an earlier, refused form of the same reader brought."""
    upload = request.FILES.get("minutes")
    if upload is not None:
        return artifacts.receive(upload, upload.name, actor=request.user, limit=MINUTES_LIMIT, allowed=artifacts.PAPERS)
    try:
        pk, sender = signing.loads(request.POST.get("kept", ""), salt=_SALT)
    except signing.BadSignature:
        return None
    if sender != request.user.pk:
        return None
    return Artifact.objects.filter(pk=pk).first()  # open to all: the form was signed for its sender


def _measure(found: Course) -> rules.Measure | None:
    """The numbers of law that ballots are judged by; None where the rules leave a gap, which closing will say."""
    try:
        return rules.measure(found.law)
    except Refused:
        return None


def _why_not(request: HttpRequest, row: Submission) -> Refused | None:
    return why_not_now(request) or moves.why_not_edit(row, user=request.user, on=request.on)


def _submission(request: HttpRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user, request.on).select_related("round__rule_set")
    row = get_object_or_404(rows, pk=pk)
    row.unit_version = versions_on([row.unit_id], request.on)[row.unit_id]
    return row


def _found(request: HttpRequest, pk: int) -> Conference:
    rows = Conference.objects.visible_to(request.user, request.on)
    return get_object_or_404(rows.select_related("step", "minutes", "submission").prefetch_related("results"), pk=pk)


def _crumbs(row: Submission, *, within: bool = False) -> list[tuple[str, str]]:
    crumbs = [
        (row.round.name, reverse("round", args=[row.round_id])),
        (row.unit_version.name, reverse("submission", args=[row.pk])),
    ]
    return [*crumbs, (_("Conferences"), reverse("conferences", args=[row.pk]))] if within else crumbs
