"""A picture with everything that belongs to it: title, key of its colours, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

Cell = str | int | float | None


@dataclass(frozen=True)
class Key:
    """A colour of the picture (its class) and what it stands for."""

    name: str
    words: str


@dataclass(frozen=True)
class Figure:
    """`slug` names it in addresses and files; `under` says of what and of which day; `height` is that of the picture in
    rem. `headings` and `rows` are the table behind it: the first cell of a row names the row. `wide`: on a telephone
    the picture is scrolled sideways, not made narrow."""

    slug: str
    title: str
    under: str
    picture: SafeString
    height: float
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    keys: Sequence[Key] = ()
    note: str = ""
    wide: bool = False
