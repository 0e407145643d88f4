"""What a line means for the plan: for which title its person stood when the round began, and stands once approved."""

from planning.choices import Proposal
from planning.models import Line

FROM_OUTSIDE_THE_PLAN = frozenset({Proposal.ADD, Proposal.WITHDRAWN})
"""Lines of people who were not in the plan for the title."""


def planned_before(line: Line) -> int | None:
    """The plan title for which the person was planned when the round began; None for an addition."""
    return None if line.proposal in FROM_OUTSIDE_THE_PLAN else line.plan_title_id


def planned_after(line: Line) -> int | None:
    """The plan title for which the person would be planned if the list were approved as it stands.

    A line that a conference dropped has no effect: an addition falls away, a removal or move leaves things as they are.
    """
    return planned_before(line) if line.dropped_in_id is not None else if_chosen(line, line.proposal, line.target_id)


def if_chosen(line: Line, proposal: str, target: int | None) -> int | None:
    """The same if this were chosen for the line."""
    if proposal == Proposal.MOVE:
        return target
    return None if proposal in (Proposal.REMOVE, Proposal.WITHDRAWN) else line.plan_title_id


def effect(line: Line) -> Proposal:
    """What a line comes to: one that a conference dropped keeps the person of the plan, or adds nobody."""
    if line.dropped_in_id is None:
        return Proposal(line.proposal)
    return Proposal.WITHDRAWN if line.proposal in FROM_OUTSIDE_THE_PLAN else Proposal.KEEP
