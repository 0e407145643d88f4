"""Party members of cells."""

from collections.abc import Iterator

from orgtree.choices import Purpose
from tests.planning.indicators.by_hand.record import Day


def answers(at: Day) -> Iterator[tuple]:
    for row in at.record.memberships:
        if at.day in row.period:
            complete = at.record.complete(at.record.people[row.person_id], Purpose.MEMBER)
            yield row.unit_id, None, "DOSSIERS_OF_MEMBERS", row.person_id, complete
