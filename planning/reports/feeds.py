"""The committee's calendar as an iCalendar feed (RFC 5545), and the addresses that open it.

A calendar program signs in nowhere, so the address itself is the key: signed, and void as soon as the account's
password changes. It names meetings, tasks and deadlines, never people.
"""

import datetime
from collections.abc import Iterable

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from orgtree.models import User
from planning.choices import MeetingState
from planning.models import Meeting, ProgrammeItem, Submission

_SALT = "anphu.calendar"
_LENGTH = 16
MEDIA_TYPE = "text/calendar; charset=utf-8"


def key_of(user: User) -> str:
    """What stands in the address of the user's feed."""
    return signing.dumps([user.pk, user.get_session_auth_hash()[:_LENGTH]], salt=_SALT)


def user_of(key: str) -> User | None:
    """The active account that a key was made for; None for a key that is wrong or void."""
    try:
        pk, mark = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and user.get_session_auth_hash()[:_LENGTH] == mark else None


def feed(
    meetings: Iterable[Meeting],
    items: Iterable[ProgrammeItem],
    lists: Iterable[Submission],
    *,
    name: str,
    host: str,
) -> bytes:
    """The feed as bytes. Meetings carry their `unit_version`, tasks their programme, lists their `unit_version` and
    round."""
    calendar = Calendar()
    calendar.add("prodid", "-//An Phu//committee calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, host))
    for item in items:
        calendar.add_component(_task(item, host))
    for submission in lists:
        calendar.add_component(_deadline(submission, host))
    return calendar.to_ical()


def _meeting(meeting: Meeting, host: str) -> Event:
    event = _event(f"meeting-{meeting.pk}@{host}", f"{meeting.name} – {meeting.unit_version.name}")
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at or meeting.starts_at + datetime.timedelta(hours=2))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    return event


def _task(item: ProgrammeItem, host: str) -> Event:
    event = _event(f"task-{item.pk}@{host}", f"{item.subject} ({item.responsible})")
    event.add("dtstart", item.due)
    event.add("dtend", item.due + datetime.timedelta(days=1))
    event.add("description", item.programme.name)
    event.add("transp", "TRANSPARENT")
    return event


def _deadline(submission: Submission, host: str) -> Event:
    """The day by which a list is to be submitted; the same event moves when the deadline does."""
    words = _("List due: %(unit)s") % {"unit": submission.unit_version.name}
    event = _event(f"list-{submission.pk}@{host}", words)
    event.add("dtstart", submission.round.deadline)
    event.add("dtend", submission.round.deadline + datetime.timedelta(days=1))
    event.add("description", submission.round.name)
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", timezone.now())
    event.add("summary", summary)
    return event
