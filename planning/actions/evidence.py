"""The evidence of every line, frozen in the moment in which the list is submitted."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import translation

from planning.models import Evidence, Line, StateChange, Submission
from planning.queries.eligibility import book, facts, rules_for
from planning.rules import evidence, seals
from planning.rules.eligibility import Assessment


def freeze(rows: Sequence[Submission], changes: Mapping[int, StateChange], *, on: datetime.date) -> int:
    """Write what dossiers and rules say on `on` of everybody on these lists; `changes`: the step of each submission.

    Dossiers are read whole, whoever submits; what is restricted is encrypted apart. Sentences are kept in the language
    of the installation. Returns the number of pieces. Two queries and a round's rules to read, one to write.
    """
    lines = list(
        Line.objects.filter(submission__in=rows)
        .in_effect()
        .select_related("plan_title__title", "plan_title__term", "target__title", "target__term")
        .order_by("submission", "pk")
    )
    seen = facts({line.person_id for line in lines}, None, on)
    by_round = defaultdict(list)
    rounds = {row.pk: row.round for row in rows}
    for line in lines:
        by_round[rounds[line.submission_id]].append(line)
    with translation.override(settings.LANGUAGE_CODE):
        pieces = [
            piece
            for round, listed in by_round.items()
            for piece in _pieces(listed, Assessment(seen, _book(listed, round, on), on), changes, on)
        ]
    return len(Evidence.objects.bulk_create(pieces))


def _book(lines: Sequence[Line], round, on: datetime.date):
    return book([line.target or line.plan_title for line in lines], on, rules_for(round, on))


def _pieces(lines: Sequence[Line], judged: Assessment, changes: Mapping[int, StateChange], on: datetime.date):
    people = {one.person_id: one for one in judged.people}
    for line in lines:
        known = people[line.person_id]
        answers = judged.answers(line.target or line.plan_title, line.person_id)
        shown = evidence.open_part(line, known, answers, on)
        restricted = seals.canonical(evidence.restricted_part(known, answers))
        yield Evidence(
            line=line,
            change=changes[line.submission_id],
            facts=shown,
            restricted=restricted,
            digest=seals.fingerprint(shown, restricted),
        )
