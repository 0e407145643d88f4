"""The committee's calendar as an iCalendar feed (RFC 5545), and the addresses that open it.

A calendar program signs in nowhere, so the address itself is the key: signed, and void as soon as the account's
password changes. It names meetings and tasks, never people.
"""

import datetime
from collections.abc import Iterable

from django.core import signing
from django.utils import timezone
from icalendar import Calendar, Event

from orgtree.models import User
from planning.choices import MeetingState
from planning.models import Meeting, ProgrammeItem

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


def feed(meetings: Iterable[Meeting], items: Iterable[ProgrammeItem], *, name: str, host: str) -> bytes:
    """The feed as bytes. Meetings carry their `unit_version`, tasks their programme."""
    calendar = Calendar()
    calendar.add("prodid", "-//An Phu//committee calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, host))
    for item in items:
        calendar.add_component(_task(item, host))
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


def _event(uid: str, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", timezone.now())
    event.add("summary", summary)
    return event
