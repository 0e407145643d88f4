"""Proposals of appointment: recorded and settled by the same actions as everywhere."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, PickOne, Ready, form_page
from anphu.kit.admin.fields import DayField, ReasonField
from orgtree.admin.reach import UnitNamed, by_unit
from orgtree.choices import Verb
from orgtree.models import Person, Title
from planning.actions import appointments
from planning.models import AppointmentProposal
from planning.queries.units import reached


class RecordForm(forms.Form):
    """Who is proposed for which title; only people and units that the reader sees can be found."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=None)
    title = forms.ModelChoiceField(label=gettext_lazy("Title"), queryset=None)
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    proposed_on = DayField(label=gettext_lazy("Proposed on"))
    note = ReasonField(required=False, max_length=appointments.MAX_NOTE)

    def __init__(self, *args, people, units, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].widget = PickOne(AppointmentProposal._meta.get_field("person"), site)
        self.fields["person"].queryset = people
        self.fields["title"].queryset = Title.objects.all()  # open to all: titles name no person
        self.fields["unit"].choices = [(row.unit_id, row.name) for row in units]


class SettleForm(forms.Form):
    """When and how it was settled."""

    settled_on = DayField(label=gettext_lazy("Settled on"))
    reason = ReasonField(max_length=appointments.MAX_NOTE)


def _settled(*, actor, on, rows, versions, settled_on, reason) -> str:
    ids = [row.pk for row in rows]
    appointments.settle_many(actor=actor, on=on, proposals=ids, settled_on=settled_on, reason=reason)
    return _("The proposals of appointment are settled.")


@admin.register(AppointmentProposal)
class AppointmentProposalAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    gestures = (
        Gesture(
            name="settle",
            label=gettext_lazy("Settle"),
            right=Verb.EDIT_PEOPLE,
            form=SettleForm,
            perform=_settled,
            why_not=lambda row, user, on: appointments.why_not_settle(row, user=user, on=on),
            fits=lambda row: row.settled_on is None,
        ),
    )
    list_display = ("person", "title", "unit_called", "proposed_on", "settled_on")
    list_select_related = ("person", "title")
    searched = (Ready("person__name_fold"), by_unit())
    search_help_text = gettext_lazy("Search by person or unit, with or without marks.")
    fields = ("person", "title", "unit_called", "proposed_on", "settled_on", "note")

    def get_urls(self):
        address = path(
            "record/", self.admin_site.admin_view(self.record_view), name="planning_appointmentproposal_record"
        )
        return [address, *super().get_urls()]

    def list_links(self, request):
        may = request.user.may_somewhere(Verb.EDIT_PEOPLE)
        record = (_("Record a proposal of appointment"), reverse("admin:planning_appointmentproposal_record"))
        return [record] if may else []

    def record_view(self, request):
        user, today = request.user, clock.today()
        if not user.may_somewhere(Verb.EDIT_PEOPLE):
            raise PermissionDenied
        form = RecordForm(
            request.POST or None,
            people=Person.objects.visible_to(user, today),
            units=reached(user, Verb.EDIT_PEOPLE, today),
            site=self.admin_site,
        )

        def deed():
            said = form.cleaned_data
            row = appointments.record(
                actor=user,
                on=today,
                person=said["person"].pk,
                title=said["title"].pk,
                **{name: said[name] for name in ("unit", "proposed_on", "note")},
            )
            return _("%(person)s is recorded as proposed.") % {"person": row.person}

        title = _("Record a proposal of appointment")
        return form_page(self, request, form, deed, title=title, back=self.list_address())

    def describe(self, row):
        return f"{row.person} – {row.title.name}, {row.unit_name}"
