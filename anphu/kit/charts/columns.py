"""Stacked columns along a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.scale import ticks
from anphu.kit.figures import number

_HEAD, _PLOT, _FOOT = 1.2, 11.0, 2.9
"""Heights in rem: what is free for the sums, the columns, two lines of words under them."""
_EDGE, _FILL = 7.0, 0.72
"""Percent of the width for the words of the scale; how much of its share a column fills."""
HEIGHT = _HEAD + _PLOT + _FOOT


@dataclass(frozen=True)
class Column:
    """`parts` in the order of the series, from the foot upward. `under` is written once for neighbours that share it
    (a year for its quarters)."""

    words: str
    parts: Sequence[int]
    under: str = ""

    @property
    def total(self) -> int:
        return sum(self.parts)


def columns(rows: Sequence[Column], label: str) -> SafeString:
    """Draw the columns side by side at even distances, their sums on top.

    Raises ValueError without a column: a page says that in words.
    """
    if not rows:
        raise ValueError("a calendar needs at least one column")
    lines = ticks(0, max(max(row.total for row in rows), 1), 4, least_step=1)
    top = max(lines[-1], max(row.total for row in rows), 1)
    step = (100 - _EDGE) / len(rows)
    return format_html(
        '<svg class="columns-chart" width="100%" height="{}rem" role="img" aria-label="{}" focusable="false">'
        "{}{}{}</svg>",
        HEIGHT,
        label,
        _grid(lines, top),
        format_html_join(
            "", "{}", ((_column(row, _EDGE + step * place, step, top),) for place, row in enumerate(rows))
        ),
        _unders(rows, step),
    )


def _level(count: float, top: float) -> float:
    return round(_HEAD + _PLOT * (1 - count / top), 3)


def _grid(lines: Sequence[float], top: float) -> SafeString:
    line = (
        '<line class="columns-chart__line" x1="{}%" x2="100%" y1="{}rem" y2="{}rem"/>'
        '<text class="columns-chart__word" x="{}%" y="{}rem" text-anchor="end">{}</text>'
    )
    levels = [(count, _level(count, top)) for count in lines]
    return format_html_join(
        "", line, ((_EDGE, at, at, _EDGE - 1, round(at + 0.25, 3), number(int(count))) for count, at in levels)
    )


def _column(row: Column, left: float, step: float, top: float) -> SafeString:
    x, width, middle = round(left + step * (1 - _FILL) / 2, 2), round(step * _FILL, 2), round(left + step / 2, 2)
    ends = [sum(row.parts[:place]) for place in range(len(row.parts) + 1)]
    part = '<rect class="columns-chart__part series--{}" x="{}%" y="{}rem" width="{}%" height="{}rem"/>'
    parts = format_html_join(
        "",
        part,
        (
            (place, x, _level(high, top), width, round(_PLOT * (high - low) / top, 3))
            for place, (low, high) in enumerate(pairwise(ends), 1)
            if high > low
        ),
    )
    text = '<text class="{}" x="{}%" y="{}rem" text-anchor="middle">{}</text>'
    words = format_html(text, "columns-chart__word", middle, round(_HEAD + _PLOT + 1.1, 2), row.words)
    if row.total:
        at = round(_level(row.total, top) - 0.3, 3)
        words += format_html(text, "columns-chart__sum", middle, at, number(row.total))
    return parts + words


def _unders(rows: Sequence[Column], step: float) -> SafeString:
    """What neighbours share, in the middle below them, with a line where it begins."""
    starts = [place for place, row in enumerate(rows) if place == 0 or row.under != rows[place - 1].under]
    spans = [(first, last) for first, last in pairwise([*starts, len(rows)]) if rows[first].under]
    shared = (
        '<line class="columns-chart__line" x1="{}%" x2="{}%" y1="{}rem" y2="{}rem"/>'
        '<text class="columns-chart__word" x="{}%" y="{}rem" text-anchor="middle">{}</text>'
    )
    foot = _HEAD + _PLOT
    return format_html_join(
        "",
        shared,
        (
            (
                *(round(_EDGE + step * first, 2),) * 2,
                foot,
                round(foot + 2.5, 2),
                round(_EDGE + step * (first + last) / 2, 2),
                round(foot + 2.4, 2),
                rows[first].under,
            )
            for first, last in spans
        ),
    )
