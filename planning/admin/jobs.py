"""Jobs in the administration: watched, started, stopped, started again by the actions of their pages."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anphu.kit import clock, figures
from anphu.kit.admin import Gesture, GestureAdmin, form_page
from anphu.kit.admin.gestures import NothingMore
from anphu.kit.jobs import Job
from orgtree.admin.reach import called
from orgtree.choices import Verb
from planning.actions import jobs as actions
from planning.actions import measures
from planning.queries.jobs import described, jobs_visible_to, name_of, started_by
from planning.rules.jobs import MEASURING, why_not_control, why_not_restart, why_not_stop


@transaction.atomic
def _stopped(*, actor, on, rows, versions) -> str:
    for row in rows:
        actions.stop(actor=actor, on=on, job=row.pk)
    return ngettext("%(n)d job asked to stop", "%(n)d jobs asked to stop", len(rows)) % {"n": len(rows)}


@transaction.atomic
def _restarted(*, actor, on, rows, versions) -> str:
    for row in rows:
        actions.restart(actor=actor, on=on, job=row.pk)
    return ngettext("%(n)d job started again", "%(n)d jobs started again", len(rows)) % {"n": len(rows)}


STOP = Gesture(
    name="stop",
    label=_("Stop the job"),
    right=Verb.RECOMPUTE,
    perform=_stopped,
    fits=lambda row: row.unfinished,
    why_not=lambda row, user, on: why_not_stop(row, user),
)
RESTART = Gesture(
    name="restart",
    label=_("Start again"),
    right=Verb.RECOMPUTE,
    perform=_restarted,
    fits=lambda row: row.task in MEASURING and not row.unfinished,
    why_not=lambda row, user, on: why_not_restart(row, user),
)


@admin.register(Job)
class JobAdmin(GestureAdmin):
    seen_with = (Verb.SEE_JOBS,)
    gestures = (STOP, RESTART)
    list_display = ("created_at", "called", "state", "progress", "by", "lasted", "rows")
    list_filter = ("state", "cause")
    list_select_related = ("requested_by", "stop_requested_by")
    searched = ("task", "message")
    search_help_text = _("Search by task or message.")
    ordering = ("-created_at", "-pk")
    fields = (
        *("called", "about", "state", "progress", "message", "rows", "error", "cause", "by", "repeats"),
        *("created_at", "started_at", "seen_at", "finished_at", "lasted", "stop_requested", "stopper"),
    )

    def get_urls(self):
        starting = path("recompute/", self.admin_site.admin_view(self.recompute_view), name="anphu_job_recompute")
        return [starting, *super().get_urls()]

    def list_links(self, request):
        may = why_not_control(request.user) is None
        return [(_("Recompute all indicators"), reverse("admin:anphu_job_recompute"))] if may else []

    def recompute_view(self, request):
        if why_not_control(request.user):
            raise PermissionDenied

        def deed():
            measures.recompute(actor=request.user, on=clock.today())
            return _("The recomputation has been asked for. A worker takes it up at once.")

        form = NothingMore(request.POST or None)
        return form_page(self, request, form, deed, title=_("Recompute all indicators"), back=self.list_address())

    def seen_by(self, user, rows, on):
        return jobs_visible_to(user)

    def describe(self, row) -> str:
        return f"{self.called(row)} (#{row.pk})"

    @admin.display(description=_("job"), ordering="task")
    def called(self, row):
        return name_of(row)

    @admin.display(description=_("About"))
    def about(self, row):
        return " · ".join(described([row], clock.today())[0].limits) or "–"

    @admin.display(description=_("Started by"), ordering="requested_by__username")
    def by(self, row):
        return started_by(row)

    @admin.display(description=_("Stopped by"))
    def stopper(self, row):
        return called(row.stop_requested_by) if row.stop_requested_by else "–"

    @admin.display(description=_("Duration"))
    def lasted(self, row):
        return "–" if row.duration is None else figures.duration(row.duration)
