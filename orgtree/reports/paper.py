"""A form with its facts filled in, as the plain lines that the typst layouts set."""

from typing import Any

from orgtree.reports.facts import Facts, withheld
from orgtree.reports.forms import Form
from orgtree.reports.forms.shapes import Heading, Line, Part, Table, fill, look_up


def sheet(form: Form, facts: Facts) -> dict[str, Any]:
    """What a layout is given as its data."""
    return {
        "mark": form.mark,
        "title": form.title,
        "parts": [_part(part, facts) for part in form.parts],
        "signatures": [list(signature) for signature in form.signatures],
        "photo": facts["photo"],
        "units": facts["units"],
        "party_card": facts["core"]["party_card"],
        "profile_number": facts["papers"]["profile_number"],
        "on": facts["on"],
        "stamp": facts["stamp"],
    }


def _part(part: Part, facts: Facts) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "text": part.text}
    if isinstance(part, Line):
        fields = [{"label": field.label, "value": fill(field.value, facts)} for field in part.fields]
        return {"kind": "line", "number": part.number, "fields": fields}
    return _table(part, facts)


def _table(part: Table, facts: Facts) -> dict[str, Any]:
    rows = look_up(facts, part.source)
    closed = bool(rows) and rows[0]["withheld"] == "1"
    return {
        "kind": "table",
        "number": part.number,
        "label": part.label,
        "heads": [column.heading for column in part.columns],
        "shares": [column.share for column in part.columns],
        "rows": [] if closed else [[fill(column.value, row) for column in part.columns] for row in rows],
        "closed": withheld() if closed else "",
    }
