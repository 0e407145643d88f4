"""A decision approves one or many submissions, writes the plan and is sealed, in one transaction."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs
from anphu.kit.locks import Lock, take
from anphu.kit.notices import notify
from anphu.kit.periods import period
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import Unit, User
from orgtree.queries.units import versions_on
from planning.actions import entries as plan
from planning.actions.numbers import checked, numbered, why_not_number
from planning.actions.seals import seal
from planning.actions.submissions import advance, insist_open, locked
from planning.choices import DecisionKind, SubmissionVerb
from planning.models import ApprovalAuthority, Decision, Line, PlanEntry, Submission
from planning.queries.addressees import who
from planning.rules import authority, effects


def decide(
    *,
    actor: User,
    on: datetime.date,
    submissions: list[int],
    number: str,
    day: datetime.date,
    note: str = "",
    signer: str = "",
    signer_title: str = "",
    versions: dict[int, int | None] | None = None,
) -> Decision:
    """Approve `submissions` (ids) by a new decision `number` of `day`: all or none. `versions`: what the reader saw of
    each. Raises Refused."""
    words = checked(number=number, note=note, signer=signer, signer_title=signer_title)
    with numbered(), transaction.atomic():
        return _decide(actor, on, submissions, day, words, versions or {})


def _decide(actor, on, submissions, day, words, versions) -> Decision:
    take(Lock.CHAIN)
    rows = locked(actor, on, submissions)
    _lock_units(rows)
    insist_open(rows, SubmissionVerb.APPROVE, actor=actor, on=on, versions=versions)
    insist(_why_not_day(rows, day, on) or why_not_number(rows[0].round.authority_id, words["number"], day))
    lines = list(
        Line.objects.filter(submission__in=rows)
        .select_related("person", "plan_title__title", "target__title")
        .order_by("pk")
    )
    insist(_why_not_authority(rows[0].round.authority_id, lines, day))
    entries = _entries_at(lines, day)
    changes = effects.of(lines, entries)
    insist(effects.why_not(changes, entries, day))
    with history.acting(actor=actor, verb=SubmissionVerb.APPROVE, reason=f"{words['number']} ({day:%d/%m/%Y})"):
        decision = Decision.objects.create(
            day=day, authority_id=rows[0].round.authority_id, decided_by=actor, kind=DecisionKind.APPROVAL, **words
        )
        plan.carry_out(changes, entries, decision)
        advance(rows, SubmissionVerb.APPROVE, actor=actor, on=on, reason=decision.number, decision=decision)
        seal(decision)
    _tell(decision, rows, on)
    jobs.record_changed()
    return decision


def _lock_units(rows: list[Submission]) -> None:
    """One decision at a time about a unit's plan: two rounds may be open at once."""
    list(Unit.objects.filter(pk__in=[row.unit_id for row in rows]).order_by("pk").select_for_update())


def _why_not_day(rows: list[Submission], day: datetime.date, on: datetime.date) -> Refused | None:
    if len({row.round.authority_id for row in rows}) > 1:
        return Refused("several_authorities", _("One decision can only be of one authority."), status=400)
    if day > on:
        return Refused("day_in_future", _("The day of the decision lies in the future."), status=400)
    if any(day < row.round.day for row in rows):
        return Refused(
            "day_before_round", _("The decision cannot be dated before the round's day of reference."), status=400
        )
    return None


def _why_not_authority(unit: int, lines: Iterable[Line], day: datetime.date) -> Refused | None:
    """Whether what the lines are about is for this authority to approve."""
    counted = [line for line in lines if effects.effective(line)]
    titles = {line.plan_title.title for line in counted} | {line.target.title for line in counted if line.target}
    kind = versions_on([unit], day)[unit].kind
    rows = ApprovalAuthority.objects.on(day)
    return authority.why_not(kind, sorted(titles, key=lambda title: title.code), rows)


def _entries_at(lines: Iterable[Line], day: datetime.date) -> list[PlanEntry]:
    """Entries that the lines could touch and that do not end before `day`, and those ended by rule, locked."""
    titles = {pk for line in lines for pk in (line.plan_title_id, line.target_id) if pk}
    rows = PlanEntry.objects.filter(
        Q(period__overlap=period(day)) | Q(closed_by__kind=DecisionKind.BY_RULE),
        plan_title__in=titles,
        person__in={line.person_id for line in lines},
    )
    return list(rows.select_related("closed_by").select_for_update(of=("self",)).order_by("pk"))


def _tell(decision: Decision, rows: list[Submission], on: datetime.date) -> None:
    notify(
        who(Verb.SUBMIT, [row.unit_id for row in rows], on),
        code="decision_made",
        text=_("Decision %(number)s has approved the list of your unit."),
        words={"number": decision.number},
        address=reverse("decision", args=[decision.pk]),
    )
