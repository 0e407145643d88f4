"""What the filters of several nouns are made of: units and code lists to choose from, days, whole numbers."""

import datetime

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter, NumberFilter
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from anphu.kit.filters import is_id
from orgtree.models import Title, Unit
from orgtree.queries import units

DAY = {
    "input_formats": ["%d/%m/%Y", "%Y-%m-%d"],
    "widget": forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "input--day", "inputmode": "numeric", "maxlength": 10}
    ),
}


def visible_units(request) -> QuerySet[Unit]:
    """Units that may be named in a filter: those the reader sees on the day asked about, each with its `called`."""
    return units.called(request.user, request.on) if request else Unit.objects.none()  # open to all: nobody asks


class OfferedUnits(ModelChoiceIterator):
    """The units worth offering: the reader's own, those directly under them, and the one asked for."""

    def __iter__(self):
        yield "", self.field.empty_label
        request, asked = self.field.request, self.field.asked
        offered = units.near(request.user, request.on) if request else []
        yield from offered
        if is_id(asked) and int(asked) not in dict(offered):
            for unit in self.queryset.filter(pk=asked):
                yield unit.pk, self.field.label_from_instance(unit)


class UnitChoiceField(ModelChoiceField):
    """Takes any visible unit by its id, and calls it by its name of the day."""

    iterator = OfferedUnits
    request = None
    asked = ""

    def label_from_instance(self, unit: Unit) -> str:
        return unit.called or unit.code


class WithinUnit(ModelChoiceFilter):
    """A unit and everything below it on the day asked about."""

    field_class = UnitChoiceField

    def __init__(self, **kwargs):
        super().__init__(queryset=visible_units, label=_("Unit"), empty_label=_("all units"), **kwargs)

    @property
    def field(self) -> UnitChoiceField:
        field = super().field
        field.request = self.get_request()
        field.asked = (self.parent.data or {}).get(self.field_name, "")
        return field


def subtree(unit: Unit, request) -> QuerySet:
    """Ids of the unit and everything below it on the day asked about."""
    return units.below(unit, request.on)


class NamedChoices(ModelChoiceIterator):
    """A code list by id and name, without building its records."""

    def __iter__(self):
        yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class NamedChoiceField(ModelChoiceField):
    iterator = NamedChoices


class CodeListFilter(ModelChoiceFilter):
    """One entry of a code list that has a name."""

    field_class = NamedChoiceField


def all_titles(request) -> QuerySet[Title]:
    return Title.objects.all()  # open to all: titles name no person


class Whole(NumberFilter):
    """A whole number."""

    field_class = forms.IntegerField


def midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins where the offices are: comparing moments lets the index of the log be used."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
