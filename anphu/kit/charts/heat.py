"""Many values at once, each coloured by how far it lies from its target: as cells of a table, and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anphu.kit.charts.band import ABOVE, BELOW, Band

_SIGNS = {BELOW: "▼", ABOVE: "▲"}
_STEPS = (0.15, 0.4)
"""Shares of the distance between the target and the end of the scale at which a cell becomes a shade stronger."""
_LINE, _ROW, _EDGE, _LISTS = 1.2, 1.35, 24.0, 3
"""Of the picture: heights of a heading and a row in rem, width of the names in percent, lists of headings abreast."""


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


@dataclass(frozen=True, slots=True)
class Cell:
    """`words` in the colour of a verdict (of a Band) and its strength; `address` leads to what is behind it."""

    words: str
    verdict: str = "plain"
    strength: int = 0
    address: str = ""

    @property
    def sign(self) -> str:
        """Below and above the target have a sign of their own: the table reads the same without colour."""
        return _SIGNS.get(self.verdict, "")


def heat(cells: Iterable[Cell]) -> SafeString:
    """The cells of one row of an HTML table. Thousands stand on a page, so that no template walks through them."""
    linked = '<td class="heat heat--{} heat--{}"><a href="{}">{}{}</a></td>'
    alone = '<td class="heat heat--{} heat--{}">{}{}</td>'
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html(linked, cell.verdict, cell.strength, cell.address, cell.words, cell.sign)
                if cell.address
                else format_html(alone, cell.verdict, cell.strength, cell.words, cell.sign),
            )
            for cell in cells
        ),
    )


def _head(headings: Sequence, numbered: bool) -> float:
    """Height of what stands over the rows: the headings; where they are numbered in full, in lists, then numbers."""
    return _LINE * (-(-len(headings) // _LISTS) + 1.5) if numbered else _LINE * 1.5


def grid_height(headings: Sequence, rows: Sequence, *, numbered: bool = True) -> float:
    """In rem."""
    return round(_head(headings, numbered) + _ROW * len(rows), 2)


def grid(
    headings: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    label: str,
    *,
    names: float = _EDGE,
    numbered: bool = True,
) -> SafeString:
    """The same as a picture: named rows of cells. `names`: percent of the width for the names of rows. `numbered`:
    columns have numbers, and what these mean stands above; else few columns have their short headings over them.

    Raises ValueError without a row or a column: a page says that in words.
    """
    if not headings or not rows:
        raise ValueError("a heat picture needs rows and columns")
    step, head = (100 - names) / len(headings), _head(headings, numbered)
    over = [str(place + 1) for place in range(len(headings))] if numbered else headings
    return format_html(
        '<svg class="grid-chart" width="100%" height="{}rem" role="img" aria-label="{}" focusable="false">{}{}{}</svg>',
        grid_height(headings, rows, numbered=numbered),
        label,
        _legend(headings) if numbered else "",
        format_html_join(
            "",
            '<text class="grid-chart__word" x="{}%" y="{}rem" text-anchor="middle">{}</text>',
            ((round(names + step * (place + 0.5), 2), round(head - 0.4, 2), words) for place, words in enumerate(over)),
        ),
        format_html_join(
            "",
            "{}",
            ((_row(name, cells, head + _ROW * place, names, step),) for place, (name, cells) in enumerate(rows)),
        ),
    )


def _legend(headings: Sequence[str]) -> SafeString:
    deep = -(-len(headings) // _LISTS)
    return format_html_join(
        "",
        '<text class="grid-chart__word" x="{}%" y="{}rem">{}. {}</text>',
        (
            (round(100 / _LISTS * (place // deep), 2), round(_LINE * (place % deep + 0.8), 2), place + 1, words)
            for place, words in enumerate(headings)
        ),
    )


def _row(name: str, cells: Sequence[Cell], top: float, names: float, step: float) -> SafeString:
    top = round(top, 2)
    foot = round(top + _ROW - 0.4, 2)
    cell = (
        '<rect class="grid-chart__cell grid-chart__cell--{} grid-chart__cell--{}-{}" x="{}%" y="{}rem" width="{}%"'
        ' height="{}rem"/><text class="grid-chart__value" x="{}%" y="{}rem" text-anchor="middle">{}</text>'
    )
    words = format_html('<text class="grid-chart__word" x="0" y="{}rem">{}</text>', foot, name)
    return words + format_html_join(
        "",
        cell,
        (
            (
                *(one.verdict, one.verdict, one.strength),
                *(round(names + step * number, 2), top, round(step, 2), _ROW),
                *(round(names + step * (number + 0.5), 2), foot, f"{one.words}{one.sign}"),
            )
            for number, one in enumerate(cells)
        ),
    )
