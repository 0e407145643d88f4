"""Numbers and periods as the reader's language writes them."""

import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

Number = int | float | Decimal


def number(value: Number) -> str:
    """Grouped by thousands: ``4.594`` in Vietnamese, ``4,594`` in English."""
    return number_format(value, force_grouping=True)


def plain(value: Number) -> str:
    """With at most one decimal: ``23,5`` in Vietnamese, ``23.5`` in English."""
    rounded = round(Decimal(str(value)), 1)
    return number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1, force_grouping=True)


def days(period) -> str:
    """A half-open period of days: ``01/05/2015 – 30/06/2020``, the last day included, or ``from 01/05/2015``."""
    first = f"{period.lower:%d/%m/%Y}"
    if period.upper is None:
        return _("from %s") % first
    return f"{first} – {period.upper - datetime.timedelta(days=1):%d/%m/%Y}"


def duration(value: datetime.timedelta) -> str:
    """As exact as its length deserves: tenths of a second below a minute, minutes beyond an hour."""
    seconds = max(value.total_seconds(), 0)
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": plain(seconds)}
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    hours, minutes = divmod(minutes, 60)
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
