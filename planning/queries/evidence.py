"""Evidence of lines as it was frozen, and what became different since the list was submitted."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery

from orgtree.models import Person
from planning.choices import SubmissionVerb
from planning.models import Evidence, Line, StateChange, Submission
from planning.queries.eligibility import facts
from planning.rules import evidence as shapes
from planning.rules.evidence import Change
from planning.rules.facts import Facts


@dataclass(frozen=True)
class Frozen:
    """A piece of evidence as far as its reader may see it; `restricted` None: not for this reader."""

    row: Evidence
    facts: dict[str, Any]
    restricted: dict[str, Any] | None


def frozen(submission: Submission, user, on: datetime.date) -> list[Frozen]:
    """Every piece of evidence of the list about people whom the reader sees, oldest first. Two queries."""
    rows = Evidence.objects.visible_to(user, on).filter(line__submission=submission)
    rows = rows.filter(line__person__in=Person.objects.visible_to(user, on)).order_by("change", "line")
    rows = list(rows.select_related("line", "change"))
    seen = {one.person_id for one in facts({row.line.person_id for row in rows}, user, on) if one.restricted}
    return [
        Frozen(row, row.facts, json.loads(row.restricted) if row.restricted and row.line.person_id in seen else None)
        for row in rows
    ]


def changed_since(
    submission: Submission,
    user,
    on: datetime.date,
    *,
    lines: Iterable[Line] | None = None,
    known: Iterable[Facts] | None = None,
) -> dict[int, list[Change]]:
    """`{line id: what became different since the list was last submitted}`: what the unit proposes, and what dossiers
    say that the reader sees. Four queries at most, one for who has at hand the `lines`, their people introduced
    (`reachable`), and what is `known` of these; empty for a list that was never submitted."""
    last = StateChange.objects.filter(submission=submission, verb=SubmissionVerb.SUBMIT).order_by("-pk").values("pk")
    rows = {row.line_id: row for row in Evidence.objects.visible_to(user, on).filter(change=Subquery(last[:1]))}
    if not rows:
        return {}
    if lines is None or known is None:
        lines = Line.objects.visible_to(user, on).filter(submission=submission)
        visible = Person.objects.visible_to(user, on).filter(lines__submission=submission)
        seen = set(visible.values_list("pk", flat=True))
        known = facts(seen, user, on)
    else:
        seen = {line.person_id for line in lines if line.person.reachable}
    now = {one.person_id: one for one in known if one.person_id in seen}
    found = {line.pk: _changes(line, rows.get(line.pk), now.get(line.person_id)) for line in lines}
    return {pk: changes for pk, changes in found.items() if changes}


def _changes(line: Line, row: Evidence | None, now) -> list[Change]:
    if row is None:
        return shapes.new_line(line)
    changes = shapes.changes_of_line(row.facts["line"], line)
    if now is None:
        return changes
    changes += shapes.changes_of_person(row.facts["person"], shapes.open_facts(now))
    if now.restricted and row.restricted:
        changes += shapes.changes_of_person(json.loads(row.restricted)["person"], shapes.restricted_facts(now))
    return changes
