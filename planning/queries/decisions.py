"""Decisions as far as the reader may see: about which units, whom they added and removed."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orgtree.choices import Verb
from orgtree.models import UnitLink
from orgtree.queries.reach import units_reached
from orgtree.queries.units import versions_on
from planning.choices import RoundState, SubmissionState
from planning.models import Decision, DecisionFile, PlanEntry, Submission
from planning.queries.planned import introduce
from planning.queries.worklist import with_changes, with_units


def register(user, on: datetime.date) -> QuerySet[Decision]:
    """Visible decisions, newest first, with the numbers of visible `units_seen`, `added` and `removed`."""

    def number(rows, key: str) -> Coalesce:
        counted = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    entries = PlanEntry.objects.visible_to(user, on)
    return Decision.objects.visible_to(user, on).annotate(
        units_seen=number(Submission.objects.visible_to(user, on), "decision"),
        added=number(entries, "opened_by"),
        removed=number(entries, "closed_by"),
    )


def decisions_reached(user, verbs: Iterable[str], on: datetime.date) -> QuerySet[Decision]:
    """Decisions about a unit that every one of `verbs` reaches."""
    return Decision.objects.about(units_reached(user, verbs, on))


def with_authorities(decisions: Iterable[Decision], on: datetime.date) -> list[Decision]:
    """The decisions as a list, each with `authority_version`. One query."""
    rows = list(decisions)
    versions = versions_on((row.authority_id for row in rows), on)
    for row in rows:
        row.authority_version = versions[row.authority_id]
    return rows


def readable(ids: Iterable[int], user, on: datetime.date) -> set[int]:
    """Which of these decisions the reader can open. One query."""
    return set(Decision.objects.visible_to(user, on).filter(pk__in=set(ids)).values_list("pk", flat=True))


def is_whole(decision: Decision, user, on: datetime.date) -> bool:
    """Whether the reader sees the plan of every unit that the decision concerns, and not a part of it. Two queries."""
    begun, ended = PlanEntry.objects.filter(opened_by=decision), PlanEntry.objects.filter(closed_by=decision)
    concerned = (
        Submission.objects.filter(decision=decision)
        .values("unit")
        .union(begun.values("plan_title__unit"), ended.values("plan_title__unit"))
    )
    units = {row["unit"] for row in concerned}
    reached = UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on).filter(descendant__in=units)
    return units <= set(reached.values_list("descendant", flat=True))


def files(decision: Decision, user, on: datetime.date) -> list[DecisionFile]:
    """Scans that belong to the decision, oldest first. One query."""
    rows = DecisionFile.objects.visible_to(user, on).filter(decision=decision)
    return list(rows.select_related("artifact", "added_by"))


def approved(decision: Decision, user, on: datetime.date) -> list[Submission]:
    """The visible submissions that the decision approved, by unit. Two queries."""
    rows = Submission.objects.visible_to(user, on).filter(decision=decision)
    return with_units(with_changes(rows.select_related("round")), on)


def written(decision: Decision, user, on: datetime.date) -> tuple[list[PlanEntry], list[PlanEntry]]:
    """What the decision added and what it removed: visible entries, by unit, title and name; of whom it moved, what was
    removed says where to (`goes_to`, a plan title). Five queries."""
    rows = (
        PlanEntry.objects.visible_to(user, on)
        .select_related("person", "plan_title__title", "plan_title__term", "moved_from__plan_title__title")
        .order_by("plan_title__term__code", "-plan_title__title__rank", "person__name_key", "pk")
    )
    added, removed = list(rows.filter(opened_by=decision)), list(rows.filter(closed_by=decision))
    both = [*added, *removed]
    introduce((entry.person for entry in both), user, on)
    versions = versions_on((entry.plan_title.unit_id for entry in both), on)
    moved = {entry.moved_from_id: entry.plan_title for entry in added}
    for entry in both:
        entry.unit_version = versions[entry.plan_title.unit_id]
        entry.goes_to = moved.get(entry.pk)
    return tuple(sorted(entries, key=lambda entry: entry.unit_version.sort_key) for entries in (added, removed))


def ready(user, on: datetime.date) -> list[Submission]:
    """Appraised submissions of open rounds that the reader may approve, by round and unit. Two queries."""
    rows = Submission.objects.visible_to(user, on).filter(
        state=SubmissionState.APPRAISED,
        round__state=RoundState.OPEN,
        unit__in=UnitLink.objects.reached_by(user, Verb.APPROVE, on),
    )
    return with_units(with_changes(rows.select_related("round")), on)
