"""The classes of pictures as attributes, read from the stylesheet of the pages: one definition of every colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHEETS = Path(__file__).parents[2] / "static/anphu/css"
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\.[\w-]+(?: \.[\w-]+)?")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_DRAWN = frozenset(
    (
        *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"),
        *("stroke-opacity", "font-size", "font-weight", "paint-order"),
    )
)
"""What SVG takes as an attribute and pictures use; the font is chosen where the picture goes."""
REM = 16.0
"""Pixels of a rem outside the page."""


@dataclass(frozen=True)
class _Rule:
    """`within` is the class of an ancestor, empty: anywhere."""

    within: str
    name: str
    attributes: Mapping[str, str]


def attributes(names: Iterable[str], around: frozenset[str]) -> dict[str, str]:
    """Presentation attributes of an element with the classes `names` inside elements with the classes `around`, by the
    light colours."""
    names, found = set(names), {}
    for rule in _rules():
        if rule.name in names and (not rule.within or rule.within in around):
            found |= rule.attributes
    return found


def colour(token: str) -> str:
    """The light value of a token of base.css: `colour("ink")`."""
    return _tokens()[f"--{token}"]


@cache
def _tokens() -> dict[str, str]:
    """Custom properties of the first `:root`: the light ones."""
    sheet = _read("base.css")
    root = sheet[sheet.index(":root") : sheet.index("}", sheet.index(":root"))]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", root))


@cache
def _rules() -> tuple[_Rule, ...]:
    sheet = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", _read("charts.css"))
    return tuple(
        _Rule(*_split(selector.strip()), drawn)
        for selectors, body in _RULE.findall(sheet)
        if (drawn := _drawn(body))
        for selector in selectors.split(",")
        if _SELECTOR.fullmatch(selector.strip())
    )


def _split(selector: str) -> tuple[str, str]:
    within, _, name = selector.rpartition(" ")
    return within.removeprefix("."), name.removeprefix(".")


def _drawn(body: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in body.split(";"))
    return {name.strip(): _plain(value.strip()) for name, _, value in pairs if name.strip() in _DRAWN}


def _plain(value: str) -> str:
    return in_pixels(_VARIABLE.sub(lambda found: _tokens()[found[1]], value))


def in_pixels(length: str) -> str:
    """`1.5rem` as `24`; whatever else as it is."""
    return f"{float(length.removesuffix('rem')) * REM:g}" if length.endswith("rem") else length


def _read(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (_SHEETS / name).read_text(), flags=re.S)
