"""What one person is planned for, as an official form asks."""

import datetime

from orgtree.models import User
from orgtree.queries.units import name_on
from planning.models import PlanEntry


def planned_for(person: int, user: User, on: datetime.date) -> list[str]:
    """Titles with unit and term, of the plans that `user` sees on `on`, highest first. One query."""
    entries = PlanEntry.objects.visible_to(user, on).on(on).filter(person=person)
    named = entries.annotate(unit_name=name_on("plan_title__unit", on))
    rows = named.order_by("-plan_title__title__rank", "plan_title__term__code", "pk")
    fields = ("plan_title__title__name", "unit_name", "plan_title__term__code")
    return [f"{title}, {unit} ({term})" for title, unit, term in rows.values_list(*fields)]
