"""Terms in their order, and the one that a day belongs to."""

import datetime

from planning.models import Term


def terms() -> list[Term]:
    return list(Term.objects.order_by("code"))


def current(rows: list[Term], on: datetime.date) -> Term | None:
    """The term in which `on` lies; outside all of them the nearest."""
    inside = [row for row in rows if on in row.period]
    if inside or not rows:
        return inside[-1] if inside else None
    return rows[0] if on < rows[0].period.lower else rows[-1]
