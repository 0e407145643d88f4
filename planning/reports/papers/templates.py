"""Papers of rounds as the page of templates lists them."""

from functools import partial

from orgtree.reports.printed import Printed
from planning.reports.papers import blank, faces
from planning.reports.papers.declared import FORMS


def printed_here() -> dict[str, Printed]:
    """Every paper by its code."""
    return {
        code: Printed(form.source, form.unverified, partial(blank.template, form), partial(faces.try_out, form))
        for code, form in FORMS.items()
    }
