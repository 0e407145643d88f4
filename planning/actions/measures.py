"""Recomputations: asked for, and done."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import jobs
from anphu.kit.jobs import Cause, Job
from anphu.kit.refusals import Refused, insist
from orgtree.models import UnitLink, UnitVersion, User
from planning.indicators import fill
from planning.indicators.definitions import BY_CODE
from planning.rules.jobs import why_not_control

RECOMPUTE = "planning.recompute"
MOST_MONTHS = 240
"""How far back kept days can be asked for: twenty years."""
Tell = Callable[[int, str], None]


@transaction.atomic
def recompute(*, actor: User | None, on: datetime.date, **limits) -> Job:
    """Ask a worker for a recomputation. See `begin`."""
    job = begin(actor=actor, on=on, **limits)
    jobs.wake(RECOMPUTE, job.pk)
    return job


def begin(
    *,
    actor: User | None,
    on: datetime.date,
    day: datetime.date | None = None,
    unit: int | None = None,
    indicator: str = "",
    full: bool = True,
    history: int = 0,
) -> Job:
    """Write a recomputation down for a caller that does it itself with `perform`. Raises Refused.

    Everything of the present day is measured anew, or with `full=False` only what changed since. `day`, `unit` (with
    what lies below it, as after a change there) and `indicator` (its code) limit what is measured anew; `history`
    fills in the ends of so many months and the days of decisions among them. Refused while the same is waiting or
    running. `actor` is None at the command line.
    """
    if actor is not None:
        insist(why_not_control(actor))
    insist(_why_not(on, day, unit, indicator))
    asked = {"day": day and day.isoformat(), "unit": unit, "indicator": indicator, "history": history}
    arguments: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if not full:
        arguments["full"] = False
    return jobs.record(RECOMPUTE, actor=actor, cause=Cause.REQUEST if actor else Cause.COMMAND, **arguments)


def _why_not(on: datetime.date, day: datetime.date | None, unit: int | None, indicator: str) -> Refused | None:
    if indicator and indicator not in BY_CODE:
        return Refused("no_such_indicator", gettext_lazy("There is no such indicator."), status=400)
    if day not in (None, on) and not fill.is_stored(day):
        sentence = gettext_lazy(
            "No values of %(day)s are stored: only those of the present, of ends of months and of days of decisions."
            " Those of any other day are measured anew whenever somebody looks at them."
        )
        return Refused("day_not_stored", sentence % {"day": f"{day:%d/%m/%Y}"})
    if unit and not UnitVersion.objects.on(day or on).filter(unit=unit).exists():
        return Refused("unit_not_there", gettext_lazy("This unit does not exist on that day."))
    return None


def perform(job: Job, *, on: datetime.date, tell: Tell) -> None:
    """Do what `begin` wrote down, on today `on`; the job then tells what came of it. Raises Refused."""
    asked = job.arguments
    if months := asked.get("history"):
        days = fill.keep(on, months, lambda percent, day: tell(percent, f"{day:%d/%m/%Y}"))
        job.message = _("%(days)d days measured") % {"days": days}
        return
    tell(5, _("measuring"))
    if any(asked.get(name) for name in ("day", "unit", "indicator")):
        _again(job, on)
    elif asked.get("full", True):
        _told(job, fill.full(on, lambda percent: tell(percent, _("measuring"))))
    else:
        job.message = outcome(fill.drain(on))


def _again(job: Job, on: datetime.date) -> None:
    asked = job.arguments
    day = datetime.date.fromisoformat(asked["day"]) if "day" in asked else on
    unit, code = asked.get("unit"), asked.get("indicator", "")
    insist(_why_not(on, day, unit, code))
    if not fill.is_stored(day):  # a new day has begun, and nothing of it can be measured before all of it
        _told(job, fill.full(on))
        return
    below = UnitLink.objects.on(day).filter(ancestor=unit).values_list("descendant", flat=True)
    codes = frozenset({code} if code else BY_CODE)
    _told(job, fill.again(day, sorted(below) if unit else None, codes))


def _told(job: Job, rows: int) -> None:
    job.rows = rows
    job.message = _("%(rows)d values written") % {"rows": rows}


def outcome(done: fill.Drained) -> str:
    """What a drain did, in words."""
    return _("everything measured") if done.whole else _("%(units)d units measured") % {"units": done.units}
