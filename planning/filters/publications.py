"""Publications and receipts."""

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, FilterSet

from anphu.kit.filters import IdFilter
from anphu.kit.listing import Ordering
from planning.models import Publication, Receipt


class PublicationFilter(FilterSet):
    """Publications."""

    decision = IdFilter(label=_("Decision"))
    ordering = Ordering(fields=(("day", "day"), ("until", "until")), label=_("Order"))

    class Meta:
        model = Publication
        fields = ()


class ReceiptFilter(FilterSet):
    """Receipts."""

    publication = IdFilter(label=_("Publication"))
    unit = IdFilter(label=_("Unit"))
    due = BooleanFilter("received_at", lookup_expr="isnull", label=_("Still due"))

    class Meta:
        model = Receipt
        fields = ()
