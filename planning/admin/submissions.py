"""Submissions: every move of the graph as a gesture, and a person added to a list."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anphu.kit import clock
from anphu.kit.admin import Gesture, GestureAdmin, PickOne, form_page
from anphu.kit.admin.fields import ReasonField
from anphu.kit.admin.gestures import GiveReason, MayGiveReason
from orgtree.admin.reach import UnitNamed, by_unit, called
from orgtree.choices import Verb
from orgtree.models import Person
from planning.actions import decisions, lines, submissions
from planning.admin.filters import InRound
from planning.choices import Proposal, SubmissionState, SubmissionVerb
from planning.models import Line, Submission
from planning.pages.forms import LARGEST_VERSION, DecisionForm
from planning.queries.candidates import titles_to_fill
from planning.queries.worklist import with_changes
from planning.rules import moves
from planning.states import SUBMISSION


def _moved(verb: SubmissionVerb):
    def perform(*, actor, on, rows, versions, reason="") -> str:
        ids = [row.pk for row in rows]
        submissions.move_many(actor=actor, on=on, submissions=ids, verb=verb, reason=reason, versions=versions)
        return _done(verb, len(rows))

    return perform


def _decided(*, actor, on, rows, versions, number, day, note) -> str:
    ids = [row.pk for row in rows]
    decisions.decide(actor=actor, on=on, submissions=ids, number=number, day=day, note=note, versions=versions)
    return _done(SubmissionVerb.APPROVE, len(rows))


def _done(verb: SubmissionVerb, number: int) -> str:
    words = ngettext("%(label)s: %(number)d submission", "%(label)s: %(number)d submissions", number)
    return words % {"label": verb.label, "number": number}


def _moving(verb: SubmissionVerb) -> Gesture:
    """The gesture of a verb; what it asks for and whose it is stand in the graph."""
    arrows = [move for move in SUBMISSION.moves if move.verb == verb]
    approving = verb == SubmissionVerb.APPROVE
    wording = GiveReason if any(move.reason for move in arrows) else MayGiveReason
    return Gesture(
        name=verb.value,
        label=verb.label,
        right=arrows[0].by,
        form=DecisionForm if approving else wording,
        perform=_decided if approving else _moved(verb),
        why_not=lambda row, user, on: moves.why_not(row, verb, user=user, on=on),
        fits=lambda row: SUBMISSION.find(row.state, verb) is not None,
        version=lambda row: (row.pk, row.version),
    )


def _claimed(take_over: bool):
    def perform(*, actor, on, rows, versions) -> str:
        submissions.claim_many(actor=actor, on=on, submissions=[row.pk for row in rows], take_over=take_over)
        return _("You are looking at these lists now; others leave them alone.")

    return perform


def _released(*, actor, on, rows, versions) -> str:
    submissions.release_many(actor=actor, on=on, submissions=[row.pk for row in rows])
    return _("These lists are left to others.")


@transaction.atomic
def _confirmed(*, actor, on, rows, versions) -> str:
    number = sum(
        lines.confirm_rest(actor=actor, on=on, submission=row.pk, version=versions.get(row.pk)) for row in rows
    )
    return ngettext("%(number)d line confirmed", "%(number)d lines confirmed", number) % {"number": number}


def _version(row: Submission) -> tuple[int, int]:
    return row.pk, row.version


DESK = (
    Gesture(
        name="confirm",
        label=gettext_lazy("Keep all who are not confirmed yet"),
        right=Verb.PROPOSE,
        perform=_confirmed,
        why_not=lambda row, user, on: moves.why_not_edit(row, user=user, on=on),
        fits=lambda row: row.state == SubmissionState.DRAFT,
        version=_version,
    ),
    Gesture(
        name="claim",
        label=gettext_lazy("I am looking at it"),
        right=Verb.APPRAISE,
        perform=_claimed(take_over=False),
        why_not=lambda row, user, on: moves.why_not_claim(row, user=user, on=on),
        fits=lambda row: row.state == SubmissionState.SUBMITTED and row.claimed_by_id is None,
    ),
    Gesture(
        name="take_over",
        label=gettext_lazy("Take over from who is looking at it"),
        right=Verb.APPRAISE,
        perform=_claimed(take_over=True),
        why_not=lambda row, user, on: moves.why_not_claim(row, user=user, on=on, take_over=True),
        fits=lambda row: row.claimed_by_id is not None,
    ),
    Gesture(
        name="release",
        label=gettext_lazy("Leave it to others"),
        right=Verb.APPRAISE,
        perform=_released,
        why_not=lambda row, user, on: moves.why_not_release(row, user=user),
        fits=lambda row: row.claimed_by_id is not None,
    ),
)


class SupplementForm(forms.Form):
    """A person to add to the list of a unit; only people whom the reader sees can be found."""

    plan_title = forms.TypedChoiceField(label=gettext_lazy("Title"), coerce=int)
    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=None)
    reason = ReasonField()
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args, titles, people, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan_title"].choices = [(row.pk, f"{row.title.name} – {row.term.name}") for row in titles]
        self.fields["person"].widget = PickOne(Line._meta.get_field("person"), site)
        self.fields["person"].queryset = people


@admin.register(Submission)
class SubmissionAdmin(UnitNamed, GestureAdmin):
    seen_with = (Verb.SEE_PLANS,)
    gestures = (*DESK, *(_moving(verb) for verb in SubmissionVerb))
    list_display = ("unit_called", "round", "state", "added", "removed", "kept", "claimed", "decision")
    list_display_links = ("unit_called",)
    list_filter = ("state", InRound)
    list_select_related = ("round__rule_set", "decision", "submitted_by", "claimed_by")
    searched = (by_unit(), "round__name")
    search_help_text = gettext_lazy("Search by unit or round, with or without marks.")
    fields = (
        *("unit_called", "round", "state", "added", "removed", "kept", "sent_by", "claimed", "decision"),
        *("steps_taken", "remarks"),
    )

    def get_ordering(self, request):
        return ("-round__day", "round", self.place())

    def seen_by(self, user, rows, on):
        return with_changes(super().seen_by(user, rows, on))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        address = path("<int:pk>/supplement/", wrap(self.supplement_view), name="planning_submission_supplement")
        return [address, *super().get_urls()]

    def row_links(self, request, row):
        listed = [(_("Lines"), f"{reverse('admin:planning_line_changelist')}?submission={row.pk}")]
        if moves.why_not_edit(row, user=request.user, on=clock.today()) is not None:
            return listed
        return [(_("Supplement a line"), reverse("admin:planning_submission_supplement", args=[row.pk])), *listed]

    def supplement_view(self, request, pk):
        user, today = request.user, clock.today()
        if not user.may_somewhere(Verb.PROPOSE):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404(pk)
        form = SupplementForm(
            request.POST or None,
            initial={"version": row.version},
            titles=titles_to_fill(row, user, today),
            people=Person.objects.visible_to(user, today),
            site=self.admin_site,
        )

        def deed():
            chosen = {**form.cleaned_data, "person": form.cleaned_data["person"].pk}
            line = lines.propose(actor=user, on=today, submission=row.pk, proposal=Proposal.ADD, **chosen)
            return _("%(person)s is proposed for the plan.") % {"person": line.person}

        return form_page(
            *(self, request, form, deed),
            title=_("Supplement a line"),
            subtitle=self.describe(row),
            back=self.address(row),
            why_not=moves.why_not_edit(row, user=user, on=today),
        )

    def describe(self, row):
        return f"{row.unit_name} – {row.round.name} ({row.get_state_display()})"

    @admin.display(description=gettext_lazy("added"), ordering="added")
    def added(self, row):
        return row.added

    @admin.display(description=gettext_lazy("removed"), ordering="removed")
    def removed(self, row):
        return row.removed

    @admin.display(description=gettext_lazy("kept"), ordering="kept")
    def kept(self, row):
        return row.kept

    @admin.display(description=gettext_lazy("submitted by"))
    def sent_by(self, row):
        return called(row.submitted_by)

    @admin.display(description=gettext_lazy("being looked at by"))
    def claimed(self, row):
        return called(row.claimed_by)

    @admin.display(description=gettext_lazy("Comments and corrections"))
    def remarks(self, row):
        said = row.comments.select_related("author", "line__person")
        return (
            "; ".join(
                f"{one.day:%d/%m/%Y} {called(one.author)}"
                f"{f' ({one.line.person.full_name})' if one.line else ''}: {one.text}"
                for one in said
            )
            or "–"
        )

    @admin.display(description=gettext_lazy("Steps so far"))
    def steps_taken(self, row):
        steps = row.changes.select_related("actor")
        return (
            "; ".join(f"{step.day:%d/%m/%Y} {step.get_verb_display()} ({called(step.actor)})" for step in steps) or "–"
        )
