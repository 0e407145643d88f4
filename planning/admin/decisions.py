"""Decisions, their publications, and the steps that submissions took: read, and made known by gestures."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, GuardedAdmin, form_page
from anphu.kit.admin.gestures import NothingMore
from orgtree.admin.reach import UnitNamed, by_unit, called
from orgtree.choices import Verb
from orgtree.rules import access
from planning.actions import closings, publications
from planning.admin.filters import Confirmed, InRoundOfSubmission
from planning.models import Decision, Publication, Receipt, StateChange
from planning.pages.forms_decisions import PublicationForm
from planning.queries.decisions import approved, register


@transaction.atomic
def _published(*, actor, on, rows, versions, **typed) -> str:
    for row in rows:
        publications.publish(actor=actor, on=on, decision=row.pk, **typed)
    return ngettext("%(n)d decision made known", "%(n)d decisions made known", len(rows)) % {"n": len(rows)}


PUBLISH = Gesture(
    name="publish",
    label=_("Make it known"),
    right=Verb.PUBLISH,
    form=PublicationForm,
    perform=_published,
    why_not=lambda row, user, on: access.why_not(user, Verb.PUBLISH, row.authority_id, on),
)


@admin.register(Decision)
class DecisionAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "authority"
    gestures = (PUBLISH,)
    list_display = ("number", "day", "kind", "unit_called", "units_seen", "added", "removed", "recorded_by")
    list_filter = ("kind",)
    list_select_related = ("decided_by",)
    searched = ("number", "note")
    search_help_text = _("Search by number or note.")
    fields = (
        "number",
        "day",
        "kind",
        "unit_called",
        "signer",
        "signer_title",
        "note",
        "approved_units",
        "added",
        "removed",
        "recorded_by",
        "recorded_at",
        "sealed",
    )

    def get_urls(self):
        closing = path("by-rule/", self.admin_site.admin_view(self.close_view), name="planning_decision_by_rule")
        return [closing, *super().get_urls()]

    def list_links(self, request):
        may = request.user.may_everywhere(Verb.OPEN_ROUND)
        return [(_("End what ends by rule"), reverse("admin:planning_decision_by_rule"))] if may else []

    def close_view(self, request):
        """End what ends by rule now, rather than at night."""
        if not request.user.may_everywhere(Verb.OPEN_ROUND):
            raise PermissionDenied

        def deed():
            made = closings.close_by_rule(actor=request.user, on=clock.today())
            numbers = ", ".join(row.number for row in made)
            return _("Recorded: %(numbers)s.") % {"numbers": numbers} if numbers else _("Nothing ends by rule today.")

        form = NothingMore(request.POST or None)
        return form_page(self, request, form, deed, title=_("End what ends by rule"), back=self.list_address())

    def seen_by(self, user, rows, on):
        return register(user, on)

    def get_object(self, request, object_id, from_field=None):
        """With the units that the reader sees."""
        decision = super().get_object(request, object_id, from_field)
        if decision is not None:
            decision.approved = approved(decision, request.user, clock.today())
        return decision

    @admin.display(description=_("Authority"), ordering="unit_place")
    def unit_called(self, decision):
        return decision.unit_name

    @admin.display(description=_("recorded by"), ordering="decided_by__username")
    def recorded_by(self, decision):
        return called(decision.decided_by)

    @admin.display(description=_("Digest"))
    def sealed(self, decision):
        return decision.seal.digest if hasattr(decision, "seal") else "–"

    @admin.display(description=_("Units"))
    def units_seen(self, decision):
        return decision.units_seen

    @admin.display(description=_("added"))
    def added(self, decision):
        return decision.added

    @admin.display(description=_("removed"))
    def removed(self, decision):
        return decision.removed

    @admin.display(description=_("Units"))
    def approved_units(self, decision):
        return "; ".join(row.unit_version.name for row in decision.approved) or "–"


@admin.register(Publication)
class PublicationAdmin(GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    list_display = ("day", "decision", "audience", "until", "published_by")
    list_filter = ("audience",)
    list_select_related = ("decision", "published_by")
    searched = ("decision__number", "note")
    search_help_text = _("Search by number or note.")
    fields = ("decision", "day", "audience", "until", "note", "published_by", "published_at")


@admin.register(Receipt)
class ReceiptAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "unit"
    list_display = ("decision", "unit_called", "person_called", "told_on", "received_at")
    list_filter = (Confirmed,)
    list_select_related = ("publication__decision", "person")
    searched = (by_unit("unit"), "publication__decision__number")
    search_help_text = _("Search by unit or number.")
    ordering = ("-pk",)
    fields = ("decision", "unit_called", "person_called", "told_on", "received_at", "note")

    def describe(self, row):
        return f"{row.publication.decision.number} – {row.unit_name}"

    @admin.display(description=_("Decision"), ordering="publication__decision__number")
    def decision(self, row):
        return row.publication.decision.number

    @admin.display(description=_("Person told"))
    def person_called(self, row):
        return row.person.full_name if row.person else "–"


@admin.register(StateChange)
class StateChangeAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "submission__unit"
    list_display = ("at", "unit_called", "round", "verb", "source", "target", "by", "reason")
    list_filter = ("verb", InRoundOfSubmission)
    list_select_related = ("submission__round", "actor")
    searched = (by_unit("submission__unit"), "reason")
    search_help_text = _("Search by unit or reason, with or without marks.")
    ordering = ("-pk",)
    fields = ("day", "at", "unit_called", "round", "verb", "source", "target", "by", "reason")

    def describe(self, row):
        return f"{row.unit_name} – {row.submission.round.name}"

    @admin.display(description=_("by"), ordering="actor__username")
    def by(self, step):
        return called(step.actor)

    @admin.display(description=_("Round"), ordering="submission__round__day")
    def round(self, step):
        return step.submission.round.name
