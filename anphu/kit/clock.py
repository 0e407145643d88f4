"""The one clock. Doors read it; everything below a door is handed a day."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """The local calendar day, or the day on which a demonstration stands still (`ANPHU_TODAY`)."""
    return settings.ANPHU_TODAY or timezone.localdate()
