"""The one clock. Doors read it; everything below a door is handed a day."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused


def today() -> datetime.date:
    """The local calendar day, or the day on which a demonstration stands still (`ANPHU_TODAY`)."""
    return settings.ANPHU_TODAY or timezone.localdate()


def require_today(on: datetime.date) -> None:
    """Doors call this before a write: who looks at another day reads, and writes only today."""
    if on != today():
        raise Refused(
            "not_today",
            _("You are looking at %(day)s. Return to today's date before changing anything.")
            % {"day": f"{on:%d/%m/%Y}"},
        )
