"""Filters of imports and of their rows."""

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet

from anphu.kit.filters import SearchFilter
from orgtree.choices import BatchState, RowKind
from orgtree.models import ImportBatch, ImportRow


class ImportFilter(FilterSet):
    """Filters of imports."""

    q = SearchFilter("artifact__name", label=_("File name"))
    state = ChoiceFilter(choices=BatchState, label=_("State"), empty_label=_("all"))

    class Meta:
        model = ImportBatch
        fields = ()


class ImportRowFilter(FilterSet):
    """Filters of the rows of one import."""

    q = SearchFilter("name", label=_("Name"))
    kind = ChoiceFilter(choices=RowKind, label=_("What it would do"), empty_label=_("all"))
    written = BooleanFilter(label=_("Written"))

    class Meta:
        model = ImportRow
        fields = ()
