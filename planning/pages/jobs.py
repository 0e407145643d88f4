"""Jobs: what the workers do, how far they are, how it ended; started, stopped and started again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from anphu.kit.jobs import Job, JobState
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from planning.actions import jobs as actions
from planning.actions import measures
from planning.filters import JobFilter
from planning.pages.doors import act, answer, cleaned, page, why_not_now, with_words, writes
from planning.pages.forms_jobs import PartForm
from planning.queries.jobs import described, jobs_visible_to
from planning.rules.jobs import MEASURING, why_not_control, why_not_restart, why_not_stop


@require_safe
@page(Verb.SEE_JOBS)
def jobs(request: HttpRequest) -> HttpResponse:
    return _show(request)


@require_safe
@page(Verb.SEE_JOBS)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job. While it moves htmx asks for its state; once it has ended, for the page with what can be done then."""
    row = _job(request, pk)
    if request.htmx and not row.unfinished:
        return HttpResponseClientRefresh()
    return _show_one(request, row)


@page(Verb.RECOMPUTE)
@writes(lambda request: reverse("jobs"))
def recompute(request: HttpRequest) -> HttpResponse:
    try:
        act(request, measures.recompute)
    except Refused as refusal:
        return _show(request, refusal)
    messages.success(request, _("The recomputation has been asked for. A worker takes it up at once."))
    return redirect("jobs")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.RECOMPUTE)
def recompute_part(request: HttpRequest) -> HttpResponse:
    insist(why_not_now(request) if request.method != "POST" else None)
    form = PartForm(request.POST or None, user=request.user, on=request.on)
    refusal = None
    if request.method == "POST":
        try:
            row = act(request, measures.recompute, **cleaned(form))
        except Refused as refused:
            refusal = refused
        else:
            return redirect("job", row.pk)
    context = {"form": form, "crumbs": [(_("Jobs"), reverse("jobs"))]}
    return answer(request, "planning/jobs/part.html", context, refusal)


def _deed(action: Callable, sentence: Callable[[Job], str]) -> Callable:
    """A page that does `action` to a job and leads to the page of the job that comes of it."""

    @page(Verb.RECOMPUTE)
    @writes(lambda request, pk: reverse("job", args=[pk]))
    def door(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            row = act(request, action, job=pk)
        except Refused as refusal:
            return _show_one(request, _job(request, pk), refusal)
        messages.success(request, sentence(row))
        return redirect("job", row.pk)

    return door


def _stopped(row: Job) -> str:
    return _("The job has been stopped.") if row.state == JobState.STOPPED else _("The job has been asked to stop.")


stop = _deed(actions.stop, _stopped)
restart = _deed(actions.restart, lambda row: _("The work has been started again, as a new job."))


def _job(request: HttpRequest, pk: int) -> Job:
    return described([get_object_or_404(jobs_visible_to(request.user), pk=pk)], request.on)[0]


def _show_one(request: HttpRequest, row: Job, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "job": row,
        "may_control": why_not_control(request.user) is None,
        "may_repeat": row.task in MEASURING,
        "why_not_stop": why_not_now(request) or why_not_stop(row, request.user),
        "why_not_restart": why_not_now(request) or why_not_restart(row, request.user),
        "crumbs": [(_("Jobs"), reverse("jobs"))],
    }
    template = "planning/jobs/job_state.html" if request.htmx else "planning/jobs/job.html"
    return answer(request, template, context, refusal)


def _show(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    """The list; htmx asks for its rows again while something moves."""
    found = Listing(request, JobFilter(request.GET, jobs_visible_to(request.user), request=request))
    rows = described(found.page.object_list, request.on)
    context = {
        "jobs": rows,
        "moving": any(row.unfinished for row in rows),
        "may_control": why_not_control(request.user) is None,
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
