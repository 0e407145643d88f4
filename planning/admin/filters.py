"""Filters that offer only what the reader sees."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from planning.models import Round


class InRound(admin.SimpleListFilter):
    """`?round=` among the rounds of the reader; `rounds` is the path to the round of a row."""

    title = _("round")
    parameter_name = "round"
    rounds = "round"

    def lookups(self, request, model_admin):
        return list(Round.objects.visible_to(request.user, clock.today()).values_list("pk", "name"))

    def queryset(self, request, queryset):
        offered = {str(pk) for pk, _name in self.lookup_choices}
        return queryset.filter(**{self.rounds: self.value()}) if self.value() in offered else queryset


class InRoundOfSubmission(InRound):
    rounds = "submission__round"


class Confirmed(admin.SimpleListFilter):
    """`?confirmed=` yes or no: whether a receipt has been confirmed."""

    title = _("confirmed")
    parameter_name = "confirmed"

    def lookups(self, request, model_admin):
        return [("yes", _("yes")), ("no", _("not yet"))]

    def queryset(self, request, queryset):
        wanted = {"yes": False, "no": True}.get(self.value())
        return queryset if wanted is None else queryset.filter(received_at__isnull=wanted)
