"""Everything printed from Word templates: the forms of dossiers, and the papers that others say they print.

Papers of rounds are filled by planning, and orgtree must not know planning: whoever prints more says so at start-up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from orgtree.choices import DocumentForm
from orgtree.reports import blank, dossier
from orgtree.reports.forms import FORMS


@dataclass(frozen=True)
class Printed:
    """One kind of document. `built_in`: its template as docx; `fill`: raises Refused `bad_template` for a template
    that could never be printed; `unverified`: what was not seen on an official form, in words."""

    source: str
    unverified: str
    built_in: Callable[[], bytes]
    fill: Callable[[BinaryIO], object]


_MORE: dict[str, Printed] = {}


def tell(documents: Mapping[str, Printed]) -> None:
    """Whoever prints more documents says so here once, at start-up."""
    _MORE.update(documents)


def known() -> dict[str, Printed]:
    """Every kind of document under its code: dossiers first."""
    dossiers = {
        code: Printed(
            declared.source,
            ", ".join(declared.unverified),
            partial(blank.template, declared),
            partial(dossier.try_out, DocumentForm(code)),
        )
        for code, declared in FORMS.items()
    }
    return dossiers | _MORE


def try_out(form: DocumentForm, template: BinaryIO) -> None:
    """Fill a template with the facts of nobody. Raises Refused `bad_template` for what it could never print."""
    known()[form].fill(template)
