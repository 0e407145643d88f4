"""Filters shared by pages and API: bounded ids, and text found with or without diacritics."""

import django_filters
from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from anphu.kit import names
from anphu.kit.folding import Folded

MAX_ID = 2**63 - 1
MAX_SEARCH = 100


def is_id(text: str) -> bool:
    """Whether `text`, which anybody may have typed, can be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class IdFilter(django_filters.NumberFilter):
    """The id of another record; whatever cannot be one is refused rather than asked of the database."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1, max_value=MAX_ID, **kwargs)

    def get_max_validator(self):
        return None


class SearchFilter(django_filters.CharFilter):
    """The search line: every word of it, in any case, with or without diacritics.

    `field_name` names a text column; `folded` says that it holds folded text already, and has an index for it.
    """

    def __init__(self, *args, folded: bool = False, **kwargs):
        self.folded = folded
        kwargs.setdefault("label", _("Search"))
        super().__init__(*args, max_length=MAX_SEARCH, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)

    def filter(self, qs, value):
        words = names.fold(value).split() if value else []
        if not words:
            return qs
        qs = qs.alias(_folded=F(self.field_name) if self.folded else Folded(self.field_name))
        for word in words:
            qs = qs.filter(_folded__contains=word)
        return qs
