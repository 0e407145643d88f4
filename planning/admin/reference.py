"""Terms, what is planned in them, and the targets of indicators."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from orgtree.admin.reach import ReachAdmin, by_title, by_unit
from orgtree.admin.reference import ReferenceAdmin
from orgtree.choices import Verb
from planning.indicators.definitions import INDICATORS
from planning.models import PlanTitle, Target, Term

LABELS = {indicator.code: indicator.label for indicator in INDICATORS}


@admin.register(Term)
class TermAdmin(ReferenceAdmin):
    list_display = ("name", "code", "in_force")
    searched = ("name", "code")
    fields = ("code", "name", "period")
    fixed = ("code",)


@admin.register(PlanTitle)
class PlanTitleAdmin(ReachAdmin):
    seen_with = (Verb.SEE_PLANS,)
    written_with = (Verb.MANAGE_REFERENCE,)
    list_display = ("titled", "unit_called", "term", "size")
    list_display_links = ("titled",)
    list_filter = ("term",)
    list_select_related = ("term", "title")
    searched = (by_unit(), by_title())
    search_help_text = _("Search by unit or title, with or without marks.")
    autocomplete_fields = ("unit", "title")

    def get_ordering(self, request):
        return ("-term__code", self.place(), "-title__rank")

    def get_fields(self, request, obj=None):
        """What is planned for stays what it is: people are already planned for it."""
        return ("term", "unit", "title", "size") if obj is None else ("term", "unit_called", "title", "size")

    def get_readonly_fields(self, request, obj=None):
        settled = ("term", "unit_called", "title") if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *settled)

    def describe(self, row):
        return f"{row.title.name}, {row.unit_name} ({row.term.name})"

    @admin.display(description=_("Title"), ordering="title__name")
    def titled(self, plan_title):
        return plan_title.title.name


@admin.register(Target)
class TargetAdmin(ReferenceAdmin):
    list_display = ("indicator_called", "year", "low", "high", "parameter", "unit", "kind", "wording", "confidence")
    list_filter = ("year", "kind", "confidence")
    list_select_related = ("unit",)
    searched = ("wording", "basis", "indicator")
    fields = (
        *("indicator", "year", "unit", "kind", "low", "high", "parameter"),
        *("wording", "basis", "confidence"),
    )
    fixed = ("indicator", "year")
    autocomplete_fields = ("unit",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "indicator":
            return forms.ChoiceField(label=db_field.verbose_name, choices=[("", "–"), *LABELS.items()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def describe(self, row):
        return f"{self.indicator_called(row)}, {row.year}"

    @admin.display(description=_("Indicator"), ordering="indicator")
    def indicator_called(self, target):
        return LABELS.get(target.indicator, target.indicator)
