"""A decision approves one or many submissions and writes the plan, in one transaction."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs, names
from anphu.kit.periods import period
from anphu.kit.refusals import Refused, insist
from orgtree.models import Unit, User
from planning.actions.submissions import advance, locked
from planning.choices import Proposal, SubmissionVerb
from planning.models import Decision, Line, PlanEntry, Submission
from planning.rules import moves


def decide(
    *,
    actor: User,
    on: datetime.date,
    submissions: list[int],
    number: str,
    day: datetime.date,
    note: str = "",
    versions: dict[int, int | None] | None = None,
) -> Decision:
    """Approve `submissions` (ids) by a new decision `number` of `day`: all or none. Raises Refused."""
    number, note = _checked(number, note)
    try:
        with transaction.atomic():
            return _decide(actor, on, submissions, number, day, note, versions or {})
    except IntegrityError as error:
        if "decision_number_unique" in str(error):
            raise Refused(
                "number_taken", _("This authority already has a decision of that number in that year.")
            ) from error
        raise


def _decide(actor, on, submissions, number, day, note, versions) -> Decision:
    rows = locked(actor, on, submissions)
    _lock_units(rows)
    for row in rows:
        insist(moves.why_not_version(row, versions.get(row.pk)))
        insist(moves.why_not(row, SubmissionVerb.APPROVE, user=actor, on=on))
    insist(_why_not_plan(rows))
    insist(_why_not_day(rows, day, on))
    with history.acting(actor=actor, verb=SubmissionVerb.APPROVE, reason=f"{number} ({day:%d/%m/%Y})"):
        decision = Decision.objects.create(
            number=number, day=day, authority_id=rows[0].round.authority_id, note=note, decided_by=actor
        )
        write_plan(rows, decision)
        for row in rows:
            advance(row, SubmissionVerb.APPROVE, actor=actor, on=on, reason=number, decision=decision)
    jobs.record_changed()
    return decision


def write_plan(rows: list[Submission], decision: Decision) -> None:
    """Close what the lines remove and open what they add, from the day of the decision."""
    lines = Line.objects.filter(submission__in=rows)
    removed = lines.filter(proposal=Proposal.REMOVE, plan_title=OuterRef("plan_title"), person=OuterRef("person"))
    closing = list(PlanEntry.objects.filter(Exists(removed), period__upper_inf=True).select_for_update())
    for entry in closing:
        entry.period, entry.closed_by = period(entry.period.lower, decision.day), decision
    PlanEntry.objects.bulk_update(closing, ["period", "closed_by"])
    PlanEntry.objects.bulk_create(
        PlanEntry(plan_title_id=title, person_id=person, period=period(decision.day), opened_by=decision)
        for title, person in lines.filter(proposal=Proposal.ADD).values_list("plan_title", "person")
    )


def _lock_units(rows: list[Submission]) -> None:
    """One decision at a time about a unit's plan: two rounds may be open at once."""
    list(Unit.objects.filter(pk__in=[row.unit_id for row in rows]).order_by("pk").select_for_update())


def _why_not_plan(rows: list[Submission]) -> Refused | None:
    """The plan may have changed since the lines were written: another round was decided in the meantime."""
    in_plan = Exists(
        PlanEntry.objects.filter(plan_title=OuterRef("plan_title"), person=OuterRef("person"), period__upper_inf=True)
    )
    lines = Line.objects.filter(submission__in=rows).alias(in_plan=in_plan).select_related("person")
    if line := lines.filter(proposal=Proposal.ADD, in_plan=True).order_by("pk").first():
        sentence = _("Another decision has put %(name)s into the plan already; return the list for correction.")
        return Refused("already_planned", sentence % {"name": line.person.full_name})
    if line := lines.filter(proposal=Proposal.REMOVE, in_plan=False).order_by("pk").first():
        sentence = _("Another decision has taken %(name)s out of the plan already; return the list for correction.")
        return Refused("not_planned", sentence % {"name": line.person.full_name})
    return None


def _checked(number: str, note: str) -> tuple[str, str]:
    number, note = names.nfc(number), names.nfc(note)
    if not number:
        raise Refused("number_needed", _("Give the number of the decision, such as 15-QĐ/HU."), status=400)
    if len(number) > 50 or len(note) > 500:
        raise Refused("too_long", _("The number or the note of the decision is too long."), status=400)
    return number, note


def _why_not_day(rows: list[Submission], day: datetime.date, on: datetime.date) -> Refused | None:
    if len({row.round.authority_id for row in rows}) > 1:
        return Refused("several_authorities", _("One decision can only be of one authority."), status=400)
    if day > on:
        return Refused("day_in_future", _("The day of the decision lies in the future."), status=400)
    if any(day < row.round.day for row in rows):
        return Refused(
            "day_before_round", _("The decision cannot be dated before the round's day of reference."), status=400
        )
    touched = Line.objects.filter(
        submission__in=rows, plan_title=OuterRef("plan_title"), person=OuterRef("person")
    ).exclude(proposal=Proposal.KEEP)
    if (
        PlanEntry.objects.filter(Exists(touched), period__overlap=period(day))
        .exclude(period__contains=day - datetime.timedelta(days=1))
        .exists()
    ):
        return Refused(
            "day_before_entry",
            _("A later decision already concerns one of these people; choose a later day."),
            status=400,
        )
    return None
