"""People judged for a title."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from anphu.kit.filters import SearchFilter
from orgtree.choices import Sex
from orgtree.filters import WithinUnit, subtree
from orgtree.models import Person
from orgtree.rules import ages
from planning.choices import Verdict
from planning.queries.eligibility import Ranking


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
