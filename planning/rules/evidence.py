"""Evidence as JSON: what a dossier said of a person and what each clause found, open and restricted parts apart; and
what became different since."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from orgtree.choices import Education, Sex, StateManagement, Theory
from planning.choices import Ground, Proposal
from planning.models import Line
from planning.rules import clauses
from planning.rules.effects import effective
from planning.rules.eligibility import Answer
from planning.rules.facts import Facts

Change = tuple[Any, str, str]
"""What became different, before, now; in words."""
NOTHING = "–"


def open_part(line: Line, facts: Facts, answers: Iterable[Answer], on: datetime.date) -> dict[str, Any]:
    """What every reader of the list's dossiers may see."""
    return {
        "on": on.isoformat(),
        "line": said_of_line(line),
        "person": open_facts(facts),
        "clauses": [_clause(answer) for answer in answers if not is_restricted(answer)],
    }


def restricted_part(facts: Facts, answers: Iterable[Answer]) -> dict[str, Any]:
    """What only readers of restricted parts may see."""
    clauses_found = [_clause(answer) for answer in answers if is_restricted(answer)]
    return {"person": restricted_facts(facts), "clauses": clauses_found}


def said_of_line(line: Line) -> dict[str, Any]:
    return {"proposal": line.proposal, "reason": line.reason, "ground": line.ground, "target": line.target_id}


def open_facts(facts: Facts) -> dict[str, Any]:
    return {
        "sex": facts.sex,
        "born": facts.born.stored(),
        "education": facts.education,
        "theory": facts.theory,
        "state_management": facts.state_management,
        "commune_code": facts.commune_code,
        "admitted_on": _day(facts.admitted_on),
        "official_on": _day(facts.official_on),
        "posts": [[post.name, _day(post.since), _day(post.until)] for post in facts.posts],
        "ratings": {str(year): code for year, code in sorted(facts.ratings.items())},
    }


def restricted_facts(facts: Facts) -> dict[str, Any]:
    measures = [
        [one.name or one.code, one.decided.stored(), one.ends.stored() if one.ends else None, one.decision]
        for one in facts.measures
    ]
    return {"measures": measures, "concluded_on": facts.concluded_on.stored() if facts.concluded_on else None}


def is_restricted(answer: Answer) -> bool:
    return clauses.BY_CODE[answer.asked.kind].restricted


def _clause(answer: Answer) -> dict[str, Any]:
    asked = answer.asked
    return {
        "kind": str(asked.kind),
        "verdict": str(answer.verdict),
        "fact": answer.finding.sentence,
        "basis": asked.basis,
        "document": asked.document,
        "confidence": str(asked.confidence),
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def new_line(line: Line) -> list[Change]:
    """A line that was not on the list then."""
    return [(_("proposal"), NOTHING, str(Proposal(line.proposal).label))] if effective(line) else []


def changes_of_line(before: Mapping[str, Any], line: Line) -> list[Change]:
    """What the unit proposes otherwise than it did then."""
    now = said_of_line(line)
    return [
        (label, tell(before[name]) or NOTHING, tell(now[name]) or NOTHING)
        for name, label, tell in _LINE
        if before[name] != now[name]
    ]


def changes_of_person(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """What dossiers say otherwise than then: single facts, and of lists what is gone and what is new."""
    found = []
    for name, label, tell in _PERSON:
        if name not in before or before[name] == now[name]:
            continue
        old, new = _apart(before[name], now[name])
        found.append((label, _joined(old, tell), _joined(new, tell)))
    return found


def _apart(before, now) -> tuple[list, list]:
    if isinstance(now, dict):
        before, now = ([[*pair] for pair in one.items()] for one in (before, now))
    if isinstance(now, list):
        return [one for one in before if one not in now], [one for one in now if one not in before]
    return ([] if before in (None, "") else [before]), ([] if now in (None, "") else [now])


def _joined(values: list, tell: Callable[[Any], str]) -> str:
    return "; ".join(str(tell(value)) for value in values) or NOTHING


def _labelled(choices) -> Callable[[Any], str]:
    return lambda value: choices(value).label if value not in (None, "") else ""


def _dated(stored: str | None) -> str:
    """`2019-05-31` as offices write it."""
    return "/".join(reversed(stored.split("-"))) if stored else ""


def _post(post: list) -> str:
    name, since, until = post
    return f"{name} ({_dated(since)} – {_dated(until)})" if until else f"{name} ({_dated(since)})"


def _measure(measure: list) -> str:
    name, decided, ends, decision = measure
    said = ", ".join(part for part in (_dated(decided), decision) if part)
    return f"{name} ({said}) – {_dated(ends)}" if ends else f"{name} ({said})"


_LINE = (
    ("proposal", _("proposal"), _labelled(Proposal)),
    ("reason", _("reason"), str),
    ("ground", _("ground"), _labelled(Ground)),
    ("target", _("moved to"), lambda pk: f"#{pk}" if pk else ""),
)
_PERSON = (
    ("sex", _("sex"), _labelled(Sex)),
    ("born", _("birth date"), _dated),
    ("education", _("education"), _labelled(Education)),
    ("theory", _("political theory"), _labelled(Theory)),
    ("state_management", _("state management"), _labelled(StateManagement)),
    ("commune_code", _("home commune"), str),
    ("admitted_on", _("admitted on"), _dated),
    ("official_on", _("official since"), _dated),
    ("posts", _("posts"), _post),
    ("ratings", _("yearly ratings"), lambda pair: f"{pair[0]}: {pair[1]}"),
    ("measures", _("discipline"), _measure),
    ("concluded_on", _("conclusion on the political standard"), _dated),
)
