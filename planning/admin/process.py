"""How lists come about: templates of steps, grounds and authorities as data; conferences and questions, to read.

Conferences are held, and questions answered, on their own pages and by the API: a ballot is not corrected from behind.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import GuardedAdmin
from anphu.kit.admin.fields import told
from orgtree.admin.reach import UnitNamed, by_unit, called
from orgtree.admin.reference import ReferenceAdmin
from orgtree.choices import Verb
from orgtree.queries.units import name_on
from planning.admin.filters import InRound, InRoundOfSubmission
from planning.admin.rules import InForce
from planning.models import ApprovalAuthority, Conference, Consultation, ConsultedBody, RemovalGround, StepTemplate


@admin.register(StepTemplate)
class StepTemplateAdmin(ReferenceAdmin):
    """What rounds are prepared with; a round keeps the steps that it was prepared with."""

    list_display = ("name", "kind", "unit_kind", "position", "ballot", "outsiders", "in_force", "confidence")
    list_filter = (InForce, "kind", "unit_kind", "confidence")
    searched = ("name", "code", "body")
    fields = (
        *("kind", "unit_kind", "position", "code", "name", "body", "ballot", "outsiders", "minutes", "period"),
        *("document", "basis", "confidence"),
    )
    fixed = ("kind", "unit_kind")
    autocomplete_fields = ("document",)

    def describe(self, row):
        return f"{row.get_kind_display()}, {row.position}. {row.name}, {told(row.period)}"


@admin.register(RemovalGround)
class RemovalGroundAdmin(ReferenceAdmin):
    list_display = ("name", "code", "kind", "in_force", "basis", "confidence")
    list_filter = (InForce, "kind", "confidence")
    searched = ("name", "basis")
    fields = ("code", "name", "kind", "period", "document", "basis", "confidence")
    fixed = ("code",)
    autocomplete_fields = ("document",)

    def describe(self, row):
        return f"{row.name}, {told(row.period)}"


@admin.register(ApprovalAuthority)
class ApprovalAuthorityAdmin(ReferenceAdmin):
    list_display = ("whose", "side", "built_by", "kind", "committee", "in_force", "basis", "confidence")
    list_filter = (InForce, "level", "kind", "confidence")
    list_select_related = ("title",)
    searched = ("built_by", "title__name", "basis")
    fields = (
        *("level", "side", "title", "built_by", "kind", "committee", "period"),
        *("document", "basis", "confidence"),
    )
    autocomplete_fields = ("title", "document")

    def describe(self, row):
        return f"{self.whose(row)}, {told(row.period)}"

    @admin.display(description=_("Plans for"), ordering="level")
    def whose(self, row):
        return row.title.name if row.title else row.get_level_display()


@admin.register(ConsultedBody)
class ConsultedBodyAdmin(ReferenceAdmin):
    """Who may be asked about lists, and who answers for them."""

    list_display = ("name", "code", "role", "answered_by_unit", "in_force", "basis", "confidence")
    list_filter = (InForce, "confidence")
    searched = ("name", "code", "basis")
    fields = ("code", "name", "role", "unit", "rule_set", "period", "document", "basis", "confidence")
    fixed = ("code",)
    autocomplete_fields = ("unit", "document")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(unit_name=name_on("unit", clock.today()))

    def describe(self, row):
        return f"{row.name}, {told(row.period)}"

    @admin.display(description=_("answered by the unit"))
    def answered_by_unit(self, row):
        return row.unit_name or "–"


@admin.register(Conference)
class ConferenceAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "submission__unit"
    list_display = ("unit_called", "stepped", "sitting", "day", "present", "valid", "closed_at")
    list_filter = (InRoundOfSubmission,)
    list_select_related = ("step",)
    searched = (by_unit("submission__unit"),)
    search_help_text = _("Search by unit, with or without marks.")
    ordering = ("-day", "-pk")
    fields = (
        *("unit_called", "stepped", "sitting", "day", "chair", "clerk", "convened", "present", "issued", "returned"),
        *("valid", "invalid", "votes", "note", "minutes_called", "recorded", "closed_at"),
    )

    @admin.display(description=_("Step"), ordering="step__position")
    def stepped(self, row):
        return row.step.name

    @admin.display(description=_("Results"))
    def votes(self, row):
        rows = row.results.select_related("line__person").order_by("pk")
        said = (f"{one.line.person.full_name}: {one.agree} ({one.get_outcome_display()})" for one in rows)
        return "; ".join(said) or "–"

    @admin.display(description=_("Minutes"))
    def minutes_called(self, row):
        return row.minutes.name if row.minutes else "–"

    @admin.display(description=_("recorded by"))
    def recorded(self, row):
        return called(row.recorded_by)


class InRoundOfLine(InRound):
    rounds = "line__submission__round"


@admin.register(Consultation)
class ConsultationAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "line__submission__unit"
    list_display = ("unit_called", "asked_of", "question", "asked_on", "due", "answer", "answered_on")
    list_filter = (InRoundOfLine, "answer")
    searched = (by_unit("line__submission__unit"),)
    search_help_text = _("Search by unit, with or without marks.")
    ordering = ("-asked_on", "-pk")
    fields = (
        *("unit_called", "about", "asked_of", "question", "asked", "asked_on", "due", "answer", "words", "answered"),
        "answered_on",
    )

    @admin.display(description=_("body"))
    def asked_of(self, row):
        return row.body.name if row.body else row.get_role_display() or _("home unit")

    @admin.display(description=_("Person"))
    def about(self, row):
        return row.line.person.full_name

    @admin.display(description=_("asked by"))
    def asked(self, row):
        return called(row.asked_by)

    @admin.display(description=_("answered by"))
    def answered(self, row):
        return called(row.answered_by)
