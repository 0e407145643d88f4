"""Meetings of committees: called, changed, held, cancelled; their agendas arranged."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.models import User
from planning.choices import MeetingKind, MeetingState
from planning.models import AgendaItem, Decision, Meeting, Submission
from planning.rules.committee import why_not_change, why_not_keep

MAX_NAME, MAX_PLACE, MAX_SUBJECT, MAX_OUTCOME, MAX_CONCLUSION = 200, 200, 300, 1000, 4000
FIELDS = ("kind", "name", "starts_at", "ends_at", "place")


@transaction.atomic
def call(
    *,
    actor: User,
    on: datetime.date,
    unit: int,
    kind: str,
    name: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None = None,
    place: str = "",
) -> Meeting:
    """Plan a meeting of the committee of `unit` (id). Raises Refused."""
    insist(why_not_keep(actor, unit, on))
    values = _checked(kind, name, starts_at, ends_at, place)
    with history.acting(actor=actor, verb="call_meeting", reason=values["name"]):
        return Meeting.objects.create(unit_id=unit, called_by=actor, **values)


@transaction.atomic
def change(*, actor: User, on: datetime.date, meeting: int, **values: Any) -> Meeting:
    """Change what was planned: any of `FIELDS`."""
    row = planned(actor, on, meeting)
    checked = _checked(**{name: values.get(name, getattr(row, name)) for name in FIELDS})
    with history.acting(actor=actor, verb="change_meeting", reason=checked["name"]):
        for name, value in checked.items():
            setattr(row, name, value)
        row.save(update_fields=FIELDS)
    return row


@transaction.atomic
def hold(*, actor: User, on: datetime.date, meeting: int, conclusion: str, minutes: Artifact | None = None) -> Meeting:
    """Record that the meeting took place, with what it concluded. It stays as it is from then on."""
    row = planned(actor, on, meeting)
    if timezone.localdate(row.starts_at) > on:
        raise Refused("meeting_ahead", _("The meeting lies ahead; record it after it has taken place."))
    conclusion = fitting(conclusion, MAX_CONCLUSION)
    if not conclusion:
        raise Refused("conclusion_needed", _("Say in words what the meeting concluded."), status=400)
    with history.acting(actor=actor, verb="hold_meeting", reason=row.name):
        row.state, row.conclusion, row.minutes = MeetingState.HELD, conclusion, minutes
        row.save(update_fields=["state", "conclusion", "minutes"])
    return row


@transaction.atomic
def cancel(*, actor: User, on: datetime.date, meeting: int, reason: str) -> Meeting:
    """Record that the meeting does not take place, and why."""
    row = planned(actor, on, meeting)
    reason = fitting(reason, MAX_OUTCOME)
    if not reason:
        raise Refused("reason_needed", _("Say why the meeting does not take place."), status=400)
    with history.acting(actor=actor, verb="cancel_meeting", reason=reason):
        row.state, row.conclusion = MeetingState.CANCELLED, reason
        row.save(update_fields=["state", "conclusion"])
    return row


@transaction.atomic
def put_on_agenda(
    *,
    actor: User,
    on: datetime.date,
    meeting: int,
    subject: str = "",
    submissions: list[int] | None = None,
    decision: int | None = None,
) -> list[AgendaItem]:
    """Add points: one of words alone, one of a decision, or one for each submission. Submissions that are on the agenda
    already are left where they are."""
    row = planned(actor, on, meeting)
    subject = fitting(subject, MAX_SUBJECT)
    points = _points(actor, on, row, subject, submissions or [], decision)
    if not points:
        raise Refused("nothing_to_add", _("Give a subject, a decision, or at least one list."), status=400)
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    for place, point in enumerate(points, last + 1):
        point.position = place
    with history.acting(actor=actor, verb="put_on_agenda", reason=row.name):
        return AgendaItem.objects.bulk_create(points)


@transaction.atomic
def move_item(*, actor: User, on: datetime.date, item: int, up: bool) -> AgendaItem:
    """Change places with the point before or after; the first and the last stay."""
    point = _item(actor, on, item)
    rows = point.meeting.items.exclude(pk=point.pk)
    other = rows.filter(position__lt=point.position).last() if up else rows.filter(position__gt=point.position).first()
    if other is not None:
        with history.acting(actor=actor, verb="arrange_agenda", reason=point.meeting.name):
            point.position, other.position = other.position, point.position
            AgendaItem.objects.bulk_update([point, other], ["position"])
    return point


@transaction.atomic
def take_off(*, actor: User, on: datetime.date, item: int) -> None:
    """Take a point off the agenda; those after it move up."""
    point = _item(actor, on, item)
    with history.acting(actor=actor, verb="take_off_agenda", reason=point.subject):
        later = AgendaItem.objects.filter(meeting=point.meeting, position__gt=point.position)
        point.delete()
        later.update(position=F("position") - 1)


@transaction.atomic
def settle(*, actor: User, on: datetime.date, item: int, outcome: str) -> AgendaItem:
    """Write what the meeting found about one point, before the record is closed."""
    point = _item(actor, on, item)
    with history.acting(actor=actor, verb="settle_agenda_item", reason=point.subject):
        point.outcome = fitting(outcome, MAX_OUTCOME)
        point.save(update_fields=["outcome"])
    return point


def planned(actor: User, on: datetime.date, meeting: int) -> Meeting:
    """The meeting, locked, if `actor` may still change it."""
    row = Meeting.objects.visible_to(actor, on).filter(pk=meeting).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("not_found", _("That meeting is not within your reach."), status=404)
    insist(why_not_keep(actor, row.unit_id, on))
    insist(why_not_change(row))
    return row


def _item(actor: User, on: datetime.date, item: int) -> AgendaItem:
    point = AgendaItem.objects.visible_to(actor, on).filter(pk=item).first()
    if point is None:
        raise Refused("not_found", _("That point is not within your reach."), status=404)
    point.meeting = planned(actor, on, point.meeting_id)
    return point


def _points(actor, on, meeting: Meeting, subject: str, submissions: list[int], decision: int | None):
    if decision is not None:
        found = Decision.objects.visible_to(actor, on).filter(pk=decision).first()
        if found is None or submissions:
            raise Refused("not_found", _("That decision is not within your reach."), status=404)
        return [AgendaItem(meeting=meeting, subject=subject or _decided(found), decision=found)]
    if submissions:
        seen = Submission.objects.visible_to(actor, on).filter(pk__in=submissions).order_by("round", "unit")
        rows = list(seen.select_related("round"))
        if len(rows) != len(set(submissions)):
            raise Refused("not_found", _("That submission is not within your reach."), status=404)
        listed = set(meeting.items.filter(submission__in=rows).values_list("submission", flat=True))
        return [
            AgendaItem(meeting=meeting, subject=subject or row.round.name, submission=row)
            for row in rows
            if row.pk not in listed
        ]
    return [AgendaItem(meeting=meeting, subject=subject)] if subject else []


def _decided(decision: Decision) -> str:
    return f"{decision.number} ({decision.day:%d/%m/%Y})"


def _checked(kind, name, starts_at, ends_at, place) -> dict[str, Any]:
    if kind not in MeetingKind.values:
        raise Refused("unknown_kind", _("Choose which committee meets."), status=400)
    name = fitting(name, MAX_NAME)
    if not name:
        raise Refused("bad_name", _("Give the meeting a name."), status=400)
    if ends_at is not None and ends_at <= starts_at:
        raise Refused("ends_before_it_begins", _("The meeting cannot end before it begins."), status=400)
    return {
        "kind": kind, "name": name, "starts_at": starts_at, "ends_at": ends_at, "place": fitting(place, MAX_PLACE)
    }  # fmt: skip
