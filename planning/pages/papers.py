"""The list on paper: printed with large boxes to be filled by hand, and typed in again by numbers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from anphu.kit.refusals import Refused, insist
from orgtree.actions import desks
from orgtree.choices import Verb
from planning.models import Submission
from planning.pages.choosing import keep_draft, save
from planning.pages.doors import answer, page, why_not_now
from planning.pages.forms_lines import by_numbers, stored, unsaved
from planning.pages.submissions import crumbs, found_or_404, place
from planning.queries.paper import Paper, paper
from planning.rules import moves


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def submission_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print; `?typing=1`: the page on which the returned one is typed, with the keyboard alone."""
    row = found_or_404(request, pk)
    if request.method == "POST":
        return _typed(request, row)
    sheet = paper(row, request.user, request.on)
    if "typing" in request.GET:
        insist(why_not_now(request) or moves.why_not_edit(row, user=request.user, on=request.on))
        return _typing(request, row, sheet)
    return answer(request, "planning/submissions/paper.html", _context(row, sheet))


def _typed(request: HttpRequest, row: Submission) -> HttpResponse:
    sheet = paper(row, request.user, request.on)
    typed = {}
    try:
        typed = by_numbers(request.POST, sheet.fillable, sheet.grounds, sheet.titles)
        number = save(request, row, typed, sheet.fillable)
    except Refused as refusal:
        keep_draft(request, row, unsaved(typed, sheet.fillable))
        return _typing(request, found_or_404(request, row.pk), sheet, refusal)
    desks.drop_draft(actor=request.user, place=place(row.pk))
    messages.success(request, ngettext("%d line has been saved.", "%d lines have been saved.", number) % number)
    return redirect("submission", row.pk)


def _typing(request: HttpRequest, row: Submission, sheet: Paper, refusal: Refused | None = None) -> HttpResponse:
    """The lines with three short fields each; after a refusal with what was typed."""
    wrong = refusal.extra if refusal else {}
    for line in sheet.fillable:
        line.boxes = [request.POST.get(f"{name}-{line.pk}", "") for name in ("proposal", "ground", "target", "reason")]
        line.settled = stored(line)
        line.refusal = refusal if sheet.is_about(line, wrong) else None
    return answer(request, "planning/submissions/typing.html", _context(row, sheet), refusal)


def _context(row: Submission, sheet: Paper) -> dict:
    return {"submission": row, "paper": sheet, "crumbs": crumbs(row)}
