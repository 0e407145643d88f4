"""The committee's year, to read; it is kept on its own pages and by the API."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin import GuardedAdmin
from orgtree.admin.reach import UnitNamed, by_unit
from orgtree.choices import Verb
from planning.models import Meeting, Programme


@admin.register(Meeting)
class MeetingAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    list_display = ("starts_at", "name", "kind", "unit_called", "state")
    list_filter = ("state", "kind")
    searched = ("name", by_unit())
    search_help_text = _("Search by name or unit, with or without marks.")
    fields = ("name", "kind", "unit_called", "starts_at", "ends_at", "place", "state", "conclusion", "agenda")
    ordering = ("-starts_at",)

    @admin.display(description=_("Committee of"), ordering="unit_place")
    def unit_called(self, meeting):
        return meeting.unit_name

    @admin.display(description=_("Agenda"))
    def agenda(self, meeting):
        return "; ".join(f"{point.position}. {point.subject}" for point in meeting.items.all()) or "–"


@admin.register(Programme)
class ProgrammeAdmin(UnitNamed, GuardedAdmin):
    seen_with = (Verb.SEE_PLANS,)
    list_display = ("name", "kind", "unit_called", "year", "term")
    list_filter = ("kind",)
    list_select_related = ("term",)
    searched = ("name",)
    search_help_text = _("Search by name.")
    fields = ("name", "kind", "unit_called", "year", "term", "tasks")

    @admin.display(description=_("Committee of"), ordering="unit_place")
    def unit_called(self, programme):
        return programme.unit_name

    @admin.display(description=_("Tasks"))
    def tasks(self, programme):
        return "; ".join(f"{item.due:%m/%Y} {item.subject}" for item in programme.items.all()) or "–"
