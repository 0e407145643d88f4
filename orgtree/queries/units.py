"""Names of units on a day, many at once."""

import datetime
from collections.abc import Iterable

from orgtree.models import UnitVersion


def versions_on(unit_ids: Iterable[int], on: datetime.date) -> dict[int, UnitVersion]:
    """`{unit id: its version}` on `on`; for a unit that does not exist on that day, its nearest version."""
    ids = set(unit_ids)
    found = {version.unit_id: version for version in UnitVersion.objects.on(on).filter(unit__in=ids)}
    missing = ids - found.keys()
    if missing:
        for version in UnitVersion.objects.filter(unit__in=missing).order_by("period"):
            kept = found.get(version.unit_id)
            if kept is None or version.period.lower <= on:
                found[version.unit_id] = version
    return found
