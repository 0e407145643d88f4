"""What an official form declares: its head, its numbered lines and tables.

Values are written as `{core.full_name}`, a place in the facts of a dossier (orgtree.reports.facts), with words around
them; where every value named is empty, the words are left out too and the form shows a dotted line. The wording is the
form's own and therefore Vietnamese, in whatever language the reader works.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SEPARATORS = re.compile(r"([,;])(?: ?[,;])+")
PLACE = re.compile(r"\{([a-z0-9_.]+)\}")


@dataclass(frozen=True)
class Field:
    """A label and the value printed behind it."""

    label: str
    value: str = ""


@dataclass(frozen=True)
class Line:
    """One numbered item on one or more lines. `sure`: the number was seen on the form; otherwise it is unverified."""

    number: str
    fields: tuple[Field, ...]
    sure: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` is its part of the width."""

    heading: str
    value: str
    share: int = 1


@dataclass(frozen=True)
class Table:
    """A numbered table of the rows of `source`, a place in the facts; `row` values are named without a prefix."""

    number: str
    label: str
    source: str
    columns: tuple[Column, ...]
    sure: bool = True


@dataclass(frozen=True)
class Heading:
    """Words between the items."""

    text: str


Part = Line | Table | Heading


@dataclass(frozen=True)
class Form:
    """An official form: `layout` is its typst file, `head` stands above the title, `signatures` side by side at the
    end; `source` says what the wording rests on and how sure it is (for whoever maintains the form; not printed)."""

    code: str
    layout: str
    mark: str
    title: str
    parts: tuple[Part, ...]
    signatures: tuple[tuple[str, str], ...]
    source: str
    head: tuple[Field, ...] = ()

    @property
    def unverified(self) -> list[str]:
        """Numbers that were not seen on the form itself."""
        return [part.number for part in self.parts if not isinstance(part, Heading) and part.number and not part.sure]


def look_up(facts: Mapping[str, Any], place: str) -> Any:
    """The value at a dotted place. Raises KeyError: a form may only name what there is."""
    value: Any = facts
    for name in place.split("."):
        value = value[name]
    return value


def fill(pattern: str, facts: Mapping[str, Any]) -> str:
    """`pattern` with its places filled; empty when every one of them is."""
    values = {place: str(look_up(facts, place)) for place in PLACE.findall(pattern)}
    if values and not any(values.values()):
        return ""
    text = " ".join(PLACE.sub(lambda found: values[found[1]], pattern).split())
    return SEPARATORS.sub(r"\1", text).strip(" –,;")


def places(form: Form) -> list[str]:
    """Every place in the facts that the form names, of lines and of the sources of tables."""
    lines = [field.value for part in form.parts if isinstance(part, Line) for field in part.fields]
    named = [place for value in [*(field.value for field in form.head), *lines] for place in PLACE.findall(value)]
    return [*named, *(part.source for part in form.parts if isinstance(part, Table))]
