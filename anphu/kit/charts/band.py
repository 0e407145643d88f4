"""A value judged against a target, as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.scale import leaning
from anphu.kit.figures import Number, plain

BELOW, WITHIN, ABOVE, UNKNOWN, PLAIN = "below", "within", "above", "unknown", "plain"


@dataclass(frozen=True)
class Band:
    """A value judged against ``[low, high]`` (ends included) on the scale ``[lower, upper]``, all in one ``unit``.

    ``low`` or ``high`` may be None: the target is then open on that side; both None means no target at all.
    ``value`` may be None: not known.
    """

    value: Number | None
    low: Number | None = None
    high: Number | None = None
    lower: Number = 0
    upper: Number = 100
    unit: str = "%"

    def __post_init__(self) -> None:
        if self.upper <= self.lower:
            raise ValueError("the scale must be longer than nothing: lower < upper")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError("the target band must not be turned round: low <= high")

    @property
    def has_target(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def verdict(self) -> str:
        """``below`` | ``within`` | ``above`` the target, ``unknown`` without a value, ``plain`` without a target."""
        if self.value is None:
            return UNKNOWN
        if not self.has_target:
            return PLAIN
        if self.low is not None and self.value < self.low:
            return BELOW
        if self.high is not None and self.value > self.high:
            return ABOVE
        return WITHIN

    def percent(self, number: Number) -> float:
        """Where ``number`` stands on the scale, in percent of its length; numbers beyond an end stand at that end."""
        share = (float(number) - float(self.lower)) / (float(self.upper) - float(self.lower))
        return round(100 * min(max(share, 0.0), 1.0), 2)


def band(chart: Band, label: str, *, slim: bool = False) -> SafeString:
    """Draw ``chart`` as one line: track, target, marker, and the target's ends written below (not when ``slim``)."""
    return format_html(
        '<svg class="band band--{}{}" role="img" aria-label="{}" focusable="false">{}{}{}</svg>',
        chart.verdict,
        " band--slim" if slim else "",
        label,
        format_html('<rect class="band__track" x="0" y="{}" width="100%" height="10" rx="5"/>', 4 if slim else 9),
        _target(chart, slim),
        _marker(chart, slim),
    )


def _target(chart: Band, slim: bool) -> SafeString:
    if not chart.has_target:
        return SafeString("")
    start = chart.percent(chart.lower if chart.low is None else chart.low)
    end = chart.percent(chart.upper if chart.high is None else chart.high)
    top, height = (1, 16) if slim else (4, 20)
    area = format_html(
        '<rect class="band__target" x="{}%" y="{}" width="{}%" height="{}"/>', start, top, round(end - start, 2), height
    )
    ends = [(number, chart.percent(number)) for number in dict.fromkeys((chart.low, chart.high)) if number is not None]
    edges = format_html_join(
        "",
        '<line class="band__edge" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
        ((at, at, top, top + height) for _, at in ends),
    )
    return area + edges + (SafeString("") if slim else _ticks(chart, ends))


def _ticks(chart: Band, ends: Sequence[tuple[Number, float]]) -> SafeString:
    """The ends of the target below the line; ends too near to be written apart are written as one span."""
    if len(ends) == 2 and ends[1][1] - ends[0][1] < 14:
        places = [(f"{plain(ends[0][0])}–{plain(ends[1][0])}", (ends[0][1] + ends[1][1]) / 2)]
    else:
        places = [(plain(number), at) for number, at in ends]
    return format_html_join(
        "",
        '<text class="band__tick" x="{}%" y="42" text-anchor="{}">{}{}</text>',
        ((round(at, 2), leaning(at), words, _unit(chart)) for words, at in places),
    )


def _unit(chart: Band) -> str:
    return f"\u00a0{chart.unit}" if chart.unit else ""


def _marker(chart: Band, slim: bool) -> SafeString:
    if chart.value is None:
        return SafeString("")
    return format_html(
        '<circle class="band__dot" cx="{}%" cy="{}" r="7"/>', chart.percent(chart.value), 9 if slim else 14
    )
