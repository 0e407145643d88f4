"""One FilterSet per noun, shared by pages and API. `request.user` and `request.on` say who asks and for which day."""

import django_filters
from django.utils.translation import gettext_lazy as _

from anphu.kit.filters import IdFilter, Ordering, SearchFilter
from orgtree.choices import CommitteeKind, Education, Kind, Level, Sector, Sex, Side, StateManagement, Theory
from orgtree.models import PartyMembership, Person, Posting, UnitLink, UnitVersion
from orgtree.queries.people import search


class UnitFilter(django_filters.FilterSet):
    """Units of a day, by their versions."""

    q = SearchFilter("name")
    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    sector = django_filters.ChoiceFilter(choices=Sector.choices)
    parent = IdFilter(label=_("directly under"))
    under = IdFilter(label=_("the unit and everything below it"), method="filter_under")
    commune_code = django_filters.CharFilter(max_length=5)
    ordering = Ordering(fields={"sort_key": "name", "kind": "kind", "unit__code": "code"})

    class Meta:
        model = UnitVersion
        fields = ()

    def filter_under(self, queryset, name, value):
        return queryset.filter(unit__in=units_under(value, self.request.on))


class PersonFilter(django_filters.FilterSet):
    """People, by name and by what their record says."""

    q = SearchFilter("full_name", method="filter_name")
    unit = IdFilter(label=_("the unit and everything below it"), method="filter_unit")
    title = IdFilter(label=_("holds the title"), method="filter_title")
    sex = django_filters.ChoiceFilter(choices=Sex.choices)
    ethnic_group = IdFilter(label=_("ethnic group"))
    education = django_filters.ChoiceFilter(choices=Education.choices)
    theory = django_filters.ChoiceFilter(choices=Theory.choices)
    state_management = django_filters.ChoiceFilter(choices=StateManagement.choices)
    born_from = django_filters.DateFilter("birth_date", "gte", label=_("born from"))
    born_to = django_filters.DateFilter("birth_date", "lte", label=_("born to"))
    ordering = Ordering(
        fields={"name_key": "name", "birth_date": "birth_date", "education": "education", "theory": "theory"}
    )

    class Meta:
        model = Person
        fields = ()

    def filter_name(self, queryset, name, value):
        return search(queryset, value)

    def filter_unit(self, queryset, name, value):
        return queryset.within(units_under(value, self.request.on), self.request.on)

    def filter_title(self, queryset, name, value):
        held = Posting.objects.on(self.request.on).filter(title=value)
        return queryset.filter(pk__in=held.visible_to(self.request.user, self.request.on).values("person"))


class BelongingFilter(django_filters.FilterSet):
    """Rows of a person in a unit."""

    q = SearchFilter("person__full_name")
    person = IdFilter()
    unit = IdFilter(label=_("in this unit alone"))
    under = IdFilter(label=_("the unit and everything below it"), method="filter_under")

    def filter_under(self, queryset, name, value):
        return queryset.filter(unit__in=units_under(value, self.request.on))


class PostingFilter(BelongingFilter):
    """Posts held."""

    title = IdFilter()
    level = django_filters.ChoiceFilter("title__level", choices=Level.choices)
    side = django_filters.ChoiceFilter("title__side", choices=Side.choices)
    seat = django_filters.ChoiceFilter("title__seat", choices=CommitteeKind.choices)
    ordering = Ordering(fields={"person__name_key": "name", "title__rank": "rank"})

    class Meta:
        model = Posting
        fields = ()


class MembershipFilter(BelongingFilter):
    """Party memberships."""

    ordering = Ordering(fields={"person__name_key": "name", "admitted_on": "admitted_on"})

    class Meta:
        model = PartyMembership
        fields = ()


def units_under(unit: int, on):
    """Ids of the unit and of everything below it on `on`, as a subquery."""
    return UnitLink.objects.on(on).filter(ancestor=unit).values("descendant")
