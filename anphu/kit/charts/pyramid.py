"""Two sides of counts back to back, rung upon rung: an age pyramid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.figures import number

_RUNG, _BAR, _GAP, _HEAD = 1.5, 1.1, 0.8, 1.7
"""Heights in rem: of a rung, of its bars, what parts the rungs apart from the others, the words over the sides."""
_LEFT, _RIGHT, _LONGEST = 40.0, 60.0, 30.0
"""In percent of the width: where the bars begin on either side, and how long the longest is."""


@dataclass(frozen=True)
class Rung:
    """How many on either side; None: too few to be told. `apart`: belongs to no place on the ladder."""

    words: str
    left: int | None
    right: int | None
    apart: bool = False


def height(rungs: Sequence[Rung]) -> float:
    """In rem."""
    return round(_HEAD + _RUNG * len(rungs) + (_GAP if any(rung.apart for rung in rungs) else 0) + 0.2, 2)


def pyramid(rungs: Sequence[Rung], sides: tuple[str, str], label: str, hidden: str = "") -> SafeString:
    """Draw the rungs in their order, the first one on top, those `apart` beneath a gap.

    `hidden` is written where a count is None. Raises ValueError without a rung: a page says that in words.
    """
    if not rungs:
        raise ValueError("a pyramid needs at least one rung")
    longest = max((count or 0 for rung in rungs for count in (rung.left, rung.right)), default=0) or 1
    ordered = sorted(rungs, key=lambda rung: rung.apart)
    tops = [round(_HEAD + _RUNG * place + (_GAP if rung.apart else 0), 2) for place, rung in enumerate(ordered)]
    return format_html(
        '<svg class="pyramid" width="100%" height="{}rem" role="img" aria-label="{}" focusable="false">{}{}</svg>',
        height(rungs),
        label,
        _heads(sides),
        format_html_join(
            "", "{}", ((_rung(rung, top, longest, hidden),) for rung, top in zip(ordered, tops, strict=True))
        ),
    )


def _heads(sides: tuple[str, str]) -> SafeString:
    text = '<text class="pyramid__side" x="{}%" y="1rem" text-anchor="{}">{}</text>'
    return format_html_join("", text, ((_LEFT, "end", sides[0]), (_RIGHT, "start", sides[1])))


def _rung(rung: Rung, top: float, longest: int, hidden: str) -> SafeString:
    foot = round(top + _BAR - 0.25, 2)
    words = '<text class="pyramid__words" x="50%" y="{}rem" text-anchor="middle">{}</text>'
    return (
        _bar(rung.left, "left", rung.apart, top, longest, hidden)
        + format_html(words, foot, rung.words)
        + _bar(rung.right, "right", rung.apart, top, longest, hidden)
    )


def _bar(count: int | None, side: str, apart: bool, top: float, longest: int, hidden: str) -> SafeString:
    """The bar and its count at its outer end; nothing where nobody is."""
    if count == 0:
        return SafeString("")
    length = round(_LONGEST * (count or 0) / longest, 2)
    start = round(_LEFT - length, 2) if side == "left" else _RIGHT
    end = start - 1 if side == "left" else start + length + 1
    bar = '<rect class="pyramid__bar pyramid__bar--{}" x="{}%" y="{}rem" width="{}%" height="{}rem"/>'
    said = '<text class="pyramid__count" x="{}%" y="{}rem" text-anchor="{}">{}</text>'
    return format_html(bar, "apart" if apart else side, start, top, length, _BAR) + format_html(
        said,
        round(end, 2),
        round(top + _BAR - 0.25, 2),
        "end" if side == "left" else "start",
        hidden if count is None else number(count),
    )
