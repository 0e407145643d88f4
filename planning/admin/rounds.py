"""Rounds: prepared, opened and closed as on their own pages, one or many at once."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, form_page
from orgtree.admin.reach import UnitNamed
from orgtree.choices import Verb
from planning.actions import rounds as actions
from planning.choices import RoundVerb
from planning.models import Round
from planning.pages.forms import RoundForm
from planning.queries.board import authorities, grassroots
from planning.queries.rules import rule_sets
from planning.queries.terms import terms
from planning.rules import moves
from planning.states import ROUND


def _moving(verb: RoundVerb) -> Gesture:
    @transaction.atomic
    def perform(*, actor, on, rows, versions) -> str:
        for row in rows:
            actions.move(actor=actor, on=on, round=row.pk, verb=verb)
        return _("%(label)s: %(number)d") % {"label": verb.label, "number": len(rows)}

    return Gesture(
        name=verb.value,
        label=verb.label,
        right=Verb.OPEN_ROUND,
        perform=perform,
        why_not=lambda row, user, on: moves.why_not_round(row, verb, user=user, on=on),
        fits=lambda row: ROUND.find(row.state, verb) is not None,
    )


@admin.register(Round)
class RoundAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "authority"
    gestures = tuple(_moving(verb) for verb in RoundVerb)
    list_display = ("name", "kind", "state", "unit_called", "day", "deadline")
    list_filter = ("state", "kind")
    searched = ("name",)
    search_help_text = gettext_lazy("Search with or without marks.")
    fields = ("name", "kind", "state", "unit_called", "day", "deadline", "rules_called", "terms_called", "units_called")

    def get_urls(self):
        prepare = path("prepare/", self.admin_site.admin_view(self.prepare_view), name="planning_round_prepare")
        return [prepare, *super().get_urls()]

    def list_links(self, request):
        may = request.user.may_somewhere(Verb.OPEN_ROUND)
        return [(_("Prepare a round"), reverse("admin:planning_round_prepare"))] if may else []

    def row_links(self, request, row):
        """To the submissions of the round."""
        return [(_("Submissions"), f"{reverse('admin:planning_submission_changelist')}?round={row.pk}")]

    def prepare_view(self, request):
        if not request.user.may_somewhere(Verb.OPEN_ROUND):
            raise PermissionDenied
        user, today = request.user, clock.today()
        choices = {
            "authorities": authorities(user, today),
            "terms": terms(),
            "units": grassroots(user, today),
            "rule_sets": rule_sets(),
        }
        form = RoundForm(request.POST or None, **choices)

        def deed():
            row = actions.prepare(actor=user, on=today, **form.arguments())
            return _("The round “%(name)s” is prepared; open it when everything is right.") % {"name": row.name}

        return form_page(self, request, form, deed, title=_("Prepare a round"), back=self.list_address())

    def describe(self, row):
        return f"{row.name} ({row.get_state_display()})"

    @admin.display(description=gettext_lazy("Authority"), ordering="unit_place")
    def unit_called(self, row):
        return row.unit_name

    @admin.display(description=gettext_lazy("Rules"))
    def rules_called(self, row):
        return row.rule_set.name if row.rule_set else "–"

    @admin.display(description=gettext_lazy("Terms"))
    def terms_called(self, row):
        return "; ".join(term.name for term in row.terms.all())

    @admin.display(description=gettext_lazy("Participating units"))
    def units_called(self, row):
        return row.units.count()
