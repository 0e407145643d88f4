"""A value in a cell of a large table: how far from its target, said by a class and a sign beside the number."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from anphu.kit.charts.band import ABOVE, BELOW, Band

_SIGNS = {BELOW: "▼", ABOVE: "▲"}
_STEPS = (0.15, 0.4)
"""Shares of the distance between the target and the end of the scale at which a cell becomes a shade stronger."""


def strength(chart: Band) -> int:
    """1 to 3: how far a value lies outside its target; 0 within it, without value, or without target."""
    if chart.verdict == BELOW:
        distance, room = float(chart.low) - float(chart.value), float(chart.low) - float(chart.lower)
    elif chart.verdict == ABOVE:
        distance, room = float(chart.value) - float(chart.high), float(chart.upper) - float(chart.high)
    else:
        return 0
    share = distance / room if room > 0 else 1.0
    return 1 + sum(share >= step for step in _STEPS)


def heat(chart: Band, said: str) -> SafeString:
    """`said` in the colour of its verdict; below and above the target have a sign of their own, so that the table reads
    the same without colour."""
    sign = _SIGNS.get(chart.verdict, "")
    return format_html(
        '<span class="heat heat--{} heat--{}">{}{}</span>',
        chart.verdict,
        strength(chart),
        said,
        format_html('<span class="heat__sign" aria-hidden="true">{}</span>', sign) if sign else "",
    )
