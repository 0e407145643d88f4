"""A submission: its lines, what can be done next and by whom, and the forms that do it."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import clock, names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.actions import lines, submissions
from planning.choices import Proposal, SubmissionState, SubmissionVerb
from planning.models import Line, Submission
from planning.pages import forms
from planning.pages.deadlines import count_down
from planning.pages.doors import act, answer, asked_id, cleaned, page, why_not_now, writes
from planning.queries.candidates import MOST, candidates, titles_to_fill
from planning.queries.submissions import changes_alone, lines_by_term, steps_taken, with_checks
from planning.rules import moves

DONE = {
    SubmissionVerb.SUBMIT: gettext_lazy("The list has been submitted to the organization board."),
    SubmissionVerb.APPRAISE: gettext_lazy("The list has been appraised. It now waits for a decision."),
    SubmissionVerb.RETURN: gettext_lazy("The list has been returned to the unit with your reason."),
}
PROPOSED = {
    Proposal.KEEP: gettext_lazy("%s stays on the list."),
    Proposal.ADD: gettext_lazy("%s has been put on the list as an addition."),
    Proposal.REMOVE: gettext_lazy("It is now proposed to remove %s."),
}
CHANGES = "?show=changes"


@require_safe
@page(Verb.SEE_PLANS)
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _record(request: HttpRequest, pk: int) -> str:
    return reverse("submission", args=[pk])


@page(Verb.SEE_PLANS)
@writes(_record)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, appraise or return; approval has a page of its own."""
    row = _found(request, pk)
    try:
        asked = cleaned(forms.MoveForm(request.POST))
        act(request, submissions.move, submission=row.pk, **asked)
    except Refused as refusal:
        return _show(request, pk, refusal)
    messages.success(request, DONE[asked["verb"]])
    return redirect("submission", pk)


def _line(request: HttpRequest, pk: int) -> Line:
    return get_object_or_404(Line.objects.visible_to(request.user, request.on), pk=pk)


def _place(request: HttpRequest, pk: int) -> str:
    return _address(request, _line(request, pk), f"line-{pk}")


@page(Verb.SEE_PLANS)
@writes(_place)
def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep or remove a planned person, or withdraw an addition."""
    line = _line(request, pk)
    try:
        asked = cleaned(forms.LineForm(request.POST))
        if asked.pop("proposal") == forms.WITHDRAW:
            act(request, lines.withdraw, line=pk, **asked)
            said = _("The addition of %s has been withdrawn.") % line.person.full_name
            return _back(request, line, f"title-{line.plan_title_id}", said)
        whose = {"submission": line.submission_id, "plan_title": line.plan_title_id, "person": line.person_id}
        act(request, lines.propose, proposal=request.POST["proposal"], **whose, **asked)
    except Refused as refusal:
        return _show(request, line.submission_id, refusal, typed_line=pk)
    return _back(request, line, f"line-{pk}", PROPOSED[request.POST["proposal"]] % line.person.full_name)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def line_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a person among those in reach and propose to add them for a title."""
    row = _found(request, pk)
    insist(moves.why_not_edit(row, user=request.user, on=request.on))
    if request.method != "POST":
        insist(why_not_now(request))
        return _search(request, row)
    try:
        asked = cleaned(forms.AdditionForm(request.POST))
        line = act(request, lines.propose, submission=pk, proposal="add", **asked)
    except Refused as refusal:
        return _search(request, _found(request, pk), refusal)
    return _back(request, line, f"line-{line.pk}", PROPOSED[Proposal.ADD] % line.person.full_name)


def stages(row: Submission) -> list[dict]:
    """The way of a submission from draft to approval, as the steps component draws it."""
    order = list(SubmissionState)
    now = order.index(row.state)
    ended = row.state == SubmissionState.APPROVED
    return [
        {"label": state.label, "state": "done" if place < now or ended else "now" if place == now else "todo"}
        for place, state in enumerate(order)
    ]


def _found(request: HttpRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user, request.on).select_related(
        "round__rule_set", "decision", "submitted_by"
    )
    row = get_object_or_404(rows, pk=pk)
    row.unit_version = versions_on([row.unit_id], request.on)[row.unit_id]
    return row


def _back(request: HttpRequest, line: Line, anchor: str, said: str) -> HttpResponse:
    """To the place of what was just changed, where the sentence stands too: the top of the page is out of view."""
    messages.success(request, said, extra_tags=anchor)
    return redirect(_address(request, line, anchor))


def _address(request: HttpRequest, line: Line, anchor: str) -> str:
    """The submission as it was looked at, at the place of what was just changed."""
    show = CHANGES if _changes_alone(request) else ""
    return f"{reverse('submission', args=[line.submission_id])}{show}#{anchor}"


def _changes_alone(request: HttpRequest) -> bool:
    return request.GET.get("show") == "changes"


def _show(request: HttpRequest, pk: int, refusal: Refused | None = None, typed_line: int | None = None) -> HttpResponse:
    """The page of a submission as it is now; after a refusal with what was typed still in its place."""
    row = _found(request, pk)
    user, on = request.user, request.on
    count_down([row.round])
    not_now = why_not_now(request)
    terms = with_checks(row, lines_by_term(row, user, on), user, on)
    counts = Counter(line.proposal for term in terms for line in term.lines)
    changes = _changes_alone(request)
    taken = steps_taken(row, user, on)
    steps = [
        (verb, not_now or why_not, grants)
        for verb, why_not, grants in moves.next_steps(row, user=user, on=on, today=clock.today())
    ]
    context = {
        "submission": row,
        "stages": stages(row),
        "terms": changes_alone(terms) if changes else terms,
        "counts": [(proposal, counts[proposal]) for proposal in (Proposal.KEEP, Proposal.ADD, Proposal.REMOVE)],
        "show": CHANGES if changes else "",
        "tabs": _tabs(row, counts, changes),
        "why_not_edit": not_now or moves.why_not_edit(row, user=user, on=on),
        "next_steps": steps,
        "waits": bool(steps) and all(why_not and why_not.code == "not_allowed" for _verb, why_not, _grants in steps),
        "taken": taken,
        "returned": taken[0] if taken and taken[0].verb == SubmissionVerb.RETURN else None,
        "refusal": refusal,
        "typed": request.POST,
        "typed_line": typed_line,
        "crumbs": [(_("Rounds"), reverse("rounds")), (row.round.name, reverse("round", args=[row.round_id]))],
    }
    return answer(request, "planning/submissions/submission.html", context, refusal)


def _tabs(row: Submission, counts: Counter, changes: bool) -> list[tuple]:
    """All lines, or only those that add or remove. One person can stand on several lines."""
    address = reverse("submission", args=[row.pk])
    return [
        (_("All lines of the list"), address, not changes, counts.total()),
        (_("Changes only"), f"{address}{CHANGES}", changes, counts.total() - counts[Proposal.KEEP]),
    ]


def _search(request: HttpRequest, row: Submission, refusal: Refused | None = None) -> HttpResponse:
    """The page on which a person is looked for; htmx asks for the people found alone."""
    user, on = request.user, request.on
    titles = titles_to_fill(row, user, on)
    asked = asked_id(request, "title")
    title = next((title for title in titles if title.pk == asked), titles[0] if titles else None)
    words = names.nfc(request.GET.get("find", "")[:MAX_SEARCH])
    people = candidates(row, title, words, user, on) if title else []
    context = {
        "submission": row,
        "titles": titles,
        "title": title,
        "words": words,
        "people": people,
        "cut": len(people) == MOST,
        "typed": request.POST,
        "crumbs": [
            (_("Rounds"), reverse("rounds")),
            (row.round.name, reverse("round", args=[row.round_id])),
            (row.unit_version.name, reverse("submission", args=[row.pk])),
        ],
    }
    template = "planning/submissions/found_people.html" if request.htmx else "planning/submissions/add.html"
    return answer(request, template, context, refusal)
