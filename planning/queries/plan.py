"""The plan of a unit and term as it stood on a day."""

import datetime

from django.db.models import Prefetch

from orgtree.models import Unit
from planning.models import PlanEntry, PlanTitle, Term


def plan(unit: Unit | int, term: Term, user, on: datetime.date) -> list[PlanTitle]:
    """Plan titles of the unit and term, highest first, each with `planned`: the entries in force on `on`.

    Every entry has its `person` and the decision that opened it. Two queries.
    """
    entries = PlanEntry.objects.on(on).select_related("person", "opened_by").order_by("person__name_key", "pk")
    return list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=unit, term=term)
        .select_related("title", "term")
        .order_by("-title__rank", "title__name")
        .prefetch_related(Prefetch("entries", entries, to_attr="planned"))
    )
