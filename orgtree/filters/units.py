"""Filters of units and of what ties people to them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.listing import Ordering
from orgtree.choices import CommitteeKind, Kind, Level, Sector, Side
from orgtree.filters.fields import CodeListFilter, WithinUnit, all_titles, subtree, visible_units
from orgtree.models import PartyMembership, Posting, UnitVersion


class UnitFilter(FilterSet):
    """Filters of the versions of units in force on the day asked about."""

    q = SearchFilter("name")
    kind = ChoiceFilter(choices=Kind, label=pgettext_lazy("unit", "Kind"), empty_label=_("all kinds"))
    sector = ChoiceFilter(choices=Sector, label=_("Sector"), empty_label=_("all sectors"))
    unit = WithinUnit(method="in_unit")
    parent = ModelChoiceFilter(queryset=visible_units, label=_("Directly under"))
    commune_code = CharFilter(max_length=5, label=_("Commune code"))
    ordering = Ordering(fields=(("sort_key", "name"), ("kind", "kind"), ("unit__code", "code")))

    class Meta:
        model = UnitVersion
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class BelongingFilter(FilterSet):
    """Filters of what ties people to units."""

    q = SearchFilter("person__full_name")
    person = IdFilter(label=_("Person"))
    unit = WithinUnit(method="in_unit")

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class PostingFilter(BelongingFilter):
    """Filters of postings."""

    title = CodeListFilter(queryset=all_titles, label=_("Title"))
    level = ChoiceFilter(field_name="title__level", choices=Level, label=_("Level"))
    side = ChoiceFilter(field_name="title__side", choices=Side, label=_("Side"))
    seat = ChoiceFilter(field_name="title__seat", choices=CommitteeKind, label=_("Seat"))
    ordering = Ordering(fields=(("person__name_key", "name"), ("title__rank", "rank")))

    class Meta:
        model = Posting
        fields = ()


class MembershipFilter(BelongingFilter):
    """Filters of Party memberships."""

    ordering = Ordering(fields=(("person__name_key", "name"), ("admitted_on", "admitted")))

    class Meta:
        model = PartyMembership
        fields = ()
