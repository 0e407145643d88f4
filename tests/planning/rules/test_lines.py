"""What a line means for the plan, before the round and after its approval."""

import pytest

from planning.models import Line
from planning.rules.lines import if_chosen, planned_after, planned_before

HERE, THERE, CONFERENCE = 1, 2, 9


def line(proposal, dropped=None) -> Line:
    return Line(
        plan_title_id=HERE, proposal=proposal, target_id=THERE if proposal == "move" else None, dropped_in_id=dropped
    )


@pytest.mark.parametrize(
    ("proposal", "before", "after", "dropped"),
    [
        ("keep", HERE, HERE, HERE),
        ("add", None, HERE, None),
        ("remove", HERE, None, HERE),
        ("move", HERE, THERE, HERE),
        ("withdrawn", None, None, None),
    ],
)
def test_line_stands_before_after_and_when_dropped(proposal, before, after, dropped):
    assert planned_before(line(proposal)) == before
    assert planned_after(line(proposal)) == after
    assert planned_after(line(proposal, CONFERENCE)) == dropped


def test_choice_that_is_typed_counts_as_if_saved():
    assert [if_chosen(line("keep"), proposal, THERE) for proposal in ("keep", "remove", "move")] == [HERE, None, THERE]
