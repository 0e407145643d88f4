"""The register of data-subject requests as its keeper reads it, and the data its deadlines are counted by."""

import datetime

from django.db.models import Case, F, Q, QuerySet, When

from orgtree.choices import RightsKind
from orgtree.models import Holiday, RightsDeadline, RightsRequest

FAR = datetime.timedelta(days=400)
"""Beyond the longest deadline with its extension and all holidays."""


NEAR = datetime.timedelta(days=3)


def days_off(start: datetime.date, end: datetime.date | None = None) -> frozenset[datetime.date]:
    """Public holidays from `start` on, as far as any deadline reaches."""
    days = Holiday.objects.filter(day__gte=start, day__lte=(end or start) + FAR)
    return frozenset(days.values_list("day", flat=True))


def law_of(kind: RightsKind | str, received: datetime.date) -> RightsDeadline | None:
    """The deadlines in force for requests of that kind received on that day."""
    return RightsDeadline.objects.filter(kind=kind, since__lte=received).order_by("-since").first()


def register(user, on: datetime.date) -> QuerySet[RightsRequest]:
    """Requests in reach: those not answered first, the most urgent of them on top; `next_by` is the next deadline."""
    next_by = Case(When(acknowledged_on=None, then=F("acknowledge_by")), default=F("answer_by"))
    rows = RightsRequest.objects.visible_to(user, on).select_related("person", "recorded_by")
    waits = Case(When(answered_on=None, then=0), default=1)
    return rows.annotate(next_by=next_by, waits=waits).order_by("waits", "next_by", "-answered_on", "pk")


def pressing(user, on: datetime.date) -> int:
    """How many requests in reach wait for something that is late or due within NEAR."""
    by = on + NEAR
    acknowledge = Q(acknowledged_on=None, acknowledge_by__lte=by)
    rows = RightsRequest.objects.visible_to(user, on).filter(answered_on=None)
    return rows.filter(acknowledge | Q(answer_by__lte=by)).count()
