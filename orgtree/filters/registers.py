"""Filters of what is kept about dossiers: who read them, what people asked, what units proposed."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from anphu.kit.filters import IdFilter, SearchFilter
from anphu.kit.listing import Ordering
from orgtree.choices import ReadKind, RightsKind, Verdict
from orgtree.filters.fields import DAY, WithinUnit, midnight, subtree
from orgtree.models import ChangeRequest, DossierRead, Person, RightsRequest
from orgtree.sections import SECTIONS

STANDINGS = (("open", _("not answered")), ("late", _("late, not answered")), ("answered", _("answered")))


class ReadFilter(FilterSet):
    """Filters of the read log."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name of the person"))
    person = IdFilter(label=_("Number of the person"))
    reader = CharFilter(method="read_by", label=_("Reader"), max_length=100)
    kind = ChoiceFilter(choices=ReadKind, label=_("What was done"), empty_label=_("everything"))
    since = DateFilter(method="from_day", label=_("From day"), **DAY)
    until = DateFilter(method="to_day", label=_("To day"), **DAY)
    ordering = Ordering(
        fields=(("at", "time"), ("rows", "people")), field_labels={"at": _("Time"), "rows": _("People")}
    )

    class Meta:
        model = DossierRead
        fields = ()

    def read_by(self, queryset, name, value):
        """By account or by any part of the name."""
        called = Q(reader__username__icontains=value)
        for word in value.split():
            called |= Q(reader__first_name__icontains=word) | Q(reader__last_name__icontains=word)
        return queryset.filter(called)

    def from_day(self, queryset, name, day):
        return queryset.filter(at__gte=midnight(day))

    def to_day(self, queryset, name, day):
        return queryset.filter(at__lt=midnight(day + datetime.timedelta(days=1)))


class RightsRequestFilter(FilterSet):
    """Filters of data-subject requests."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name"))
    person = IdFilter(label=_("Number of the person"))
    kind = ChoiceFilter(choices=RightsKind, label=_("Kind of request"), empty_label=_("all"))
    state = ChoiceFilter(choices=STANDINGS, method="standing", label=_("State"), empty_label=_("all"))

    class Meta:
        model = RightsRequest
        fields = ()

    def standing(self, queryset, name, value):
        if value == "answered":
            return queryset.exclude(answered_on=None)
        waiting = queryset.filter(answered_on=None)
        if value == "open":
            return waiting
        on = self.request.on
        return waiting.filter(Q(answer_by__lt=on) | Q(acknowledged_on=None, acknowledge_by__lt=on))


class ChangeRequestFilter(FilterSet):
    """Filters of change requests."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name"))
    state = ChoiceFilter(choices=Verdict, label=_("State"), empty_label=_("all"))
    section = ChoiceFilter(
        choices=[(section.code, section.label) for section in SECTIONS],
        label=_("Part of the dossier"),
        empty_label=_("all"),
    )
    unit = WithinUnit(method="in_unit")

    class Meta:
        model = ChangeRequest
        fields = ()

    def in_unit(self, queryset, name, unit):
        people = Person.objects.visible_to(self.request.user, self.request.on)
        people = people.within(subtree(unit, self.request), self.request.on)
        return queryset.filter(person__in=people.values("pk"))
