"""Candidates for one title of a list, side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused
from orgtree.actions import reads
from orgtree.choices import Verb
from orgtree.models import Person
from orgtree.queries.units import versions_on
from planning.models import Line, PlanTitle, Submission
from planning.pages.doors import INVALID, answer, asked_id, page, whole
from planning.queries.comparison import FEWEST, MOST, compare, listed


@require_safe
@page(Verb.SEE_PLANS)
def submission_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """`?title=` of the submission's unit and `?person=`, two to four times; without people, the first on the list."""
    user, on = request.user, request.on
    submission = get_object_or_404(Submission.objects.visible_to(user, on).select_related("round"), pk=pk)
    asked = asked_id(request, "title")
    if asked is None:
        return redirect("submission", pk)
    titles = PlanTitle.objects.visible_to(user, on).filter(unit=submission.unit_id).select_related("title", "term")
    plan_title = get_object_or_404(titles, pk=asked)
    lines = listed(submission, plan_title, user, on)
    chosen, refusal = _chosen(request, lines)
    found = compare(plan_title, chosen, lines, submission, user, on) if chosen else None
    if found:
        known = [row.person.pk for row in found.people if row.judged]
        reads.note_each(reader=user, people=known, detail=reads.COMPARISON)
    version = versions_on([submission.unit_id], on)[submission.unit_id]
    context = {
        "submission": submission,
        "plan_title": plan_title,
        "unit_version": version,
        "lines": lines,
        "chosen": {person.pk for person in chosen},
        "found": found,
        "most": MOST,
        "crumbs": [(_("Rounds"), reverse("rounds")), (version.name, reverse("submission", args=[pk]))],
    }
    return answer(request, "planning/submissions/compare.html", context, refusal)


def _chosen(request: HttpRequest, lines: list[Line]) -> tuple[list[Person], Refused | None]:
    """People on the list, or whom the reader sees, in the order asked for. Raises Http404 for anybody else."""
    texts = list(dict.fromkeys(request.GET.getlist("person")))
    if not texts:
        first = [line.person for line in lines[:MOST]]
        return (first if len(first) >= FEWEST else []), None
    if not FEWEST <= len(texts) <= MOST:
        sentence = _("Choose %(fewest)d to %(most)d people to compare.") % {"fewest": FEWEST, "most": MOST}
        return [], Refused(INVALID, sentence, status=400)
    asked = [whole(text) for text in texts]
    known = {line.person_id: line.person for line in lines}
    others = [key for key in asked if key not in known]
    if others:
        known |= Person.objects.visible_to(request.user, request.on).in_bulk(others)
    if any(key not in known for key in asked):
        raise Http404
    return [known[key] for key in asked], None
