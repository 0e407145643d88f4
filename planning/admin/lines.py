"""Lines of submissions: kept, removed or withdrawn, one or many at once."""

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from anphu.kit.admin import Gesture, GestureAdmin, Ready, is_id
from anphu.kit.admin.gestures import GiveReason, MayGiveReason
from orgtree.admin.reach import UnitNamed, by_title, by_unit
from orgtree.choices import Verb
from planning.actions import lines as actions
from planning.admin.filters import InRoundOfSubmission
from planning.choices import Proposal
from planning.models import Line
from planning.rules import moves


class Versions:
    """Every change of a line makes a new version of its submission: the one that was seen guards the first change."""

    def __init__(self, seen: dict[int, int]):
        self.seen = dict(seen)

    def of(self, line: Line) -> int | None:
        return self.seen.pop(line.submission_id, None)


def _proposed(proposal: Proposal):
    @transaction.atomic
    def perform(*, actor, on, rows, versions, reason) -> str:
        seen = Versions(versions)
        for row in rows:
            actions.propose(
                actor=actor,
                on=on,
                submission=row.submission_id,
                plan_title=row.plan_title_id,
                person=row.person_id,
                proposal=proposal,
                reason=reason,
                version=seen.of(row),
            )
        return _done(len(rows))

    return perform


@transaction.atomic
def _withdrawn(*, actor, on, rows, versions, reason) -> str:
    seen = Versions(versions)
    for row in rows:
        actions.withdraw(actor=actor, on=on, line=row.pk, reason=reason, version=seen.of(row))
    return _done(len(rows))


def _done(number: int) -> str:
    return ngettext("%(number)d line changed", "%(number)d lines changed", number) % {"number": number}


def _why_not(row: Line, user, on):
    return moves.why_not_edit(row.submission, user=user, on=on)


_COMMON = {
    "right": Verb.PROPOSE,
    "why_not": _why_not,
    "version": lambda row: (row.submission_id, row.submission.version),
}

GESTURES = (
    Gesture(
        name="keep",
        label=pgettext_lazy("line", "Keep in the plan"),
        form=MayGiveReason,
        perform=_proposed(Proposal.KEEP),
        fits=lambda row: row.proposal == Proposal.REMOVE,
        **_COMMON,
    ),
    Gesture(
        name="remove",
        label=pgettext_lazy("line", "Remove from the plan"),
        form=GiveReason,
        perform=_proposed(Proposal.REMOVE),
        fits=lambda row: row.proposal == Proposal.KEEP,
        **_COMMON,
    ),
    Gesture(
        name="withdraw",
        label=pgettext_lazy("line", "Withdraw the addition"),
        form=MayGiveReason,
        perform=_withdrawn,
        fits=lambda row: row.proposal == Proposal.ADD,
        **_COMMON,
    ),
)


@admin.register(Line)
class LineAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "submission__unit"
    gestures = GESTURES
    list_display = ("person", "proposal", "titled", "term", "unit_called", "round", "standing", "reason")
    list_filter = ("proposal", "submission__state", "plan_title__term", InRoundOfSubmission)
    list_select_related = ("person", "plan_title__title", "plan_title__term", "submission__round")
    searched = (Ready("person__name_fold"), by_unit("submission__unit"), by_title("plan_title__title"))
    search_help_text = gettext_lazy("Search by person, unit or title, with or without marks.")
    fields = ("person", "proposal", "reason", "titled", "term", "unit_called", "round", "standing")

    def get_ordering(self, request):
        titles = ("plan_title__term__code", "-plan_title__title__rank", "person__name_key")
        return ("-submission__round__day", "submission__round", "submission", *titles)

    def lookup_allowed(self, lookup, value, request=None):
        """`submission` stands in the address that a submission's page links to."""
        if lookup == "submission":
            return is_id(value)
        return super().lookup_allowed(lookup, value, request)

    def row_links(self, request, row):
        return [(_("Submission"), reverse("admin:planning_submission_change", args=[row.submission_id]))]

    def describe(self, row):
        return f"{row.person} – {row.plan_title.title.name}, {row.unit_name} ({row.get_proposal_display()})"

    @admin.display(description=gettext_lazy("Title"), ordering="plan_title__title__name")
    def titled(self, line):
        return line.plan_title.title.name

    @admin.display(description=gettext_lazy("Term"), ordering="plan_title__term__code")
    def term(self, line):
        return line.plan_title.term.name

    @admin.display(description=gettext_lazy("Round"), ordering="submission__round__day")
    def round(self, line):
        return line.submission.round.name

    @admin.display(description=gettext_lazy("State"), ordering="submission__state")
    def standing(self, line):
        return line.submission.get_state_display()
