"""What is said about lists, and what goes on beside planning."""

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, FilterSet

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.listing import Ordering
from orgtree.filters import WithinUnit, subtree
from planning.models import AppointmentProposal, Comment


class CommentFilter(FilterSet):
    """Comments."""

    submission = IdFilter(label=_("Submission"))
    line = IdFilter(label=_("Line"))
    ordering = Ordering(fields=(("day", "day"),), label=_("Order"))

    class Meta:
        model = Comment
        fields = ()


class AppointmentProposalFilter(FilterSet):
    """Proposals of appointment."""

    q = SearchFilter("person__name_fold", folded=True)
    person = IdFilter(label=_("Person"))
    unit = WithinUnit(method="in_unit")
    pending = BooleanFilter(method="still_pending", label=_("Pending"))
    ordering = Ordering(fields=(("proposed_on", "proposed_on"),), label=_("Order"))

    class Meta:
        model = AppointmentProposal
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))

    def still_pending(self, queryset, name, wanted):
        seen = AppointmentProposal.objects.visible_to(self.request.user, self.request.on)
        pending = seen.pending(self.request.on).values("pk")
        return queryset.filter(pk__in=pending) if wanted else queryset.exclude(pk__in=pending)
