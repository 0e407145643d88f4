"""Jobs: what the workers do, how far they are, how it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anphu.kit.jobs import Job, JobState
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from planning.actions import measures
from planning.filters import JobFilter
from planning.pages.doors import act, answer, page, with_words, writes
from planning.queries.jobs import jobs_visible_to

NAMES = {
    "planning.refresh": gettext_lazy("Bring the indicators up to date"),
    "planning.recompute": gettext_lazy("Measure all indicators anew"),
    "orgtree.write_import": gettext_lazy("Write an import"),
    "orgtree.take_back_import": gettext_lazy("Take an import back"),
}
"""Tasks in words; a task without them is shown by its registered name."""
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


@require_safe
@page(Verb.SEE_JOBS)
def jobs(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_safe
@page(Verb.SEE_JOBS)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    row = _named(get_object_or_404(jobs_visible_to(request.user), pk=pk))
    context = {"job": row, "moving": row.state in UNFINISHED, "crumbs": [(_("Jobs"), reverse("jobs"))]}
    template = "planning/jobs/job_state.html" if request.htmx else "planning/jobs/job.html"
    return answer(request, template, context)


@page(Verb.RECOMPUTE)
@writes(lambda request: reverse("jobs"))
def recompute(request: HttpRequest) -> HttpResponse:
    try:
        act(request, measures.recompute)
    except Refused as refusal:
        return _show(request, refusal)
    messages.success(request, _("The recomputation has been asked for. A worker takes it up at once."))
    return redirect("jobs")


def _show(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    """The list; htmx asks for its rows again while something moves."""
    found = Listing(request, JobFilter(request.GET, jobs_visible_to(request.user), request=request))
    rows = [_named(row) for row in found.page.object_list]
    context = {
        "jobs": rows,
        "moving": any(row.state in UNFINISHED for row in rows),
        "may_recompute": request.user.may_everywhere(Verb.RECOMPUTE),
        "tabs": _tabs(request.GET.get("state", "")),
    }
    with_words(request, refusal)
    shown = found.render("planning/jobs/list.html", context)
    shown.status_code = refusal.status if refusal else shown.status_code
    return shown


def _tabs(state: str) -> list[tuple]:
    address = reverse("jobs")
    every = [("", _("All")), *((value, value.label) for value in JobState)]
    return [(label, f"{address}?state={value}" if value else address, value == state) for value, label in every]


def _named(row: Job) -> Job:
    row.name = NAMES.get(row.task, row.task)
    return row
