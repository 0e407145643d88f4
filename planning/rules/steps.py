"""Steps of a round as they are set before it opens: an order without doubt, in days of the round."""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Confidence, Kind
from planning.choices import BallotKind

MOST = 60
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it stands in the order of a kind of organisation (empty: every kind), who meets, which ballot."""

    position: int
    code: str
    name: str
    body: str = ""
    ballot: str = BallotKind.NONE
    outsiders: bool = False
    minutes: bool = True
    unit_kind: str = ""
    basis: str = "–"
    confidence: str = Confidence.UNVERIFIED
    due: datetime.date | None = None


def why_not_steps(steps: Sequence[Step], day: datetime.date, deadline: datetime.date) -> Refused | None:
    """Why a round of these days cannot have these steps; `position` in the refusal says which."""
    if len(steps) > MOST:
        return Refused("bad_steps", _("A round has at most %d steps.") % MOST, status=400)
    places = Counter((step.unit_kind, step.position) for step in steps)
    for step in steps:
        sentence = _fault(step, day, deadline)
        if sentence is None and places[step.unit_kind, step.position] > 1:
            sentence = _("This kind of organisation already has a step at that place.")
        if sentence is not None:
            return Refused("bad_steps", sentence, status=400, position=step.position)
    return None


def _fault(step: Step, day: datetime.date, deadline: datetime.date):
    if not 1 <= step.position <= MOST:
        return _("The place of a step is a number from 1 to %d.") % MOST
    if not _CODE.fullmatch(step.code):
        return _("The code of a step has letters without marks, digits, hyphens: at most 40.")
    if not step.name.strip() or len(step.name) > 200 or len(step.body) > 300 or len(step.basis) > 300:
        return _("Give the step a name of at most 200 characters, and say in at most 300 who meets.")
    if step.ballot not in BallotKind.values or step.confidence not in Confidence.values:
        return _("Choose one of the kinds of ballots that there are.")
    if step.unit_kind and step.unit_kind not in Kind.values:
        return _("Choose one of the kinds of organisations that there are.")
    if step.due and not day <= step.due <= deadline:
        return _("A step is due between the round's day of reference and its deadline.")
    return None
