"""The law as data: documents, rule sets, numbers, clauses of standards, counting days and retirement ages.

All of it is edited with a reason; what a rule asks for is not deleted: a new value is a new row from its first day on.
"""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin.fields import told
from anphu.kit.admin.writing import TrackedForm
from orgtree.admin.reference import ReferenceAdmin
from planning.models import CountingDate, LegalDocument, RetirementAge, RuleParameter, RuleSet, StandardClause
from planning.rules.clauses import why_not_args
from planning.rules.law import why_not_rule_set


class InForce(admin.SimpleListFilter):
    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("today", _("today"))]

    def queryset(self, request, queryset):
        return queryset.on(clock.today()) if self.value() == "today" else queryset


@admin.register(LegalDocument)
class LegalDocumentAdmin(ReferenceAdmin):
    list_display = ("number", "issuer", "day", "title", "state", "confidence")
    list_filter = ("state", "confidence")
    searched = ("number", "issuer", "title")
    fields = ("number", "issuer", "day", "title", "state", "replaced_by", "address", "note", "confidence")
    autocomplete_fields = ("replaced_by",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "address":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class RuleSetForm(TrackedForm):
    """Rule sets of a scope follow each other day by day."""

    def clean(self):
        cleaned = super().clean()
        scope = cleaned.get("scope") or self.instance.scope
        if cleaned.get("period") and scope:
            row = RuleSet(pk=self.instance.pk, scope=scope, period=cleaned["period"])
            others = RuleSet.objects.filter(scope=row.scope).exclude(pk=row.pk)  # open to all: law names nobody
            refusal = why_not_rule_set(row, list(others))
            if refusal is not None:
                self.add_error("period", forms.ValidationError(str(refusal), code=refusal.code))
        return cleaned


@admin.register(RuleSet)
class RuleSetAdmin(ReferenceAdmin):
    form = RuleSetForm
    deletable = False
    list_display = ("name", "code", "scope", "in_force")
    list_filter = (InForce, "scope")
    searched = ("name", "code")
    fields = ("code", "name", "scope", "period", "documents")
    fixed = ("code", "scope")
    autocomplete_fields = ("documents",)


@admin.register(RuleParameter)
class RuleParameterAdmin(ReferenceAdmin):
    """Not deleted: a rule asks for it. A new value is a new row, from the day on which the old one ends."""

    deletable = False
    list_display = ("label", "valued", "measure", "scope", "level", "in_force", "basis", "confidence")
    list_filter = (InForce, "confidence", "scope", "level")
    searched = ("label", "key", "basis")
    fields = (
        *("key", "label", "value", "high", "divisor", "text", "measure", "scope", "level", "period", "rule_set"),
        *("document", "basis", "confidence"),
    )
    fixed = ("key",)
    autocomplete_fields = ("document",)

    @admin.display(description=_("Value"), ordering="value")
    def valued(self, parameter):
        return parameter.said


class StandardClauseForm(TrackedForm):
    """The particulars are those that the kind declares."""

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        if kind and "args" in cleaned:
            fault = why_not_args(kind, cleaned["args"] or {})
            cleaned["args"] = cleaned["args"] or {}
            if fault is not None:
                self.add_error("args", forms.ValidationError(fault, code="bad_particulars"))
        return cleaned


@admin.register(StandardClause)
class StandardClauseAdmin(ReferenceAdmin):
    form = StandardClauseForm
    list_display = ("kind", "whose", "args", "later", "in_force", "basis", "confidence")
    list_filter = (InForce, "kind", "level", "side", "confidence")
    list_select_related = ("title",)
    searched = ("title__name", "basis")
    fields = ("kind", "title", "level", "side", "args", "later", "period", "document", "basis", "confidence")
    fixed = ("kind",)
    autocomplete_fields = ("title", "document")

    def describe(self, row):
        return f"{row.get_kind_display()}, {row.whose}, {told(row.period)}"

    @admin.display(description=_("Titles"), ordering="title__name")
    def whose(self, clause):
        return clause.whose


@admin.register(CountingDate)
class CountingDateAdmin(ReferenceAdmin):
    list_display = ("termed", "level", "cycle", "day", "basis", "confidence")
    list_filter = ("term", "cycle", "level", "confidence")
    list_select_related = ("term",)
    searched = ("term__name", "basis")
    fields = ("term", "level", "cycle", "day", "document", "basis", "confidence")
    fixed = ("term", "level", "cycle")
    autocomplete_fields = ("document",)

    def describe(self, row):
        return f"{row.term.name}, {row.get_level_display()}, {row.get_cycle_display()}"

    @admin.display(description=_("Term"), ordering="term__code")
    def termed(self, row):
        return row.term.name


@admin.register(RetirementAge)
class RetirementAgeAdmin(ReferenceAdmin):
    list_display = ("sex", "born_in", "aged", "in_force", "basis", "confidence")
    list_filter = (InForce, "sex", "confidence")
    searched = ("basis",)
    fields = ("sex", "born", "months", "period", "document", "basis", "confidence")
    autocomplete_fields = ("document",)

    def describe(self, row):
        return f"{row.get_sex_display()}, {self.born_in(row)}"

    @admin.display(description=_("Born"), ordering="born")
    def born_in(self, row):
        return told(row.born)

    @admin.display(description=_("Retirement age"), ordering="months")
    def aged(self, row):
        years, months = row.years_and_months
        return _("%(years)s years %(months)s months") % {"years": years, "months": months}
