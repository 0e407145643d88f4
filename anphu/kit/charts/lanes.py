"""Bars on one scale, each under its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.band import PLAIN, Band
from anphu.kit.charts.scale import leaning
from anphu.kit.figures import Number


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
        "", tick, ((at, at, round(height, 2), at, foot, leaning(at), words) for at, words in places)
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
