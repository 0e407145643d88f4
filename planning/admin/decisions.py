"""Decisions, their publications, and the steps that submissions took: read, and made known by gestures."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, GuardedAdmin, form_page
from anphu.kit.admin.gestures import NothingMore
from orgtree.admin.reach import UnitNamed, by_unit, called
from orgtree.choices import Verb
from orgtree.rules import access
from planning.actions import closings, corrections, publications
from planning.admin.filters import Confirmed, InRoundOfSubmission
from planning.models import Decision, PlanEntry, Publication, Receipt, StateChange
from planning.pages.forms_decisions import CorrectionForm, PublicationForm, ReceiptForm
from planning.queries.decisions import approved, register, written


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


class NamedCorrection(CorrectionForm):
    """Entries stand among the other fields here, so that each names its person and title."""

    def __init__(self, data, begun: list[PlanEntry], ended: list[PlanEntry]):
        still = [entry for entry in begun if entry.period.upper is None]
        super().__init__(data, begun=still, ended=ended, initial={"day": clock.today()})
        named = {f"close-{entry.pk}": entry for entry in still} | {f"reopen-{entry.pk}": entry for entry in ended}
        for name, entry in named.items():
            field = self.fields[name]
            field.label = f"{entry.person.full_name}, {entry.plan_title.title.name}: {field.label}"


def _confirmed(*, actor, on, rows, versions, **typed) -> str:
    made = publications.receive(actor=actor, on=on, receipts=[row.pk for row in rows], **typed)
    return ngettext("%(n)d receipt confirmed", "%(n)d receipts confirmed", len(made)) % {"n": len(made)}


CONFIRM = Gesture(
    name="confirm",
    label=_("Confirm the receipt"),
    right=Verb.SUBMIT,
    form=ReceiptForm,
    perform=_confirmed,
    why_not=lambda row, user, on: access.why_not(user, Verb.SUBMIT, row.unit_id, on),
    fits=lambda row: row.received_at is None,
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
        view = self.admin_site.admin_view
        closing = path("by-rule/", view(self.close_view), name="planning_decision_by_rule")
        correcting = path("<int:pk>/correct/", view(self.correct_view), name="planning_decision_correct")
        return [closing, correcting, *super().get_urls()]

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

    def row_links(self, request, row):
        refused = access.why_not(request.user, Verb.APPROVE, row.authority_id, clock.today())
        address = reverse("admin:planning_decision_correct", args=[row.pk])
        return [] if refused else [(_("Correct by a later decision"), address)]

    def correct_view(self, request, pk):
        """Follow the decision by one that puts it right; nothing in it changes."""
        user, today = request.user, clock.today()
        decision = get_object_or_404(register(user, today), pk=pk)
        if access.why_not(user, Verb.APPROVE, decision.authority_id, today):
            raise PermissionDenied
        form = NamedCorrection(request.POST or None, *written(decision, user, today))

        def deed():
            made = corrections.correct(actor=user, on=today, decision=pk, **form.arguments())
            return _("Decision %(number)s corrects it.") % {"number": made.number}

        title = _("Correct decision %(number)s") % {"number": decision.number}
        return form_page(self, request, form, deed, title=title, back=self.list_address())

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
class ReceiptAdmin(UnitNamed, GestureAdmin):
    gestures = (CONFIRM,)
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
