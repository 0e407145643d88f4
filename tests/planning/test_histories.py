"""History pages tell deeds in words."""

import re
from pathlib import Path

from planning.admin.histories import PLANNING_DEEDS
from planning.choices import Proposal

ROOM = Path(__file__).parents[2] / "planning" / "actions"
WITHOUT_A_PAGE = {"comment", "set_steps", "attach_to_decision"}
"""Deeds that write only what has no history page."""


def test_every_deed_with_a_history_page_has_a_name():
    written = "".join((ROOM / f"{name}.py").read_text() for name in ("rounds", "lines", "corrections", "closings"))
    verbs = set(re.findall(r'verb="(\w+)"', written)) | {f"propose_{proposal}" for proposal in Proposal}
    assert sorted(verbs - WITHOUT_A_PAGE - set(PLANNING_DEEDS)) == []
