"""Rounds, submissions, lines, decisions."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, FilterSet

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.listing import Ordering
from orgtree.filters import WithinUnit, subtree
from planning.choices import Proposal, RoundKind, RoundState, SubmissionState
from planning.models import Decision, Line, Round, Submission


class RoundFilter(FilterSet):
    """Rounds."""

    q = SearchFilter("name")
    state = ChoiceFilter(choices=RoundState, label=_("State"), empty_label=_("all states"))
    kind = ChoiceFilter(choices=RoundKind, label=_("Kind"), empty_label=_("all kinds"))
    term = IdFilter("terms", label=_("Term"))
    ordering = Ordering(fields=(("day", "day"), ("deadline", "deadline"), ("name", "name")), label=_("Order"))

    class Meta:
        model = Round
        fields = ()


class SubmissionFilter(FilterSet):
    """Submissions."""

    round = IdFilter(label=_("Round"))
    unit = WithinUnit(method="in_unit")
    state = ChoiceFilter(choices=SubmissionState, label=_("State"), empty_label=_("all states"))
    decision = IdFilter(label=_("Decision"))
    ordering = Ordering(
        fields=(("round__deadline", "deadline"), ("state", "state"), ("unit", "unit")), label=_("Order")
    )

    class Meta:
        model = Submission
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class LineFilter(FilterSet):
    """Lines of submissions."""

    q = SearchFilter("person__name_fold", folded=True)
    submission = IdFilter(label=_("Submission"))
    round = IdFilter("submission__round", label=_("Round"))
    unit = WithinUnit(method="in_unit")
    term = IdFilter("plan_title__term", label=_("Term"))
    plan_title = IdFilter(label=_("Plan title"))
    person = IdFilter(label=_("Person"))
    proposal = ChoiceFilter(choices=Proposal, label=_("Proposal"), empty_label=_("all proposals"))
    ordering = Ordering(fields=(("person__name_key", "name"), ("proposal", "proposal")), label=_("Order"))

    class Meta:
        model = Line
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(submission__unit__in=subtree(unit, self.request))


class DecisionFilter(FilterSet):
    """Decisions."""

    q = SearchFilter("number", label=_("Number"))
    day_from = DateFilter("day", "gte", label=_("From the day"))
    day_to = DateFilter("day", "lte", label=_("To the day"))
    ordering = Ordering(fields=(("day", "day"), ("number", "number")), label=_("Order"))

    class Meta:
        model = Decision
        fields = ()
