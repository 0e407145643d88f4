"""How lists come about: steps, conferences, questions to consulted bodies."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from anphu.kit.filters import IdFilter
from anphu.kit.listing import Ordering
from orgtree.filters import WithinUnit, subtree
from planning.models import BallotResult, Conference, Consultation, RoundStep

MINE, OTHERS = "mine", "others"
WAITING, ANSWERED = "waiting", "answered"
OPEN, CLOSED = "open", "closed"


class RoundStepFilter(FilterSet):
    """Steps of rounds."""

    round = IdFilter(label=_("Round"))

    class Meta:
        model = RoundStep
        fields = ()


class ConferenceFilter(FilterSet):
    """Conferences."""

    submission = IdFilter(label=_("Submission"))
    round = IdFilter("submission__round", label=_("Round"))
    step = IdFilter(label=_("Step"))
    unit = WithinUnit(method="in_unit")
    state = ChoiceFilter(
        method="in_state",
        choices=[(OPEN, _("open")), (CLOSED, _("closed"))],
        label=_("State"),
        empty_label=_("all states"),
    )
    ordering = Ordering(fields=(("day", "day"),), label=_("Order"))

    class Meta:
        model = Conference
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(submission__unit__in=subtree(unit, self.request))

    def in_state(self, queryset, name, state):
        return queryset.filter(closed_at__isnull=state == OPEN)


class BallotResultFilter(FilterSet):
    """Results of ballots."""

    conference = IdFilter(label=_("Conference"))
    submission = IdFilter("conference__submission", label=_("Submission"))
    line = IdFilter(label=_("Line"))

    class Meta:
        model = BallotResult
        fields = ()


class ConsultationFilter(FilterSet):
    """Questions, those that wait for an answer first."""

    whose = ChoiceFilter(
        method="put_to",
        choices=[(MINE, _("put to me")), (OTHERS, _("put to others"))],
        label=_("Whose"),
        empty_label=_("all questions"),
    )
    state = ChoiceFilter(
        method="in_state",
        choices=[(WAITING, _("waiting for an answer")), (ANSWERED, _("answered"))],
        label=_("State"),
        empty_label=_("all states"),
    )
    submission = IdFilter("line__submission", label=_("Submission"))
    line = IdFilter(label=_("Line"))
    ordering = Ordering(fields=(("due", "due"), ("asked_on", "asked")), label=_("Order"))

    class Meta:
        model = Consultation
        fields = ()

    def put_to(self, queryset, name, whose):
        mine = Consultation.objects.visible_to(self.request.user, self.request.on).put_to(
            self.request.user, self.request.on
        )
        wanted = queryset.filter if whose == MINE else queryset.exclude
        return wanted(pk__in=mine.values("pk"))

    def in_state(self, queryset, name, state):
        return queryset.filter(answered_at__isnull=state == WAITING)
