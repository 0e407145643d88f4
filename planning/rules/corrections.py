"""What a correction may end and begin again: only what the decision it corrects has written."""

import datetime
from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from planning.choices import Ground
from planning.models import Decision, PlanEntry


def why_not(
    wrong: Decision,
    entries: Mapping[int, PlanEntry],
    close: Mapping[int, str],
    reopen: Collection[int],
    now: Iterable[PlanEntry],
    day: datetime.date,
    on: datetime.date,
) -> Refused | None:
    """Why `wrong` cannot be corrected so on `day`. `entries` by id; `now`: those at the places to be begun again."""
    return (
        _why_not_list(wrong, entries, close, reopen)
        or _why_not_day(wrong, [entries[pk] for pk in close], day, on)
        or _why_not_again([entries[pk] for pk in reopen], now, day)
    )


def _why_not_list(wrong, entries, close, reopen) -> Refused | None:
    if not close and not reopen:
        return Refused("nothing_chosen", _("Choose at least one entry to end or to begin again."), status=400)
    ended = all(pk in entries and entries[pk].closed_by_id == wrong.pk for pk in reopen)
    begun = all(pk in entries and entries[pk].opened_by_id == wrong.pk for pk in close)
    if not (ended and begun):
        return Refused("not_of_decision", _("A correction concerns only what that decision has written."), status=400)
    if any(ground not in Ground.values for ground in close.values()):
        return Refused("unknown_ground", _("Give the ground on which each of these entries ends."), status=400)
    return None


def _why_not_day(wrong, closing: Iterable[PlanEntry], day, on) -> Refused | None:
    if day > on:
        return Refused("day_in_future", _("The day of the decision lies in the future."), status=400)
    if day < wrong.day or any(entry.period.lower >= day for entry in closing):
        sentence = _("A correction comes after the decision it corrects; an entry cannot end on the day it begins.")
        return Refused("day_before_decision", sentence, status=400)
    ended = next((entry for entry in closing if entry.period.upper is not None), None)
    if ended is None:
        return None
    sentence = _("Another decision has taken %(name)s out of the plan already.")
    return Refused("not_planned", sentence % {"name": ended.person.full_name})


def _why_not_again(entries: Iterable[PlanEntry], now: Iterable[PlanEntry], day) -> Refused | None:
    taken = {(row.plan_title_id, row.person_id) for row in now if row.period.upper is None or row.period.upper > day}
    for entry in entries:
        if (entry.plan_title_id, entry.person_id) in taken:
            sentence = _("Another decision has put %(name)s into the plan already.")
            return Refused("already_planned", sentence % {"name": entry.person.full_name})
    return None
