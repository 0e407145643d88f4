"""Briefs on the indicators of a unit: asked for, waited for, carried away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import artifacts
from anphu.kit.jobs import Job, JobState
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.actions import briefs as actions
from planning.models import Brief
from planning.pages.doors import answer, page, whole, writes
from planning.pages.pickers import UnitPicker
from planning.reports.briefs import KINDS

SHOWN = 20


@require_safe
@page(Verb.EXPORT)
def briefs(request: HttpRequest) -> HttpResponse:
    """The briefs made for units of the reader, the newest first; htmx asks again while one is being made."""
    return _show(request)


@page(Verb.EXPORT)
@writes(lambda request: reverse("briefs"))
def ask(request: HttpRequest) -> HttpResponse:
    unit = whole(request.POST.get("unit", ""))
    try:
        actions.ask(actor=request.user, on=request.on, unit=unit)  # of any day: the record stays as it is
    except Refused as refusal:
        return _show(request, refusal)
    messages.success(request, _("The brief has been asked for. It stands in this list as soon as it is made."))
    return redirect(f"{reverse('briefs')}?unit={unit}")


@require_safe
@page(Verb.EXPORT)
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    row = Brief.objects.visible_to(request.user, request.on).select_related("pdf", "docx").filter(pk=pk).first()
    if row is None or kind not in KINDS:
        raise Http404(pk)
    return artifacts.send(getattr(row, kind))


def _show(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    picker = UnitPicker(request, Verb.EXPORT)
    if request.htmx and "find" in request.GET:
        return picker.fragment()
    rows = list(Brief.objects.visible_to(request.user, request.on).select_related("rule_set", "made_by")[:SHOWN])
    units = versions_on((row.unit_id for row in rows), request.on)
    for row in rows:
        row.version = units.get(row.unit_id)
    waiting = Job.objects.filter(  # open to all: the reader's own requests
        task=actions.TASK, requested_by=request.user, state__in=(JobState.QUEUED, JobState.RUNNING)
    ).count()
    context = {
        "picker": picker,
        "briefs": rows,
        "waiting": waiting,
        "crumbs": [(_("Indicators"), reverse("indicators"))],
    }
    template = "planning/briefs/rows.html" if request.htmx else "planning/briefs/list.html"
    return answer(request, template, context, refusal)
