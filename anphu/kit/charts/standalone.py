"""A figure that stands alone: an SVG without stylesheet and without percentages, or the same as PNG.

Word processors know neither classes nor custom properties, and typst's renderer no lines that keep their width when
they are stretched. So colours become attributes and every place becomes pixels. Always light: paper is white.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anphu.kit import documents
from anphu.kit.charts import palette
from anphu.kit.charts.figure import Figure, Key

SVG_TYPE, PNG_TYPE = "image/svg+xml", "image/png"
WIDTH = 960
"""Pixels of the picture; with its margins it fills the width of a page."""
_MARGIN, _LINE, _LETTER = 24, 24, 7.2
"""Pixels: around the picture, of a line of words, and of a letter as wide as most of them."""
_NAMESPACE = "http://www.w3.org/2000/svg"
_ACROSS = frozenset(("x", "x1", "x2", "cx", "width"))
_DOWN = frozenset(("y", "y1", "y2", "cy", "height"))
_DROPPED = frozenset(("class", "role", "focusable", "aria-label", "vector-effect", "overflow"))
_SCREEN = "Noto Sans, Segoe UI, Liberation Sans, Arial, sans-serif"
_PAPER = "Libertinus Serif"
"""The one text face that travels with typst: a picture looks alike on every machine."""
_LAYOUT = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
_DOTS = 144
"""Dots an inch; a pixel is 1/96 inch, so that a PNG has one and a half as many of them."""


@dataclass(frozen=True)
class _Box:
    """The viewport that percentages refer to, and how its own numbers become pixels of the picture."""

    x: float
    y: float
    width: float
    height: float
    across: float = 1.0
    down: float = 1.0

    def place(self, name: str, value: str) -> str:
        """A length of the element as pixels; sizes are not moved."""
        size, start, factor = (self.width, self.x, self.across) if name in _ACROSS else (self.height, self.y, self.down)
        start = 0.0 if name in ("width", "height") else start
        if value.endswith("%"):
            return _said(start + float(value[:-1]) / 100 * size)
        return _said(start + float(palette.in_pixels(value)) * factor)

    def points(self, value: str) -> str:
        pairs = (pair.split(",") for pair in value.split())
        return " ".join(f"{self.place('x', x)},{self.place('y', y)}" for x, y in pairs)


def _said(number: float) -> str:
    return f"{round(number, 2):g}"


def svg(figure: Figure, *, font: str = _SCREEN) -> str:
    """The figure with its title and the key of its colours, `WIDTH` pixels and its margins wide."""
    keys = _keys(figure.keys)
    picture_top = _MARGIN + 2 * _LINE + 8
    picture_height = figure.height * palette.REM
    height = picture_top + picture_height + _MARGIN + _LINE * (1 + max((row for _k, _x, row in keys), default=-1))
    root = ET.Element("svg", xmlns=_NAMESPACE, width=_said(WIDTH + 2 * _MARGIN), height=_said(height))
    root.set("font-family", font)
    ET.SubElement(root, "title").text = figure.title
    ET.SubElement(root, "desc").text = figure.under
    ET.SubElement(root, "rect", width="100%", height="100%", fill=palette.colour("paper"))
    _write(root, figure.title, _MARGIN, _MARGIN + 16, "18", "ink", "bold")
    _write(root, figure.under, _MARGIN, _MARGIN + 16 + _LINE, "13", "ink-soft")
    drawn = ET.fromstring(str(figure.picture))
    _flatten(drawn, root, _Box(_MARGIN, picture_top, WIDTH, picture_height), frozenset(_classes(drawn)))
    for key, x, row in keys:
        _key(root, key, x, picture_top + picture_height + 12 + _LINE * row)
    return ET.tostring(root, encoding="unicode")


def png(figure: Figure) -> bytes:
    """The same as a PNG of about 1500 pixels."""
    import typst  # as in anphu.kit.documents: 7 MB that few workers need

    return typst.Compiler(
        _LAYOUT,
        font_paths=documents.fonts(),
        ignore_system_fonts=True,
        sys_inputs={"picture": svg(figure, font=_PAPER)},
    ).compile(format="png", ppi=_DOTS)


def _classes(element: Any) -> list[str]:
    return element.get("class", "").split()


def _flatten(element: Any, into: Any, box: _Box, around: frozenset[str]) -> None:
    """Write the children of `element` into `into`, with attributes for classes and pixels for everything else."""
    for child in element:
        if child.tag == "svg":
            _flatten(child, into, _inner(child, box), around | set(_classes(child)))
            continue
        copy = ET.SubElement(into, child.tag)
        copy.text = child.text
        for name, value in child.attrib.items():
            if name == "points":
                copy.set(name, box.points(value))
            elif name in _ACROSS or name in _DOWN:
                copy.set(name, box.place(name, value))
            elif name not in _DROPPED:
                copy.set(name, value)
        for name, value in palette.attributes(_classes(child), around).items():
            copy.set(name, value)
        _flatten(child, copy, box, around | set(_classes(child)))


def _inner(child: Any, box: _Box) -> _Box:
    """The viewport of a nested picture, stretched to the numbers of its `viewBox`."""
    x, y = (float(box.place(name, child.get(name, "0"))) for name in ("x", "y"))
    width, height = (float(box.place(name, child.get(name, "100%"))) for name in ("width", "height"))
    _left, _top, wide, high = map(float, child.get("viewBox", f"0 0 {width} {height}").split())
    return _Box(x, y, width, height, width / wide, height / high)


def _keys(keys: Sequence[Key]) -> list[tuple[Key, float, int]]:
    """Each key with its distance from the left and its line: as many stand on a line as fit."""
    placed, x, row = [], 0.0, 0
    for key in keys:
        length = 30 + _LETTER * len(key.words) + 20
        if x and x + length > WIDTH:
            x, row = 0.0, row + 1
        placed.append((key, _MARGIN + x, row))
        x += length
    return placed


def _key(root: Any, key: Key, x: float, y: float) -> None:
    box = ET.SubElement(root, "rect", x=_said(x), y=_said(y + 2), width="20", height="12", rx="2")
    for name, value in palette.attributes([*key.name.split()], frozenset()).items():
        box.set(name, value)
    _write(root, key.words, x + 28, y + 13, "13", "ink-soft")


def _write(root: Any, words: str, x: float, y: float, size: str, token: str, weight: str = "normal") -> None:
    text = ET.SubElement(root, "text", x=_said(x), y=_said(y), fill=palette.colour(token))
    text.set("font-size", size)
    text.set("font-weight", weight)
    text.text = words
