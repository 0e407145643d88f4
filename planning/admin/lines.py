"""Lines of submissions: kept, removed or withdrawn, one or many at once; moved one by one."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, Ready, form_page, is_id
from anphu.kit.admin.gestures import GiveReason, MayGiveReason
from orgtree.admin.reach import UnitNamed, by_title, by_unit, called
from orgtree.choices import Verb
from planning.actions import lines as actions
from planning.admin.filters import InRoundOfSubmission
from planning.choices import Ground, Proposal
from planning.models import Line
from planning.pages.forms import LARGEST_VERSION
from planning.queries.candidates import titles_to_move
from planning.rules import moves


class GiveGround(GiveReason):
    """A removal says on which ground."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=Ground.choices)


class MoveForm(GiveReason):
    """Where a person is moved to."""

    target = forms.TypedChoiceField(label=gettext_lazy("Move to"), coerce=int)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = places


def _proposed(proposal: Proposal):
    def perform(*, actor, on, rows, versions, **said) -> str:
        ids = [row.pk for row in rows]
        actions.change_many(actor=actor, on=on, lines=ids, proposal=proposal, versions=versions.get, **said)
        return _done(len(rows))

    return perform


def _done(number: int) -> str:
    return ngettext("%(number)d line changed", "%(number)d lines changed", number) % {"number": number}


def _why_not(row: Line, user, on):
    return moves.why_not_edit(row.submission, user=user, on=on)


_COMMON = {
    "right": Verb.PROPOSE,
    "why_not": _why_not,
    "version": lambda row: (row.submission_id, row.submission.version),
}
_OUT = (Proposal.REMOVE, Proposal.MOVE)

GESTURES = (
    Gesture(
        name="keep",
        label=pgettext_lazy("line", "Keep in the plan"),
        form=MayGiveReason,
        perform=_proposed(Proposal.KEEP),
        fits=lambda row: row.proposal in _OUT or row.entered_by_id is None,
        **_COMMON,
    ),
    Gesture(
        name="remove",
        label=pgettext_lazy("line", "Remove from the plan"),
        form=GiveGround,
        perform=_proposed(Proposal.REMOVE),
        fits=lambda row: row.proposal in (Proposal.KEEP, Proposal.MOVE),
        **_COMMON,
    ),
    Gesture(
        name="withdraw",
        label=pgettext_lazy("line", "Withdraw the addition"),
        form=MayGiveReason,
        perform=_proposed(Proposal.WITHDRAWN),
        fits=lambda row: row.proposal == Proposal.ADD,
        **_COMMON,
    ),
)


@admin.register(Line)
class LineAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    unit_field = "submission__unit"
    gestures = GESTURES
    list_display = ("person", "proposal", "titled", "term", "unit_called", "round", "standing", "ground", "reason")
    list_filter = ("proposal", "ground", "outsider", "submission__state", "plan_title__term", InRoundOfSubmission)
    list_select_related = ("person", "plan_title__title", "plan_title__term", "submission__round", "entered_by")
    searched = (Ready("person__name_fold"), by_unit("submission__unit"), by_title("plan_title__title"))
    search_help_text = gettext_lazy("Search by person, unit or title, with or without marks.")
    fields = (
        *("person", "proposal", "moved_to", "ground", "reason", "titled", "term", "unit_called", "round", "standing"),
        *("said_by", "outsider", "dropped"),
    )

    def get_ordering(self, request):
        titles = ("plan_title__term__code", "-plan_title__title__rank", "person__name_key")
        return ("-submission__round__day", "submission__round", "submission", *titles)

    def lookup_allowed(self, lookup, value, request=None):
        """`submission` stands in the address that a submission's page links to."""
        if lookup == "submission":
            return is_id(value)
        return super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        address = path("<int:pk>/move/", self.admin_site.admin_view(self.move_view), name="planning_line_move")
        return [address, *super().get_urls()]

    def row_links(self, request, row):
        listed = [(_("Submission"), reverse("admin:planning_submission_change", args=[row.submission_id]))]
        movable = row.proposal in (Proposal.KEEP, *_OUT)
        if not movable or _why_not(row, request.user, clock.today()) is not None:
            return listed
        return [(_("Move to another title"), reverse("admin:planning_line_move", args=[row.pk])), *listed]

    def move_view(self, request, pk):
        user, today = request.user, clock.today()
        if not user.may_somewhere(Verb.PROPOSE):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404(pk)
        places = titles_to_move(row.submission, user, today)
        form = MoveForm(
            request.POST or None, initial={"version": row.submission.version}, places=_told(places, row.plan_title_id)
        )

        def deed():
            said = {name: form.cleaned_data[name] for name in ("target", "reason")}
            version = form.cleaned_data["version"]
            actions.change_many(
                actor=user, on=today, lines=[row.pk], proposal=Proposal.MOVE, versions=lambda _pk: version, **said
            )
            return _done(1)

        return form_page(
            *(self, request, form, deed),
            title=_("Move to another title"),
            subtitle=self.describe(row),
            back=self.address(row),
            why_not=_why_not(row, user, today),
        )

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

    @admin.display(description=gettext_lazy("Move to"))
    def moved_to(self, line):
        return line.target.title.name if line.target else "–"

    @admin.display(description=gettext_lazy("Entered by"))
    def said_by(self, line):
        return called(line.entered_by)

    @admin.display(description=gettext_lazy("Not passed by a conference"), boolean=True)
    def dropped(self, line):
        return line.dropped_in_id is not None

    @admin.display(description=gettext_lazy("State"), ordering="submission__state")
    def standing(self, line):
        return line.submission.get_state_display()


def _told(places, present: int) -> list[tuple[int, str]]:
    others = (place for place in places if place.pk != present)
    return [(place.pk, f"{place.title.name} – {place.term.name} ({place.called})") for place in others]
