"""A submission: its list, what can be done next and by whom, claims, comments and questions to consulted bodies."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anphu.kit import clock
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.queries.drafts import unfinished
from planning.actions import consultations, submissions
from planning.choices import Proposal, SubmissionState, SubmissionVerb
from planning.models import ConsultedBody, Line, Submission
from planning.pages import forms
from planning.pages.deadlines import count_down
from planning.pages.documents import offered
from planning.pages.doors import act, answer, cleaned, page, whole, why_not_now, writes
from planning.pages.forms_lines import Typed, read, stored, unsaved
from planning.queries.consultations import bodies
from planning.queries.sheet import Sheet, sheet
from planning.queries.submissions import changes_alone, found, places_to_move
from planning.rules import moves

DONE = {
    SubmissionVerb.SUBMIT: gettext_lazy("The list has been submitted to the organization board."),
    SubmissionVerb.APPRAISE: gettext_lazy("The list has been appraised. It now waits for a decision."),
    SubmissionVerb.RETURN: gettext_lazy("The list has been returned to the unit with your reason."),
    SubmissionVerb.TAKE_BACK: gettext_lazy("The list is with the unit again and can be changed."),
}
CLAIMS = {"claim": submissions.claim, "release": submissions.release}
CHANGES = "?show=changes"
CORRECTION = "correction-"
LONG = 30
"""Lines from which on a list is folded."""
ORDER = (Proposal.KEEP, Proposal.ADD, Proposal.REMOVE, Proposal.MOVE)


@require_safe
@page(Verb.SEE_PLANS)
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, pk)


def record(request: HttpRequest, pk: int) -> str:
    """Where a reload of a refused page leads."""
    return reverse("submission", args=[pk])


@page(Verb.SEE_PLANS)
@writes(record)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, take back, appraise or return; approval has a page of its own."""
    row = found_or_404(request, pk)
    try:
        asked = cleaned(forms.MoveForm(request.POST))
        act(request, submissions.move, submission=row.pk, corrections=_corrections(request.POST) or None, **asked)
    except Refused as refusal:
        return show(request, pk, refusal)
    messages.success(request, DONE[asked["verb"]])
    return redirect("submission", pk)


@page(Verb.SEE_PLANS)
@writes(record)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is looking at the list, take it over, or give it back."""
    row = found_or_404(request, pk)
    deed = request.POST.get("deed", "")
    try:
        if deed == "take_over":
            act(request, submissions.claim, submission=row.pk, take_over=True)
        elif deed in CLAIMS:
            act(request, CLAIMS[deed], submission=row.pk)
        else:
            raise Refused("unknown_verb", _("There is no such step."), status=400)
    except Refused as refusal:
        return show(request, pk, refusal)
    return redirect("submission", pk)


@page(Verb.SEE_PLANS)
@writes(record)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Words about the list (`text`) or about the line whose button was pressed (`text-7` with `line` 7)."""
    row = found_or_404(request, pk)
    line = request.POST.get("line", "")
    text = request.POST.get(f"text-{line}" if line else "text", "")
    try:
        act(request, submissions.comment, submission=row.pk, text=text, line=whole(line) if line else None)
    except Refused as refusal:
        return show(request, pk, refusal)
    anchor = f"line-{whole(line)}" if line else "comments"
    messages.success(request, _("Your comment has been added."), extra_tags=anchor)
    return redirect(f"{record(request, pk)}#{anchor}")


@page(Verb.SEE_PLANS)
@writes(record)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a consulted body, or the home units of people from outside, about the ticked lines."""
    row = found_or_404(request, pk)
    form = forms.QuestionForm(request.POST, bodies=_askable(request, bodies(row.round, request.on)))
    try:
        asked = cleaned(form)
        asked["home"] = asked["body"] == forms.HOME
        asked["body"] = "" if asked["home"] else asked["body"]
        ticked = [whole(text) for text in request.POST.getlist("line")]
        if not ticked:
            raise Refused("nothing_chosen", _("Tick at least one line."), status=400)
        lines = Line.objects.visible_to(request.user, request.on).filter(submission=row, pk__in=ticked)
        act(request, consultations.ask, lines=list(lines.values_list("pk", flat=True)), **asked)
    except Refused as refusal:
        return show(request, pk, refusal)
    messages.success(request, _("The question has been put."))
    return redirect("submission", pk)


def stages(row: Submission) -> list[dict]:
    """The way of a submission from draft to approval, as the steps component draws it."""
    order = list(SubmissionState)
    now = order.index(row.state)
    ended = row.state == SubmissionState.APPROVED
    return [
        {"label": state.label, "state": "done" if place < now or ended else "now" if place == now else "todo"}
        for place, state in enumerate(order)
    ]


def found_or_404(request: HttpRequest, pk: int) -> Submission:
    return get_object_or_404(found(request.user, request.on), pk=pk)


def place(pk: int) -> str:
    """The name of the draft of a list."""
    return f"submission-{pk}"


def address(request: HttpRequest, pk: int, anchor: str) -> str:
    """The submission as it was looked at, at the place of what was just changed."""
    return f"{reverse('submission', args=[pk])}{CHANGES if _changes_alone(request) else ''}#{anchor}"


def show(
    request: HttpRequest, pk: int, refusal: Refused | None = None, typed: Mapping[int, Typed] | None = None
) -> HttpResponse:
    """The page of a submission as it is now; after a refusal with what was typed still in its place."""
    row = found_or_404(request, pk)
    count_down([row.round])
    whole_sheet = sheet(row, request.user, request.on)
    not_now = why_not_now(request)
    outlook = moves.outlook(row, user=request.user, on=request.on, today=clock.today(), lines=whole_sheet.lines)
    why_not_edit = not_now or outlook.edit
    works = typed is None and request.user.may_somewhere(Verb.PROPOSE) and row.state == SubmissionState.DRAFT
    kept = unfinished(request.user, place(pk)) if works else None
    if kept:
        typed = read(kept.content, whole_sheet.lines)
    waiting = unsaved(typed or {}, whole_sheet.lines)
    prepare(whole_sheet, waiting, refusal, request.POST)
    if why_not_edit is None:
        _fold(whole_sheet)
    changes = _changes_alone(request)
    context = {
        "submission": row,
        "stages": stages(row),
        "sheet": whole_sheet,
        "terms": changes_alone(whole_sheet.terms) if changes else whole_sheet.terms,
        "meters": whole_sheet.meters,
        "counts": [(proposal, whole_sheet.effects[proposal]) for proposal in ORDER],
        "show": CHANGES if changes else "",
        "tabs": _tabs(row, whole_sheet, changes),
        "why_not_edit": why_not_edit,
        "unsaved": [line for line in whole_sheet.lines if line.pk in waiting],
        "draft": kept if waiting else None,
        "taken": whole_sheet.beside.steps,
        "returned": whole_sheet.beside.returned if row.state == SubmissionState.DRAFT else None,
        "refusal": refusal,
        "papers": offered(request, "submission", row.pk),
        "typed": request.POST,
        "crumbs": crumbs(row)[:-1],
        **_judging(
            request,
            row,
            [(verb, not_now or why, grants) for verb, why, grants in _told(outlook.steps)],
            whole_sheet.bodies,
        ),
    }
    context["lines"] = _rendered(context, request)
    return answer(request, "planning/submissions/submission.html", context, refusal)


def _rendered(context: dict, request: HttpRequest) -> SafeString:
    """The lines, rendered before the page around them. Python keeps its frames in chunks: deep inside the layouts the
    thousands of calls for dozens of lines fall on the edge of a chunk, and cost three times as much (measured)."""
    said = context | {"messages": get_messages(request)}
    return render_to_string("planning/submissions/terms.html", said)


def prepare(
    of: Sheet,
    typed: Mapping[int, Typed],
    refusal: Refused | None = None,
    said: Mapping[str, str] | None = None,
) -> None:
    """Give each line what its forms show: `now` (typed or stored), `unsaved`, `refusal`, the words typed in `said`.

    Titles to move to are many: a line has its `targets` once a move is chosen, others fetch them when it is.
    """
    said, grounds = said or {}, dict(of.grounds)
    of.ground_options = render_to_string("planning/submissions/options.html", {"options": of.grounds})
    for line in of.lines:
        line.key = format_html("{}", line.pk)
        line.said, line.correcting = said.get(f"text-{line.pk}", ""), said.get(f"{CORRECTION}{line.pk}", "")
        line.unsaved = line.pk in typed
        line.now = typed.get(line.pk) or stored(line)
        ground = line.now.ground or next((one.ground for one in line.suggestions if one.ground), "")
        line.ground_offered = (ground, grounds[ground]) if ground in grounds else None
        line.targets = _targets(of, line) if line.now.proposal == Proposal.MOVE else []
        line.refusal = refusal if _is_about(refusal, line) else None


def _fold(of: Sheet) -> None:
    """Of a long list, titles about which everything is said are folded, so that what is left is near at hand."""
    for title in (title for term in of.terms for title in term.titles):
        title.folded = len(of.lines) > LONG and bool(title.listed) and all(map(_is_through, title.listed))


def _is_through(line: Line) -> bool:
    """Confirmed as kept, with nothing typed, asked or refused about it since."""
    open_words = line.unsaved or line.refusal or line.corrections
    return line.entered_by_id is not None and line.proposal == Proposal.KEEP and not open_words


def _targets(of: Sheet, line: Line) -> list[tuple[int, str, bool]]:
    """Where the person can be moved, with a mark at what is chosen."""
    places = places_to_move(of.terms, of.elsewhere, line.plan_title)
    return [(pk, name, str(pk) == line.now.target) for pk, name in places]


def _is_about(refusal: Refused | None, line: Line) -> bool:
    about = refusal.extra if refusal else {}
    return (about.get("plan_title"), about.get("person")) == (line.plan_title_id, line.person_id)


def crumbs(row: Submission) -> list[tuple[str, str]]:
    """The way from the rounds to the submission itself."""
    return [
        (_("Rounds"), reverse("rounds")),
        (row.round.name, reverse("round", args=[row.round_id])),
        (row.called, reverse("submission", args=[row.pk])),
    ]


def _told(steps: list[tuple]) -> list[tuple]:
    """The steps that the reader is shown: that a unit could take its list back concerns the unit alone."""
    return [
        (verb, why_not, grants)
        for verb, why_not, grants in steps
        if verb != SubmissionVerb.TAKE_BACK or why_not is None or why_not.code != "not_allowed"
    ]


def _askable(request: HttpRequest, named: Iterable[ConsultedBody]) -> Iterable[ConsultedBody]:
    """Bodies are asked by who appraises; units ask home units alone."""
    return named if request.user.may_somewhere(Verb.APPRAISE) else ()


def _judging(request: HttpRequest, row: Submission, steps: list[tuple], named: Iterable[ConsultedBody]) -> dict:
    """What can be done with the list as a whole: the next steps, the claim, comments, questions to bodies `named`."""
    user, not_now = request.user, why_not_now(request)
    judges = row.state == SubmissionState.SUBMITTED and user.may_somewhere(Verb.APPRAISE) and not not_now
    works = row.state in (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.APPRAISED)
    may_speak = works and not not_now and any(map(user.may_somewhere, moves.SPEAKING))
    return {
        "next_steps": steps,
        "waits": bool(steps) and all(why_not and why_not.code == "not_allowed" for _verb, why_not, _grants in steps),
        "may_claim": judges,
        "may_comment": may_speak,
        "may_return": any(verb == SubmissionVerb.RETURN and not why_not for verb, why_not, _grants in steps),
        "may_ask": judges or (may_speak and row.state == SubmissionState.DRAFT and user.may_somewhere(Verb.PROPOSE)),
        "question": forms.QuestionForm(
            request.POST if "question" in request.POST else None, bodies=_askable(request, named)
        ),
    }


def _corrections(data: Mapping[str, str]) -> dict[int, str]:
    """What is to be corrected at which line, of those about which something was written."""
    return {
        whole(name.removeprefix(CORRECTION)): text.strip()
        for name, text in data.items()
        if name.startswith(CORRECTION) and text.strip()
    }


def _changes_alone(request: HttpRequest) -> bool:
    return request.GET.get("show") == "changes"


def _tabs(row: Submission, of: Sheet, changes: bool) -> list[tuple]:
    """All lines, or only those that change something. One person can stand on several lines."""
    here, counts = reverse("submission", args=[row.pk]), of.counts
    return [
        (_("All lines of the list"), here, not changes, counts.total()),
        (_("Changes only"), f"{here}{CHANGES}", changes, counts.total() - counts[Proposal.KEEP]),
    ]
