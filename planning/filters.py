"""One FilterSet per noun, shared by pages and API. `request.user` and `request.on` say who asks and for which day."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.jobs import Job, JobState
from anphu.kit.listing import Ordering
from orgtree.choices import Level, Sex
from orgtree.filters import WithinUnit, subtree
from orgtree.models import Person
from orgtree.rules import ages
from planning.choices import Proposal, RoundKind, RoundState, SubmissionState, Verdict
from planning.models import Decision, Line, PlanEntry, PlanTitle, Round, RuleParameter, Submission, Term
from planning.queries.eligibility import Ranking


class TermFilter(FilterSet):
    """Terms."""

    code = CharFilter(label=_("Code"), max_length=20)
    ordering = Ordering(fields=(("code", "code"),), label=_("Order"))

    class Meta:
        model = Term
        fields = ()


class PlanTitleFilter(FilterSet):
    """Titles that units plan for."""

    q = SearchFilter("title__name")
    unit = WithinUnit(method="in_unit")
    term = IdFilter(label=_("Term"))
    title = IdFilter(label=_("Title"))
    ordering = Ordering(fields=(("term__code", "term"), ("title__rank", "rank")), label=_("Order"))

    class Meta:
        model = PlanTitle
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class PlanEntryFilter(FilterSet):
    """People planned."""

    q = SearchFilter("person__name_fold", folded=True)
    unit = WithinUnit(method="in_unit")
    term = IdFilter("plan_title__term", label=_("Term"))
    title = IdFilter("plan_title__title", label=_("Title"))
    plan_title = IdFilter(label=_("Plan title"))
    person = IdFilter(label=_("Person"))
    decision = IdFilter("opened_by", label=_("Added by the decision"))
    ordering = Ordering(
        fields=(("person__name_key", "name"), ("plan_title__term__code", "term"), ("plan_title__title__rank", "rank")),
        label=_("Order"),
    )

    class Meta:
        model = PlanEntry
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(plan_title__unit__in=subtree(unit, self.request))


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


class CandidateFilter(FilterSet):
    """People who come into question for a title; `ranking` says who has which verdict."""

    q = SearchFilter("name_fold", folded=True)
    unit = WithinUnit(method="in_unit")
    verdict = ChoiceFilter(choices=Verdict, label=_("Eligibility"), empty_label=_("all"), method="having")
    sex = ChoiceFilter(choices=Sex, label=_("Sex"), empty_label=_("both"))
    age_to = NumberFilter(label=_("Age at most"), min_value=16, max_value=99, method="up_to_age")

    class Meta:
        model = Person
        fields = ()

    def __init__(self, *args, ranking: Ranking | None = None, **kwargs):
        self.ranking = ranking
        super().__init__(*args, **kwargs)

    def in_unit(self, queryset, name, unit):
        return queryset.within(subtree(unit, self.request), self.request.on)

    def having(self, queryset, name, value: str):
        return queryset.filter(pk__in=self.ranking.having(value)) if self.ranking else queryset

    def up_to_age(self, queryset, name, years):
        return queryset.filter(birth_date__gt=ages.born_after(int(years), self.request.on))


class RuleParameterFilter(FilterSet):
    """Numbers of law."""

    key = CharFilter(label=_("Key"), max_length=60)
    level = ChoiceFilter(choices=Level, label=_("Level"), empty_label=_("all levels"))

    class Meta:
        model = RuleParameter
        fields = ()


class JobFilter(FilterSet):
    """Background jobs."""

    state = ChoiceFilter(choices=JobState, label=_("State"), empty_label=_("all states"))
    task = CharFilter(label=_("Task"), max_length=100)
    ordering = Ordering(fields=(("created_at", "created"), ("state", "state")), label=_("Order"))

    class Meta:
        model = Job
        fields = ()
