"""Short lists of dossiers with the numbers of other systems, and what the deadlines of data subjects are counted by."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin import TrackedInline
from orgtree.admin.reference import ReferenceAdmin
from orgtree.models import CodeEntry, DossierParameter, ExternalCode, Holiday, RightsDeadline


class ExternalCodeInline(TrackedInline):
    model = ExternalCode
    fields = ("system", "code")


@admin.register(CodeEntry)
class CodeEntryAdmin(ReferenceAdmin):
    """Dossiers and imports go by list and code. An entry out of use gets a last day; it is deleted only if unused."""

    list_display = ("name", "scheme", "code", "known_as", "in_force", "confidence")
    list_filter = ("scheme", "confidence")
    searched = ("name", "code")
    fields = ("scheme", "code", "name", "rank", "period", "confidence")
    fixed = ("scheme", "code")
    inlines = (ExternalCodeInline,)

    def seen_by(self, user, rows, on):
        return super().seen_by(user, rows, on).prefetch_related("external_codes")

    @admin.display(description=_("Other systems"))
    def known_as(self, entry):
        return "; ".join(str(code) for code in entry.external_codes.all()) or "–"


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin):
    list_display = ("day", "name")
    searched = ("name",)
    ordering = ("-day",)
    fields = ("day", "name")


@admin.register(RightsDeadline)
class RightsDeadlineAdmin(ReferenceAdmin):
    """Not deleted: requests were counted by it. New numbers are a new row, from the day on which they are in force."""

    deletable = False
    list_display = ("kind", "since", "acknowledge_days", "answer_days", "extension_days", "basis", "confidence")
    list_filter = ("kind", "confidence")
    searched = ("basis",)
    fields = ("kind", "since", "acknowledge_days", "answer_days", "extension_days", "basis", "confidence")
    fixed = ("kind", "since")


@admin.register(DossierParameter)
class DossierParameterAdmin(ReferenceAdmin):
    """Not deleted: a check asks for it. A new value is a new row, from the day on which the old one ends."""

    deletable = False
    list_display = ("key", "value", "in_force", "basis", "confidence")
    list_filter = ("confidence",)
    searched = ("basis", "key")
    fields = ("key", "value", "period", "basis", "confidence")
    fixed = ("key",)
