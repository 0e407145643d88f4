"""How often committees meet, by the rules of the day; which meetings are missing; who keeps the agenda."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import User
from orgtree.rules import access
from planning.choices import MeetingKind, MeetingState
from planning.models import Meeting, RuleParameter
from planning.rules.law import Law

RHYTHM: Mapping[str, str] = {
    MeetingKind.EXECUTIVE: "meeting_months_executive",
    MeetingKind.STANDING: "meeting_months_standing",
}
"""The parameter that says within how many months each committee meets once."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A committee that has not met within its months: since when (None: never), and the rule that says so."""

    kind: MeetingKind
    months: int
    last: datetime.date | None
    rule: RuleParameter


def why_not_keep(user: User, unit: int, on: datetime.date) -> Refused | None:
    """Why `user` cannot keep the meetings and programmes of the unit's committee."""
    return access.why_not(user, Verb.KEEP_AGENDA, unit, on)


def why_not_change(meeting: Meeting) -> Refused | None:
    """A meeting that was held or cancelled stays as it is."""
    if meeting.state == MeetingState.PLANNED:
        return None
    return Refused("meeting_over", _("This meeting is over: its record stays as it is."), state=meeting.state)


def overdue(meetings: Iterable[Meeting], law: Law, on: datetime.date) -> list[Overdue]:
    """Committees whose last meeting held by `on`, or next one planned, leaves a gap longer than the rules allow."""
    days: dict[str, list[datetime.date]] = {}
    for meeting in meetings:
        if meeting.state != MeetingState.CANCELLED:
            days.setdefault(meeting.kind, []).append(timezone.localdate(meeting.starts_at))
    found = []
    for kind, key in RHYTHM.items():
        rule = law.find(key)
        if rule is None:
            continue
        earliest = months_before(on, int(rule.value))
        held = sorted(days.get(kind, ()))
        if not any(earliest < day <= on for day in held):
            past = [day for day in held if day <= on]
            last = past[-1] if past else None
            found.append(Overdue(MeetingKind(kind), int(rule.value), last, rule))
    return found


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month `months` earlier, or the last one that month has."""
    first = first_of_month(day, -months)
    return min(first + datetime.timedelta(days=day.day - 1), first_of_month(first, 1) - datetime.timedelta(days=1))


def first_of_month(day: datetime.date, ahead: int = 0) -> datetime.date:
    """The first day of the month `ahead` months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return datetime.date(year, month + 1, 1)
