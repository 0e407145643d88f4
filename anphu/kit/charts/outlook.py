"""A line up to today, lines ahead of it, and the target that they run towards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.scale import Scale, leaning, ticks
from anphu.kit.figures import Number, plain

_HEAD, _PLOT, _FOOT = 1.4, 12.0, 1.6
"""Heights in rem: words of the marks, the lines, words of the months."""
_EDGE, _WIDTH = 8.0, 90.0
"""Percent of the width: where the lines begin, and how wide they are."""
HEIGHT = _HEAD + _PLOT + _FOOT


@dataclass(frozen=True)
class Point:
    """A value (None: not known) at a place of the axis, such as a year with its fraction."""

    at: float
    value: Number | None


@dataclass(frozen=True)
class Ahead:
    """What is expected under one assumption; `tone` decides dashes and colour: `certain`, `planned` or `tried`."""

    points: Sequence[Point]
    tone: str = "certain"


@dataclass(frozen=True)
class Goal:
    """The target of a stretch of the axis; None: open on that side."""

    start: float
    end: float
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Mark:
    """A place that matters, with its words above: `met`, `missed` or `today`."""

    at: float
    words: str
    tone: str = "today"


@dataclass(frozen=True)
class _Plot:
    """Where things stand, in percent of the plot."""

    first: float
    last: float
    scale: Scale

    def across(self, at: float) -> float:
        return round(100 * (min(max(at, self.first), self.last) - self.first) / (self.last - self.first), 2)

    def in_picture(self, at: float) -> float:
        """In percent of the whole width."""
        return round(_EDGE + _WIDTH * self.across(at) / 100, 2)


def outlook(
    past: Sequence[Point],
    label: str,
    *,
    ahead: Sequence[Ahead] = (),
    goals: Sequence[Goal] = (),
    marks: Sequence[Mark] = (),
    unit: str = "%",
    moments: Sequence[tuple[float, str]] = (),
) -> SafeString:
    """Draw `past` solid and `ahead` dashed over the targets; `moments` are words under the axis.

    Raises ValueError when no value is known: a page says that in words.
    """
    lines = [past, *(row.points for row in ahead)]
    known = [float(point.value) for line in lines for point in line if point.value is not None]
    if not known:
        raise ValueError("an outlook needs at least one known value")
    places = [point.at for line in lines for point in line]
    first, last = min(places), max(places)
    plot = _Plot(first, last if last > first else first + 1, _scale(known, goals))
    return format_html(
        '<svg class="outlook" width="100%" height="{}rem" role="img" aria-label="{}" focusable="false">'
        '{}<svg x="{}%" y="{}rem" width="{}%" height="{}rem" viewBox="0 0 100 100" preserveAspectRatio="none"'
        ' overflow="visible">{}{}{}</svg>{}{}</svg>',
        HEIGHT,
        label,
        _grid(plot, unit),
        _EDGE,
        _HEAD,
        _WIDTH,
        _PLOT,
        _goals(goals, plot),
        _line(past, "past", plot),
        format_html_join("", "{}", ((_line(row.points, row.tone, plot),) for row in ahead)),
        _marks(marks, plot),
        _moments(moments, plot),
    )


def _scale(known: Iterable[float], goals: Sequence[Goal]) -> Scale:
    """From nothing, unless all of it lies far above, to a little over the highest."""
    ends = [float(end) for goal in goals for end in (goal.low, goal.high) if end is not None]
    numbers = [*known, *ends]
    low, high = min(numbers), max(numbers)
    bottom = 0.0 if low < 0.6 * high or high <= 0 else low - (high - low or 1) / 4
    return Scale(bottom, high + ((high - bottom) or 1) / 12)


def _grid(plot: _Plot, unit: str) -> SafeString:
    line = (
        '<line class="outlook__grid" x1="{}%" x2="{}%" y1="{}rem" y2="{}rem"/>'
        '<text class="outlook__word" x="{}%" y="{}rem" text-anchor="end">{}</text>'
    )
    rows = [
        (round(_HEAD + _PLOT * plot.scale.height(level) / 100, 2), level)
        for level in ticks(plot.scale.bottom, plot.scale.top, 4)
    ]
    said = f"\u00a0{unit}" if unit else ""
    return format_html_join(
        "",
        line,
        (
            (_EDGE, _EDGE + _WIDTH, at, at, _EDGE - 1, round(at + 0.25, 2), f"{plain(level)}{said}")
            for at, level in rows
        ),
    )


def _goals(goals: Sequence[Goal], plot: _Plot) -> SafeString:
    area = '<rect class="outlook__goal" x="{}" y="{}" width="{}" height="{}"/>'
    edge = '<polyline class="outlook__bound" vector-effect="non-scaling-stroke" points="{},{} {},{}"/>'
    drawn = []
    for goal in goals:
        start, end = plot.across(goal.start), plot.across(goal.end)
        top = 0.0 if goal.high is None else plot.scale.height(goal.high)
        foot = 100.0 if goal.low is None else plot.scale.height(goal.low)
        drawn.append(format_html(area, start, top, round(end - start, 2), round(foot - top, 2)))
        bounds = [plot.scale.height(bound) for bound in (goal.low, goal.high) if bound is not None]
        drawn.append(format_html_join("", edge, ((start, level, end, level) for level in bounds)))
    return format_html_join("", "{}", ((piece,) for piece in drawn))


def _line(points: Sequence[Point], tone: str, plot: _Plot) -> SafeString:
    """One polyline for every unbroken run of known values; a lonely value is drawn twice so that it shows as a dot."""
    runs = (list(run) for known, run in groupby(points, key=lambda point: point.value is not None) if known)
    runs = (run * 2 if len(run) == 1 else run for run in runs)
    line = '<polyline class="outlook__line outlook__line--{}" vector-effect="non-scaling-stroke" points="{}"/>'
    return format_html_join(
        "",
        line,
        (
            (tone, " ".join(f"{plot.across(point.at)},{plot.scale.height(point.value)}" for point in run))
            for run in runs
        ),
    )


def _marks(marks: Sequence[Mark], plot: _Plot) -> SafeString:
    mark = (
        '<line class="outlook__mark outlook__mark--{}" x1="{}%" x2="{}%" y1="{}rem" y2="{}rem"/>'
        '<text class="outlook__said outlook__said--{}" x="{}%" y="1rem" text-anchor="{}">{}</text>'
    )
    return format_html_join(
        "",
        mark,
        (
            (row.tone, at, at, _HEAD, _HEAD + _PLOT, row.tone, at, leaning(at), row.words)
            for row, at in ((row, plot.in_picture(row.at)) for row in marks)
        ),
    )


def _moments(moments: Sequence[tuple[float, str]], plot: _Plot) -> SafeString:
    foot = _HEAD + _PLOT
    moment = (
        '<line class="outlook__grid" x1="{}%" x2="{}%" y1="{}rem" y2="{}rem"/>'
        '<text class="outlook__word" x="{}%" y="{}rem" text-anchor="{}">{}</text>'
    )
    return format_html_join(
        "",
        moment,
        (
            (at, at, foot, foot + 0.35, at, round(foot + 1.3, 2), leaning(at), words)
            for at, words in ((plot.in_picture(place), words) for place, words in moments)
        ),
    )
