"""Numbers as the reader's language writes them."""

from decimal import Decimal

from django.utils.formats import number_format

Number = int | float | Decimal


def number(value: Number) -> str:
    """Grouped by thousands: ``4.594`` in Vietnamese, ``4,594`` in English."""
    return number_format(value, force_grouping=True)


def plain(value: Number) -> str:
    """With at most one decimal: ``23,5`` in Vietnamese, ``23.5`` in English."""
    rounded = round(Decimal(str(value)), 1)
    return number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1, force_grouping=True)
