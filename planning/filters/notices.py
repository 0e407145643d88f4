"""Notices: all, or those not read yet."""

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, FilterSet

from anphu.kit.notices import Notice


class NoticeFilter(FilterSet):
    """Notices."""

    unread = BooleanFilter("read_at", lookup_expr="isnull", label=_("Not read yet"))

    class Meta:
        model = Notice
        fields = ()
