"""Lists of units in the last round, as they stood on the day."""

from collections import defaultdict
from collections.abc import Iterator

from tests.planning.indicators.by_hand.record import Day, months_after


def answers(at: Day) -> Iterator[tuple]:
    steps = defaultdict(list)
    for step in at.record.steps:
        if step.day <= at.day:
            steps[step.submission_id].append(step)
    approved = _approved(at, steps)
    for unit, mine in _last(at).items():
        deadline, done = at.record.rounds[mine.round_id].deadline, steps[mine.pk]
        state = done[-1].target if done else "draft"
        for indicator, answer in (
            ("LISTS_SUBMITTED", state != "draft"),
            ("LISTS_APPROVED", state == "approved"),
            ("LISTS_LATE", _late(at, state, done, deadline)),
        ):
            yield unit, None, indicator, mine.pk, answer
        months = at.numbers.get("review_months")
        if months is not None:
            last = approved.get(unit)
            yield unit, None, "PLANS_STALE", mine.pk, last is None or months_after(last, int(months)) < at.day


def _last(at: Day) -> dict:
    """The list of each unit in the last round in which it takes part and that is open or over by the day."""
    found: dict = {}
    for row in at.record.submissions.values():
        held = at.record.rounds[row.round_id]
        if held.state == "draft" or held.day > at.day:
            continue
        other = found.get(row.unit_id)
        if other is None or (held.day, held.pk) > (at.record.rounds[other.round_id].day, other.round_id):
            found[row.unit_id] = row
    return found


def _late(at: Day, state: str, done: list, deadline) -> bool | None:
    """A list that lies with the unit is late once the deadline has passed, whatever it was before; one that was handed
    in is as late as when it was handed in last. Unknown where no step says when."""
    if state == "draft":
        return at.day > deadline
    days = [step.day for step in done if step.verb == "submit"]
    return max(days) > deadline if days else None


def _approved(at: Day, steps: dict) -> dict:
    """When a list of each unit was last approved, of whatever round."""
    found: dict = {}
    for pk, done in steps.items():
        unit = at.record.submissions[pk].unit_id
        for step in done:
            if step.target == "approved":
                found[unit] = max(step.day, found.get(unit, step.day))
    return found
