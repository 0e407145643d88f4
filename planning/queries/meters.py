"""The meters of a submission: the plan of its unit before and after the list, by term."""

import datetime
from collections.abc import Mapping, Sequence

from planning.models import Line, PlanTitle
from planning.queries.caps import by_term, gathered, surroundings
from planning.rules.eligibility import Book
from planning.rules.lines import planned_after, planned_before
from planning.rules.meters import Meters
from planning.rules.meters import meters as compared

__all__ = ["meters"]


def meters(
    titles: Sequence[PlanTitle],
    lines: Sequence[Line],
    law: Book,
    user,
    on: datetime.date,
    *,
    afterwards: Mapping[int, int | None] | None = None,
) -> dict[int, Meters]:
    """`{term id: meters}` for `titles` of one unit with their `lines`. One query.

    `afterwards`: by line id the plan title for which a person would stand, where that is typed but not saved. Moves to
    titles of other units leave this one; people moved here by other units are counted once their list is approved.
    """
    if not titles:
        return {}
    typed = afterwards or {}
    before = gathered((planned_before(line), line.person_id) for line in lines)
    after = gathered((typed[line.pk] if line.pk in typed else planned_after(line), line.person_id) for line in lines)
    around = surroundings(titles, (line.person_id for line in lines), user, on)
    return {
        term: compared(around.composition(group, before, law, on), around.composition(group, after, law, on), law.law)
        for term, group in by_term(titles).items()
    }
