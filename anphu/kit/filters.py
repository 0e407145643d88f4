"""Filters shared by pages and API: bounded numbers, and text found with or without diacritics."""

import unicodedata

import django_filters
from django import forms
from django.db.models import CharField, Func, Value
from django.utils.translation import gettext_lazy as _

from anphu.kit import names

MAX_ID = 2**63 - 1
MAX_SEARCH = 100


def _marked_letters() -> tuple[str, str]:
    """Every marked lower-case letter of Vietnamese, and beside it the letter without marks."""
    shapes, tones = ["", "\u0306", "\u0302", "\u031b"], ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    found = {
        composed: letter
        for letter in "aeiouy"
        for shape in shapes
        for tone in tones
        if len(composed := unicodedata.normalize("NFC", letter + shape + tone)) == 1 and composed != letter
    }
    found["đ"] = "d"
    return "".join(found), "".join(found.values())


class Folded(Func):
    """SQL beside `names.fold`: lower case without diacritics, for short lists that keep no folded column."""

    output_field = CharField()

    def __init__(self, expression):
        super().__init__(Func(expression, function="LOWER"), *map(Value, _marked_letters()), function="TRANSLATE")


class IdFilter(django_filters.NumberFilter):
    """The id of another record; whatever cannot be one is refused rather than asked of the database."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1, max_value=MAX_ID, **kwargs)

    def get_max_validator(self):
        return None


class SearchFilter(django_filters.CharFilter):
    """The search line: text in any case, with or without diacritics. `field_name` names a text column."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Search"))
        super().__init__(*args, max_length=MAX_SEARCH, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.annotate(_folded=Folded(self.field_name)).filter(_folded__contains=names.fold(value))


class Ordering(django_filters.OrderingFilter):
    """`ordering=name` or `-name`; rows that agree are put in the order of their keys, so that pages never overlap."""

    def filter(self, qs, value):
        qs = super().filter(qs, value)
        return qs.order_by(*qs.query.order_by, "pk") if value else qs
