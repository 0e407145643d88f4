"""What data subjects may expect: by when, how urgent it is, and what can be done with a request now."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anphu.kit import workdays
from anphu.kit.refusals import Refused
from orgtree.choices import Urgency
from orgtree.models import RightsDeadline, RightsRequest

SOON = 2
"""Working days before a deadline from which it is said to be near."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of a request as somebody reads it: `left` working days (negative: so many late)."""

    day: datetime.date
    urgency: Urgency
    left: int


def deadlines(
    law: RightsDeadline, received: datetime.date, off: Collection[datetime.date]
) -> tuple[datetime.date, datetime.date]:
    """By when to acknowledge and by when to answer a request received on that day."""
    return (
        workdays.after(received, law.acknowledge_days, off),
        workdays.after(received, law.answer_days, off),
    )


def extended(law: RightsDeadline, answer_by: datetime.date, off: Collection[datetime.date]) -> datetime.date:
    """The day by which to answer after the one extension."""
    return workdays.after(answer_by, law.extension_days, off)


def due(by: datetime.date, done: datetime.date | None, on: datetime.date, off: Collection[datetime.date]) -> Due:
    """How a deadline stands on `on`: `done` is the day on which it was met, if it was."""
    if done is not None:
        return Due(by, Urgency.DONE if done <= by else Urgency.DONE_LATE, workdays.between(done, by, off))
    left = workdays.between(on, by, off)
    if on > by:
        return Due(by, Urgency.LATE, min(left, 0))
    return Due(by, Urgency.SOON if left <= SOON else Urgency.TIME, left)


def why_not_open(request: RightsRequest) -> Refused | None:
    """None while nobody has answered."""
    if request.answered_on is None:
        return None
    return Refused("answered", _("This request has been answered; what was answered stays."))


def why_not_acknowledge(request: RightsRequest) -> Refused | None:
    if request.acknowledged_on is not None:
        return Refused("acknowledged", _("The person has been told already that the request was received."))
    return why_not_open(request)


def why_not_extend(request: RightsRequest, on: datetime.date) -> Refused | None:
    """None when the day to answer may still be put off: once, and before it has passed."""
    refusal = why_not_open(request)
    if refusal is not None:
        return refusal
    if request.extended:
        return Refused("extended", _("The law gives one extension, and this request has had it."))
    if on > request.answer_by:
        return Refused("too_late", _("The day to answer has passed; it can no longer be put off. Answer the request."))
    return None
