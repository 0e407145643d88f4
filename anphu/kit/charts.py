"""Server-drawn SVG: a value against a target band, a trend over time, and lanes of bars on one scale.

Pictures stretch to any width without distortion because horizontal positions are percentages and nothing has a
``viewBox`` of its own except the trend's line. Colours are classes of ``data.css`` (a strict content security policy
allows no style attribute). Every picture carries a text alternative: ``role="img"`` with ``aria-label``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
        ((round(at, 2), _anchor(at), words, _unit(chart)) for words, at in places),
    )


def _unit(chart: Band) -> str:
    return f"\u00a0{chart.unit}" if chart.unit else ""


def _anchor(at: float) -> str:
    """Words near an end of the picture lean inwards, so that they are never cut off."""
    if at < 8:
        return "start"
    return "end" if at > 92 else "middle"


def _marker(chart: Band, slim: bool) -> SafeString:
    if chart.value is None:
        return SafeString("")
    return format_html(
        '<circle class="band__dot" cx="{}%" cy="{}" r="7"/>', chart.percent(chart.value), 9 if slim else 14
    )


def trend(
    values: Sequence[Number | None],
    label: str,
    *,
    low: Number | None = None,
    high: Number | None = None,
    spark: bool = False,
) -> SafeString:
    """Draw ``values`` at even distances as a line, gaps where a value is None, the last known one dotted.

    ``low``/``high`` shade the target; ``spark`` makes the picture small enough for a table cell.
    Raises ValueError when no value is known: a page says that in words.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        raise ValueError("a trend needs at least one known value")
    scale = _scale([*known, *(float(number) for number in (low, high) if number is not None)])
    points = [(_across(place, len(values)), value) for place, value in enumerate(values)]
    last_x, last_value = next((x, value) for x, value in reversed(points) if value is not None)
    return format_html(
        '<svg class="trend{}" role="img" aria-label="{}" focusable="false">'
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">{}{}</svg>'
        '<circle class="trend__dot" cx="{}%" cy="{}%" r="{}"/></svg>',
        " trend--spark" if spark else "",
        label,
        _target_area(low, high, scale),
        _lines(points, scale),
        last_x,
        scale.height(last_value),
        4 if spark else 5.5,
    )


@dataclass(frozen=True)
class _Scale:
    bottom: float
    top: float

    def height(self, number: Number) -> float:
        """Distance from the upper edge, 0–100: SVG counts downwards."""
        return round(100 - 100 * (float(number) - self.bottom) / (self.top - self.bottom), 2)


def _scale(numbers: Iterable[float]) -> _Scale:
    """A scale with a tenth of its span free above and below; a flat line gets a span of one."""
    numbers = list(numbers)
    span = (max(numbers) - min(numbers)) or 1.0
    return _Scale(min(numbers) - span / 10, max(numbers) + span / 10)


def _across(place: int, count: int) -> float:
    return 50.0 if count == 1 else round(100 * place / (count - 1), 2)


def _target_area(low: Number | None, high: Number | None, scale: _Scale) -> SafeString:
    if low is None and high is None:
        return SafeString("")
    top = 0.0 if high is None else scale.height(high)
    bottom = 100.0 if low is None else scale.height(low)
    return format_html(
        '<rect class="trend__target" x="0" y="{}" width="100" height="{}"/>', top, round(bottom - top, 2)
    )


def _lines(points: Sequence[tuple[float, Number | None]], scale: _Scale) -> SafeString:
    """One polyline for every unbroken run of known values; a lonely value is drawn twice so that it shows as a dot."""
    runs = (list(run) for known, run in groupby(points, key=lambda point: point[1] is not None) if known)
    runs = (run * 2 if len(run) == 1 else run for run in runs)
    return format_html_join(
        "",
        '<polyline class="trend__line" vector-effect="non-scaling-stroke" points="{}"/>',
        ((" ".join(f"{x},{scale.height(value)}" for x, value in run),) for run in runs),
    )


@dataclass(frozen=True)
class Lane:
    """A bar from `start` to `end` under a line of words and a second one of particulars; without an end (or start) the
    words stand alone. Lines are never broken: each must fit a telephone.

    ``tone`` decides the colour and repeats what the words say, it never replaces them."""

    words: str
    start: Number | None = None
    end: Number | None = None
    tone: str = PLAIN
    more: str = ""


@dataclass(frozen=True)
class Axis:
    """The scale of all lanes: `ticks` are numbers with their words, `shade` is a stretch that matters."""

    lower: Number
    upper: Number
    ticks: Sequence[tuple[Number, str]] = ()
    shade: tuple[Number, Number] | None = None

    def percent(self, number: Number) -> float:
        return Band(None, lower=self.lower, upper=self.upper).percent(number)


_LINE, _BAR, _GAP, _FOOT = 1.15, 0.5, 0.55, 1.5
"""Heights in rem, so that the picture grows with the reader's letters: words, bar, what is free, line of ticks."""


def lanes(rows: Sequence[Lane], axis: Axis, label: str) -> SafeString:
    """Draw the lanes one below another, ticks and their words behind and beneath them.

    Raises ValueError without a lane: a page says that in words.
    """
    if not rows:
        raise ValueError("a picture of lanes needs at least one")
    lane = (2 if any(row.more for row in rows) else 1) * _LINE + _BAR + _GAP
    height = lane * len(rows)
    return format_html(
        '<svg class="lanes" width="100%" height="{}rem" role="img" aria-label="{}" focusable="false">{}{}{}</svg>',
        round(height + _FOOT, 2),
        label,
        _shade(axis, height),
        _tick_lines(axis, height),
        format_html_join("", "{}", ((_lane(row, axis, place * lane),) for place, row in enumerate(rows))),
    )


def _shade(axis: Axis, height: float) -> SafeString:
    if axis.shade is None:
        return SafeString("")
    start, end = map(axis.percent, axis.shade)
    area = '<rect class="lanes__shade" x="{}%" y="0" width="{}%" height="{}rem"/>'
    return format_html(area, start, round(end - start, 2), round(height, 2))


def _tick_lines(axis: Axis, height: float) -> SafeString:
    tick = (
        '<line class="lanes__tick" x1="{}%" x2="{}%" y1="0" y2="{}rem"/>'
        '<text class="lanes__word" x="{}%" y="{}rem" text-anchor="{}">{}</text>'
    )
    places = [(axis.percent(number), words) for number, words in axis.ticks]
    foot = round(height + 1.1, 2)
    return format_html_join(
        "", tick, ((at, at, round(height, 2), at, foot, _anchor(at), words) for at, words in places)
    )


def _lane(row: Lane, axis: Axis, top: float) -> SafeString:
    lines = [("lanes__words", row.words), ("lanes__more", row.more)] if row.more else [("lanes__words", row.words)]
    text = '<text class="{}" x="0" y="{}rem">{}</text>'
    words = format_html_join(
        "", text, ((name, round(top + _LINE * place, 2), said) for place, (name, said) in enumerate(lines, 1))
    )
    if row.start is None or row.end is None or row.end < row.start:
        return words
    start, end = axis.percent(row.start), axis.percent(row.end)
    bar = '<rect class="lanes__bar lanes__bar--{}" x="{}%" y="{}rem" width="{}%" height="{}rem" rx="3"/>'
    foot = round(top + _LINE * len(lines) + 0.3, 2)
    return words + format_html(bar, row.tone, start, foot, max(round(end - start, 2), 0.6), _BAR)
