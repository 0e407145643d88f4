"""An answer of the solver becomes a scenario of the sandbox, to be looked at from every side, off the record."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused
from orgtree.models import User
from planning.actions import scenarios
from planning.choices import Tried
from planning.models import PlanTitle, Scenario


class Step(NamedTuple):
    """Somebody (id) into a plan title (id), or out of it."""

    kind: Tried
    person: int
    plan_title: int


@transaction.atomic
def try_out(*, actor: User, on: datetime.date, name: str, unit: int, term: int, steps: Sequence[Step]) -> Scenario:
    """Begin a scenario about the unit whose moves are `steps` of its plan for the term: whoever leaves a place leaves
    it before anybody comes. Raises Refused; then nothing is written."""
    rows = PlanTitle.objects.visible_to(actor, on).filter(unit=unit, term=term)
    titles = dict(rows.values_list("pk", "title"))
    if not steps or any(step.plan_title not in titles for step in steps):
        sentence = _("These changes do not belong to the plan of this unit. Ask the solver again.")
        raise Refused("bad_steps", sentence, status=400)
    row = scenarios.create(actor=actor, on=on, name=name, unit=unit)
    for step in sorted(steps, key=lambda step: step.kind != Tried.REMOVE):
        scenarios.add_move(
            actor=actor,
            on=on,
            scenario=row.pk,
            kind=step.kind,
            person=step.person,
            unit=unit,
            title=titles[step.plan_title],
            term=term,
        )
    return row
