"""The units about which a page of planning can be asked."""

import datetime

from django.db.models import Case, IntegerField, QuerySet, When

from orgtree.choices import Kind
from orgtree.models import UnitLink, UnitVersion

_HIGHER_FIRST = Case(*(When(kind=kind, then=rank) for rank, kind in enumerate(Kind)), output_field=IntegerField())


def reached(user, verb: str, on: datetime.date) -> QuerySet[UnitVersion]:
    """Units of the day in which the reader may `verb`, higher kinds first, then by name."""
    units = UnitLink.objects.reached_by(user, verb, on)
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=units)
    return rows.order_by(_HIGHER_FIRST, "sort_key")
