"""What a seal is made over: the rows of a decision, and what they were called on the day it was sealed."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, QuerySet

from orgtree.models import Merge, Person, User
from orgtree.queries.units import versions_on
from planning.models import (
    BallotResult,
    Conference,
    Decision,
    Evidence,
    Line,
    PlanEntry,
    PlanTitle,
    Round,
    RoundStep,
    RuleParameter,
    RuleSet,
    StateChange,
    Submission,
)
from planning.rules.seals import FORMAT

_OF = "of_decision"
"""The decision a row belongs to, in what the database answers and not in what is sealed."""

_FIGURES = ("convened", "present", "issued", "returned", "valid", "invalid")


def payload(decision: Decision) -> dict[str, Any]:
    """Everything that the seal of `decision` is made over. Its `rows` stay true for ever, but that a person's record
    may be merged into another; the rest tells what they were called, and by which rules it was judged."""
    rows = records([decision.pk])[decision.pk]
    return {"format": FORMAT, "rows": rows, **_names(decision, rows)}


def records(decisions: Collection[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """`{decision id: {table: rows}}` as the database has them now. Nine queries for any number of decisions."""
    found = {pk: {table: [] for table in _TABLES} for pk in decisions}
    for table, rows_of in _TABLES.items():
        for row in rows_of(decisions):
            found[row.pop(_OF)][table].append({name: _plain(value) for name, value in row.items()})
    return found


def takeovers() -> dict[int, int]:
    """`{person id: id of the record that took it over}` by the merges in force, each followed to its end."""
    step = dict(Merge.objects.filter(undone_at=None).values_list("gone", "kept"))

    def end(pk: int) -> int:
        while pk in step:
            pk = step[pk]
        return pk

    return {gone: end(gone) for gone in step}


def _decisions(ids) -> QuerySet:
    return Decision.objects.filter(pk__in=ids).values(
        *("id", "number", "day", "kind", "authority", "corrects", "signer", "signer_title", "note", "decided_by"),
        "recorded_at",
        **{_OF: F("pk")},
    )


def _submissions(ids) -> QuerySet:
    rows = Submission.objects.filter(decision__in=ids).order_by("pk")
    return rows.values("id", "round", "unit", "submitted_by", **{_OF: F("decision")})


def _steps(ids) -> QuerySet:
    rows = StateChange.objects.filter(submission__decision__in=ids).order_by("pk")
    return rows.values(
        *("id", "submission", "verb", "source", "target", "actor", "reason", "day", "at"),
        **{_OF: F("submission__decision")},
    )


def _lines(ids) -> QuerySet:
    rows = Line.objects.filter(submission__decision__in=ids).order_by("pk")
    return rows.values(
        *("id", "submission", "plan_title", "person", "proposal", "reason", "ground"),
        *("entered_by", "outsider", "dropped_in"),
        moved_to=F("target"),
        **{_OF: F("submission__decision")},
    )


def _conferences(ids) -> QuerySet:
    rows = Conference.objects.closed().filter(submission__decision__in=ids).order_by("pk")
    return rows.values(
        *("id", "submission", "step", "sitting", "day", *_FIGURES),
        minutes_digest=F("minutes__digest"),
        **{_OF: F("submission__decision")},
    )


def _votes(ids) -> QuerySet:
    rows = BallotResult.objects.filter(conference__submission__decision__in=ids, conference__closed_at__isnull=False)
    return rows.order_by("pk").values(
        *("id", "conference", "line", "agree", "disagree", "outcome"),
        **{_OF: F("conference__submission__decision")},
    )


def _evidence(ids) -> QuerySet:
    rows = Evidence.objects.filter(line__submission__decision__in=ids).order_by("pk")
    return rows.values("id", "line", "change", "digest", **{_OF: F("line__submission__decision")})


def _opened(ids) -> QuerySet:
    rows = PlanEntry.objects.filter(opened_by__in=ids).order_by("pk")
    return rows.values(
        *("id", "plan_title", "person", "moved_from"),
        since=F("period__startswith"),
        **{_OF: F("opened_by")},
    )


def _closed(ids) -> QuerySet:
    rows = PlanEntry.objects.filter(closed_by__in=ids).order_by("pk")
    return rows.values(
        *("id", "plan_title", "person", "ground"),
        until=F("period__endswith"),
        **{_OF: F("closed_by")},
    )


_TABLES = {
    "decision": _decisions,
    "submissions": _submissions,
    "steps": _steps,
    "lines": _lines,
    "conferences": _conferences,
    "votes": _votes,
    "evidence": _evidence,
    "opened": _opened,
    "closed": _closed,
}
"""What belongs to a decision, each as a query whose rows carry their id and the decision they belong to."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _names(decision: Decision, rows: dict[str, list[dict]]) -> dict[str, Any]:
    """What the rows refer to, as it was called on the day of the decision, and the rules in force. Nine queries, and
    one for each rule set."""
    titles = _plan_titles(_ids(rows, ("lines", "plan_title"), ("lines", "moved_to"), *_ENTRY_TITLES))
    rounds = list(
        Round.objects.filter(pk__in=_ids(rows, ("submissions", "round")))
        .select_related("rule_set")
        .prefetch_related("terms")
        .order_by("pk")
    )
    units = {decision.authority_id, *_ids(rows, ("submissions", "unit")), *(title["unit"] for title in titles)}
    return {
        "people": _people(_ids(rows, ("lines", "person"), ("opened", "person"), ("closed", "person"))),
        "units": _units(units, decision.day),
        "plan_titles": titles,
        "accounts": _accounts(_ids(rows, ("decision", "decided_by"), ("steps", "actor"), ("lines", "entered_by"))),
        "rounds": [_round(row) for row in rounds],
        "conference_steps": _conference_steps(_ids(rows, ("conferences", "step"))),
        "rule_sets": _rule_sets([row.rule_set for row in rounds], decision.day),
    }


_ENTRY_TITLES = (("opened", "plan_title"), ("closed", "plan_title"))


def _ids(rows: dict[str, list[dict]], *columns: tuple[str, str]) -> set[int]:
    return {row[name] for table, name in columns for row in rows[table] if row[name] is not None}


def _people(ids: Iterable[int]) -> list[dict]:
    rows = Person.objects.filter(pk__in=ids).order_by("pk").values("id", "full_name", "birth_date", "birth_precision")
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _units(ids: Collection[int], on: datetime.date) -> list[dict]:
    versions = versions_on(ids, on)
    return [{"id": pk, "name": versions[pk].name, "kind": versions[pk].kind} for pk in sorted(ids)]


def _plan_titles(ids: Iterable[int]) -> list[dict]:
    rows = PlanTitle.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.values("id", "unit", called=F("title__name"), code=F("title__code"), in_term=F("term__name")))


def _accounts(ids: Iterable[int]) -> list[dict]:
    return list(User.objects.filter(pk__in=ids).order_by("pk").values("id", "username"))


def _round(row: Round) -> dict:
    terms = sorted(term.code for term in row.terms.all())
    return {
        "id": row.pk,
        "name": row.name,
        "kind": row.kind,
        "day": row.day.isoformat(),
        "terms": terms,
        "rule_set": row.rule_set.code if row.rule_set else None,
    }


def _conference_steps(ids: Iterable[int]) -> list[dict]:
    rows = RoundStep.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.values("id", "round", "position", "code", "name", "ballot"))


def _rule_sets(judged_by: Iterable[RuleSet | None], day: datetime.date) -> list[dict]:
    """Each rule set under which something was judged, or the one in force on `day`, with its numbers for that day."""
    sets = {rules.pk if rules else 0: rules for rules in judged_by} or {0: RuleSet.objects.in_force(day)}
    return [
        {
            "code": rules.code if rules else None,
            "name": rules.name if rules else None,
            "judged_on": (rules.judging_day(day) if rules else day).isoformat(),
            "parameters": [_parameter(row) for row in RuleParameter.objects.under(rules, day).order_by("key", "pk")],
        }
        for _pk, rules in sorted(sets.items())
    ]


def _parameter(row: RuleParameter) -> dict:
    return {
        **{name: getattr(row, name) for name in ("key", "scope", "level", "measure", "basis", "confidence")},
        "said": row.said,
    }
