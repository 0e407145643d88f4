"""The one clock. Doors read it; everything below a door is handed a day."""

import contextlib
import datetime
from collections.abc import Iterator
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused

_replayed: ContextVar[datetime.date | None] = ContextVar("replayed", default=None)


def today() -> datetime.date:
    """The local calendar day, or the day on which a demonstration stands still (`ANPHU_TODAY`)."""
    return _replayed.get() or settings.ANPHU_TODAY or timezone.localdate()


@contextlib.contextmanager
def replaying(day: datetime.date) -> Iterator[None]:
    """Inside, today is `day`, so that grants are judged as they were: only for the demo, which plays its past years
    through the actions. No door may open this."""
    token = _replayed.set(day)
    try:
        yield
    finally:
        _replayed.reset(token)


def require_today(on: datetime.date) -> None:
    """Doors call this before a write: who looks at another day reads, and writes only today."""
    if on != today():
        raise Refused(
            "not_today",
            _("You are looking at %(day)s. Return to today's date before changing anything.")
            % {"day": f"{on:%d/%m/%Y}"},
        )
