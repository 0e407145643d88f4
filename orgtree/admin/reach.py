"""Rows that belong to a unit: written where the writing verb reaches, and nowhere else."""

from django import forms
from django.contrib import admin
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import Elsewhere, TrackedAdmin, TrackedForm
from orgtree.models import Title
from orgtree.queries.reach import any_reaches
from orgtree.queries.units import ever_called, name_on, place_on
from orgtree.rules import access


def called(account) -> str:
    """An account by its holder's name; no link, for most readers may not open accounts."""
    return (account.get_full_name() or account.get_username()) if account else "–"


def by_unit(column: str = "unit") -> Elsewhere:
    """Search by any name that the unit in `column` has had."""
    return Elsewhere(column, ever_called, field="name", key="unit")


def by_title(column: str = "title") -> Elsewhere:
    """Search by the name of the title in `column`."""
    return Elsewhere(column, lambda: Title.objects.all(), field="name")  # open to all: titles name no person


class UnitNamed:
    """Columns for a row's unit, by its name of the day. The row's column is called `unit_field`."""

    unit_field = "unit"

    def get_queryset(self, request):
        today = clock.today()
        rows = super().get_queryset(request)
        return rows.annotate(unit_name=name_on(self.unit_field, today), unit_place=place_on(self.unit_field, today))

    def place(self) -> OrderBy:
        """For `get_ordering`: rows by the name of their unit."""
        return place_on(self.unit_field, clock.today()).asc()

    @admin.display(description=_("Unit"), ordering="unit_place")
    def unit_called(self, row):
        return row.unit_name


class ReachForm(TrackedForm):
    """Refuses a unit in which the reader may not write."""

    why_not = staticmethod(lambda unit: None)

    def clean_unit(self):
        unit = self.cleaned_data["unit"]
        refusal = self.why_not(unit)
        if refusal is not None:
            raise forms.ValidationError(str(refusal.message), code=refusal.code)
        return unit


class ReachAdmin(UnitNamed, TrackedAdmin):
    """`written_with` is a single verb."""

    form = ReachForm

    def seen_by(self, user, rows, on):
        return rows.filter(any_reaches(user, self.seen_with + self.written_with, on))

    def within_reach(self, request, obj):
        return access.may(request.user, self.written_with[0], obj.unit_id, clock.today())

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.why_not = staticmethod(
            lambda unit: access.why_not(request.user, self.written_with[0], unit, clock.today())
        )
        return form
