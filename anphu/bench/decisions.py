"""Approving 57 lists with 900 lines by one decision, beside writing the same rows and asking nothing."""

import datetime
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from anphu.bench.figures import Figure
from anphu.bench.readers import district_clerk
from anphu.bench.timing import queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import GRASSROOTS, Role
from orgtree.models import PartyMembership, RoleGrant, Unit, UnitVersion, User
from planning.actions import decisions
from planning.choices import Ground, Proposal, RoundKind, RoundState, SubmissionState, SubmissionVerb
from planning.models import (
    Decision,
    Line,
    PlanEntry,
    PlanTitle,
    Round,
    RuleParameter,
    RuleSet,
    StateChange,
    Submission,
    Term,
)

LINES = 900
_LENIENT = ("severity_political", "severity_assessment", "severity_discipline")
"""People are added whoever they are: all of it is judged as ever, and nothing of this holds a list up."""
_WEEK = datetime.timedelta(days=7)
REMOVED = 3
"""One in so many of those planned is removed."""
_PATH = (
    (SubmissionVerb.SUBMIT, SubmissionState.DRAFT, SubmissionState.SUBMITTED),
    (SubmissionVerb.APPRAISE, SubmissionState.SUBMITTED, SubmissionState.APPRAISED),
)


def approve() -> Iterator[Figure]:
    """One transaction, rolled back after each time."""
    chosen = _appraised()
    lines = Line.objects.filter(submission__in=chosen)
    told = {"submissions": len(chosen), "lines": lines.count(), "floor_is": "writing the same entries and steps"}
    actor, ids = _approver(), [row.pk for row in chosen]

    def ours() -> None:
        decisions.decide(actor=actor, on=DAY, submissions=ids, number="BENCH", day=DAY)

    ours, floor = _undone(ours), _undone(lambda: _bare(ids, actor))
    value, base = side_by_side(ours, floor, times=5)
    yield Figure("approving one decision p50", value, "ms", base, queries_of(ours), told)


def _undone(deed: Callable[[], None]) -> Callable[[], None]:
    """The deed in a transaction that leaves nothing behind but for its cost, deferred checks included."""

    def call() -> None:
        with transaction.atomic():
            deed()
            connection.check_constraints()
            transaction.set_rollback(True)

    return call


def _appraised() -> list[Submission]:
    """A round of the whole district, its lists as they wait for the standing committee."""
    district = UnitVersion.objects.on(DAY).filter(parent=None).order_by("pk").first().unit
    units = list(
        UnitVersion.objects.on(DAY).filter(kind__in=GRASSROOTS).order_by("unit").values_list("unit", flat=True)
    )
    secretary = district_clerk()
    with history.acting(actor=None, verb="bench", reason="bench"):
        RuleParameter.objects.filter(key__in=_LENIENT).update(text="warn")
        row = Round.objects.create(
            name="Bench", kind=RoundKind.VACANCY, state=RoundState.OPEN, authority=district, day=DAY - _WEEK,
            deadline=DAY, rule_set=RuleSet.objects.in_force(DAY),
        )  # fmt: skip
        row.terms.set(Term.objects.all())
        row.units.set(units)
        lists = Submission.objects.bulk_create(
            Submission(round=row, unit_id=unit, state=SubmissionState.APPRAISED, submitted_by=secretary)
            for unit in units
        )
        StateChange.objects.bulk_create(
            StateChange(submission=one, verb=verb, source=source, target=target, actor=secretary, day=DAY)
            for one in lists
            for verb, source, target in _PATH
        )
        Line.objects.bulk_create(_lines({one.unit_id: one for one in lists}, secretary))
    return lists


def _lines(lists: dict[int, Submission], secretary: User) -> list[Line]:
    """What is planned is kept or removed, and members of each unit are added until there are LINES in all."""
    planned = PlanEntry.objects.filter(period__upper_inf=True, plan_title__unit__in=lists, period__startswith__lt=DAY)
    rows = []
    for number, entry in enumerate(planned.select_related("plan_title").order_by("pk")[: LINES * 2 // 3]):
        leaving = number % REMOVED == 0
        rows.append(
            Line(
                submission=lists[entry.plan_title.unit_id],
                plan_title_id=entry.plan_title_id,
                person_id=entry.person_id,
                proposal=Proposal.REMOVE if leaving else Proposal.KEEP,
                ground=Ground.LOW_PRESTIGE if leaving else "",
                reason="bench" if leaving else "",
                entered_by=secretary,
            )
        )
    taken = set(PlanEntry.objects.values_list("plan_title", "person"))
    people = list(PartyMembership.objects.on(DAY).order_by("pk").values_list("person", flat=True))
    titles = list(PlanTitle.objects.filter(unit__in=lists).order_by("pk"))
    places = ((titles[n % len(titles)], person) for n, person in enumerate(people))
    free = ((title, person) for title, person in places if (title.pk, person) not in taken)
    while len(rows) < LINES:
        title, person = next(free)
        rows.append(
            Line(submission=lists[title.unit_id], plan_title=title, person_id=person, proposal=Proposal.ADD,
                 reason="bench", entered_by=secretary)
        )  # fmt: skip
    return rows


def _bare(ids: list[int], actor: User) -> None:
    """The same entries begun and ended, steps and states written, and nothing asked, judged or sealed."""
    rows = list(Submission.objects.filter(pk__in=ids).select_related("round"))
    lines = list(Line.objects.filter(submission__in=ids).values_list("plan_title", "person", "proposal"))
    leaving = {(title, person) for title, person, proposal in lines if proposal == Proposal.REMOVE}
    with history.acting(actor=actor, verb="bench", reason="bench"):
        decision = Decision.objects.create(
            number="BENCH", day=DAY, authority=Unit(pk=rows[0].round.authority_id), decided_by=actor
        )
        entries = PlanEntry.objects.filter(period__upper_inf=True, person__in=[person for _title, person in leaving])
        ending = [row for row in entries if (row.plan_title_id, row.person_id) in leaving]
        for row in ending:
            row.period, row.closed_by, row.ground = period(row.period.lower, DAY), decision, Ground.LOW_PRESTIGE
        PlanEntry.objects.bulk_update(ending, ["period", "closed_by", "ground"])
        PlanEntry.objects.bulk_create(
            PlanEntry(plan_title_id=title, person_id=person, period=period(DAY), opened_by=decision)
            for title, person, proposal in lines
            if proposal == Proposal.ADD
        )
        StateChange.objects.bulk_create(
            StateChange(submission=row, verb="approve", source="appraised", target="approved", actor=actor, day=DAY)
            for row in rows
        )
        Submission.objects.filter(pk__in=ids).update(state=SubmissionState.APPROVED, decision=decision)


def _approver() -> User:
    """Somebody of the standing committee whom no list names: nobody decides on themselves or their kin."""
    user, made = User.objects.get_or_create(username="bench-approver")
    if made:
        with history.acting(actor=None, verb="bench", reason="bench"):
            for root in UnitVersion.objects.on(DAY).filter(parent=None):
                RoleGrant.objects.create(
                    user=user, role=Role.STANDING_COMMITTEE, unit_id=root.unit_id, period=period(DAY)
                )
    return user
