"""A round from above: how far its units are."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery

from anphu.kit import names
from orgtree.choices import GRASSROOTS, Verb
from orgtree.models import UnitLink, UnitVersion
from planning.choices import SubmissionState
from planning.models import Round, StateChange, Submission
from planning.queries.worklist import with_changes, with_units


def tally(rounds: Iterable[Round], user, on: datetime.date) -> dict[int, dict[str, int]]:
    """`{round id: {state: number}}` over the submissions that the reader may see. One query."""
    rounds = list(rounds)
    counts = {row.pk: dict.fromkeys(SubmissionState.values, 0) for row in rounds}
    seen = Submission.objects.visible_to(user, on).filter(round__in=rounds)
    for round_id, state, number in seen.values_list("round", "state").annotate(n=Count("pk")).order_by():
        counts[round_id][state] = number
    return counts


def board(row: Round, user, on: datetime.date, *, state: str = "", words: str = "") -> list[Submission]:
    """The round's submissions with their changes and last step (`moved_at`), by unit; narrowed by state and name."""
    last = StateChange.objects.filter(submission=OuterRef("pk")).order_by("-pk").values("at")[:1]
    rows = Submission.objects.visible_to(user, on).filter(round=row).select_related("round")
    if state:
        rows = rows.filter(state=state)
    sought = names.fold(words)
    return [
        submission
        for submission in with_units(with_changes(rows.annotate(moved_at=Subquery(last))), on)
        if sought in names.fold(submission.unit_version.name)
    ]


def authorities(user, on: datetime.date) -> list[UnitVersion]:
    """The units for which the reader's grants let rounds be opened, by name."""
    units = user.granted(Verb.OPEN_ROUND)
    return list(UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=units).order_by("sort_key"))


def grassroots(user, on: datetime.date) -> list[UnitVersion]:
    """The grassroots organisations that the reader can call to a round, by name."""
    units = UnitLink.objects.reached_by(user, Verb.OPEN_ROUND, on)
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=units, kind__in=GRASSROOTS)
    return list(rows.order_by("kind", "sort_key"))
