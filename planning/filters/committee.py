"""The committee's year."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from anphu.kit.filters import IdFilter
from anphu.kit.listing import Ordering
from orgtree.filters import WithinUnit, subtree
from planning.choices import ItemState, MeetingKind, MeetingState, ProgrammeKind
from planning.models import AgendaItem, Meeting, Programme, ProgrammeItem


class OfUnit(FilterSet):
    """Rows that belong to a unit of the subtree asked for."""

    unit = WithinUnit(method="in_unit")

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class MeetingFilter(OfUnit):
    """Meetings."""

    kind = ChoiceFilter(choices=MeetingKind, label=_("Which meeting"), empty_label=_("all kinds"))
    state = ChoiceFilter(choices=MeetingState, label=_("State"), empty_label=_("all states"))
    ordering = Ordering(fields=(("starts_at", "starts"),), label=_("Order"))

    class Meta:
        model = Meeting
        fields = ()


class AgendaItemFilter(FilterSet):
    """Points of agendas."""

    meeting = IdFilter(label=_("Meeting"))
    submission = IdFilter(label=_("Submission"))
    decision = IdFilter(label=_("Decision"))

    class Meta:
        model = AgendaItem
        fields = ()


class ProgrammeFilter(OfUnit):
    """Programmes."""

    kind = ChoiceFilter(choices=ProgrammeKind, label=_("Kind"), empty_label=_("all kinds"))
    year = NumberFilter(label=_("Year"), min_value=1930, max_value=2100)
    term = IdFilter(label=_("Term"))

    class Meta:
        model = Programme
        fields = ()


class ProgrammeItemFilter(FilterSet):
    """Tasks of programmes."""

    programme = IdFilter(label=_("Programme"))
    state = ChoiceFilter(choices=ItemState, label=_("State"), empty_label=_("all states"))
    ordering = Ordering(fields=(("due", "due"),), label=_("Order"))

    class Meta:
        model = ProgrammeItem
        fields = ()
