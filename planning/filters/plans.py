"""Terms, titles planned for, people planned."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.listing import Ordering
from orgtree.filters import WithinUnit, subtree
from planning.models import PlanEntry, PlanTitle, Term


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
