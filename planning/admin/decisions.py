"""Decisions, and the steps that submissions took: read, never written here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import GuardedAdmin
from orgtree.admin.reach import UnitNamed, by_unit, called
from orgtree.choices import Verb
from planning.admin.filters import InRoundOfSubmission
from planning.models import Decision, StateChange
from planning.queries.decisions import approved, register


@admin.register(Decision)
class DecisionAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "authority"
    list_display = ("number", "day", "unit_called", "units_seen", "added", "removed", "recorded_by")
    list_select_related = ("decided_by",)
    searched = ("number", "note")
    search_help_text = _("Search by number or note.")
    fields = (
        "number",
        "day",
        "unit_called",
        "note",
        "approved_units",
        "added",
        "removed",
        "recorded_by",
        "recorded_at",
    )

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
