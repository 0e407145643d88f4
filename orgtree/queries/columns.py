"""Columns that the database adds to rows, so that a list needs no query of its own for each of them."""

import datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orgtree.models import PartyMembership, UnitLink, UnitVersion


def with_members(versions: QuerySet[UnitVersion], on: datetime.date) -> QuerySet[UnitVersion]:
    """Versions with `members`, of the cell itself, and `total`, with everything below it."""
    here = PartyMembership.objects.on(on).filter(unit=OuterRef("unit"))
    below = (
        UnitLink.objects.on(on)
        .filter(ancestor=OuterRef("unit"), descendant__memberships__period__contains=on)
        .values(whole=F("ancestor"))
    )
    return versions.annotate(
        members=Coalesce(Subquery(here.values("unit").annotate(n=Count("pk")).values("n")), 0),
        total=Coalesce(Subquery(below.annotate(n=Count("descendant__memberships")).values("n")), 0),
    )
