"""Of which days values are kept, and which indicators fail. Derived: to be looked at, never edited."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin.rights import GuardedAdmin
from orgtree.choices import Verb
from planning.indicators.definitions import BY_CODE
from planning.models import MeasuredDay, MeasureFault


@admin.register(MeasuredDay)
class MeasuredDayAdmin(GuardedAdmin):
    seen_with = (Verb.ENTER_ADMIN,)
    list_display = ("day", "reason", "computed_at")
    list_filter = ("reason",)
    ordering = ("-day",)
    fields = ("day", "reason", "computed_at")


@admin.register(MeasureFault)
class MeasureFaultAdmin(GuardedAdmin):
    seen_with = (Verb.ENTER_ADMIN,)
    list_display = ("indicator_called", "since", "at", "error")
    ordering = ("indicator",)
    fields = ("indicator_called", "since", "at", "error")

    @admin.display(description=_("Indicator"), ordering="indicator")
    def indicator_called(self, fault):
        known = BY_CODE.get(fault.indicator)
        return known.label if known else fault.indicator
