"""Numbers of law and background jobs."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from anphu.kit.jobs import Cause, Job, JobState
from anphu.kit.listing import Ordering
from orgtree.choices import Level
from planning.models import RuleParameter


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
    cause = ChoiceFilter(choices=Cause, label=_("Started by"), empty_label=_("whatever it was"))
    ordering = Ordering(fields=(("created_at", "created"), ("state", "state")), label=_("Order"))

    class Meta:
        model = Job
        fields = ()
