"""Values over time as a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.scale import Scale, around
from anphu.kit.figures import Number


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
    scale = around([*known, *(float(number) for number in (low, high) if number is not None)])
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


def _across(place: int, count: int) -> float:
    return 50.0 if count == 1 else round(100 * place / (count - 1), 2)


def _target_area(low: Number | None, high: Number | None, scale: Scale) -> SafeString:
    if low is None and high is None:
        return SafeString("")
    top = 0.0 if high is None else scale.height(high)
    bottom = 100.0 if low is None else scale.height(low)
    return format_html(
        '<rect class="trend__target" x="0" y="{}" width="100" height="{}"/>', top, round(bottom - top, 2)
    )


def _lines(points: Sequence[tuple[float, Number | None]], scale: Scale) -> SafeString:
    """One polyline for every unbroken run of known values; a lonely value is drawn twice so that it shows as a dot."""
    runs = (list(run) for known, run in groupby(points, key=lambda point: point[1] is not None) if known)
    runs = (run * 2 if len(run) == 1 else run for run in runs)
    return format_html_join(
        "",
        '<polyline class="trend__line" vector-effect="non-scaling-stroke" points="{}"/>',
        ((" ".join(f"{x},{scale.height(value)}" for x, value in run),) for run in runs),
    )
