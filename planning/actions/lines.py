"""Lines of a draft: what the unit proposes for each person and title, one or many in one gesture."""

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.models import Person, UnitLink, User
from orgtree.queries.units import below
from planning.choices import Proposal, RoundKind
from planning.models import (
    BallotResult,
    Comment,
    Consultation,
    Evidence,
    Line,
    PlanEntry,
    PlanTitle,
    RemovalGround,
    Submission,
)
from planning.rules import choosing, moves
from planning.rules.choosing import Choice, Desk

MAX_REASON = 500
MOST = 500
"""Choices in one gesture."""
REFERRING = (BallotResult, Comment, Consultation, Evidence)
"""What keeps a withdrawn addition from being deleted."""


@transaction.atomic
def choose(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    choices: Sequence[Choice],
    version: int | None = None,
) -> list[Line]:
    """Write what is chosen for persons and titles, all or none, and confirm those lines; in the order of `choices`.

    Raises Refused; its `extra` names the `plan_title` and `person` of the first choice that is refused. Constant
    queries, however many choices.
    """
    choices = [_tidied(choice) for choice in choices]
    insist(_why_not_many(choices) or choosing.why_not_twice(choices))
    locked = _locked(submission, actor, on, version)
    desk = _desk(locked, choices, actor, on)
    for choice in choices:
        _insist_about(choice, choosing.why_not(desk, choice))
    insiders = _insiders(locked, {choice.person for choice in choices}, on)
    lines = [_written(locked, desk, choice, actor, insiders) for choice in choices]
    insist(choosing.why_not_together({**desk.lines, **{(x.plan_title_id, x.person_id): x for x in lines}}.values()))
    with history.acting(actor=actor, verb=_verb(choices), reason=_said(choices)):
        _save(lines)
        _touch(locked)
    return lines


def propose(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    plan_title: int,
    person: int,
    proposal: str,
    reason: str = "",
    ground: str = "",
    target: int | None = None,
    version: int | None = None,
) -> Line:
    """Write or change the line of a person and a title (all by id). Raises Refused."""
    choice = Choice(plan_title, person, proposal, reason, ground, target)
    return choose(actor=actor, on=on, submission=submission, choices=[choice], version=version)[0]


@transaction.atomic
def confirm_rest(*, actor: User, on: datetime.date, submission: int, version: int | None = None) -> int:
    """Confirm that everybody of the plan in force about whom nothing was said is kept; returns how many they are."""
    locked = _locked(submission, actor, on, version)
    with history.acting(actor=actor, verb="confirm_lines", reason="—"):
        number = Line.objects.filter(submission=locked).unconfirmed().update(entered_by=actor)
        if number:
            _touch(locked)
    return number


def withdraw(*, actor: User, on: datetime.date, line: int, reason: str = "", version: int | None = None) -> None:
    """Take back a proposed addition: it is deleted, or stays as withdrawn where votes, words or evidence refer to it.
    Other lines are changed, not taken back: the plan in force stays listed."""
    change_many(
        actor=actor, on=on, lines=[line], proposal=Proposal.WITHDRAWN, reason=reason, versions=lambda _pk: version
    )


@transaction.atomic
def change_many(
    *,
    actor: User,
    on: datetime.date,
    lines: Collection[int],
    proposal: str,
    reason: str = "",
    ground: str = "",
    target: int | None = None,
    versions: Callable[[int], int | None] = lambda _submission: None,
) -> list[Line]:
    """Propose the same for lines (ids) of one or several submissions, all or none. `versions`: of a submission, as it
    was seen. Raises Refused."""
    rows = Line.objects.visible_to(actor, on).filter(pk__in=lines).order_by("submission", "pk")
    rows = list(rows.values_list("submission", "plan_title", "person"))
    if not rows or len(rows) != len(set(lines)):
        raise Refused("not_found", _("That line is not within your reach."), status=404)
    changed = []
    for submission, places in groupby(rows, key=itemgetter(0)):
        choices = [Choice(title, person, proposal, reason, ground, target) for _of, title, person in places]
        changed += choose(actor=actor, on=on, submission=submission, choices=choices, version=versions(submission))
    return changed


def tidy_reason(text: str) -> str:
    """The stored form of a reason; refuses what is longer than the column."""
    return fitting(text, MAX_REASON)


def _tidied(choice: Choice) -> Choice:
    return replace(choice, reason=tidy_reason(choice.reason))


def _why_not_many(choices: Sequence[Choice]) -> Refused | None:
    if not choices:
        return Refused("nothing_chosen", _("Choose something for at least one person."), status=400)
    if len(choices) > MOST:
        return Refused("too_many", _("Choose for at most %(most)d people at once.") % {"most": MOST}, status=400)
    return None


def _insist_about(choice: Choice, refusal: Refused | None) -> None:
    if refusal is not None:
        refusal.extra |= {"plan_title": choice.plan_title, "person": choice.person}
        raise refusal


def _locked(submission: int, actor: User, on: datetime.date, version: int | None) -> Submission:
    rows = Submission.objects.visible_to(actor, on).filter(pk=submission)
    locked = rows.select_for_update(of=("self",)).select_related("round__rule_set").first()
    if locked is None:
        raise out_of_reach([submission], actor, on)
    insist(moves.why_not_edit(locked, user=actor, on=on))
    insist(moves.why_not_version(locked, version))
    return locked


def out_of_reach(submissions: Collection[int], actor: User, on: datetime.date) -> Refused:
    """What is said of submissions (ids) that `actor` does not see: those of a unit that has ended since its round began
    are told apart for who saw them then."""
    gone = Submission.objects.filter(pk__in=submissions).select_related("round")
    for row in gone:
        if Submission.objects.visible_to(actor, row.round.day).filter(pk=row.pk).exists():
            standing = UnitLink.objects.on(on).filter(descendant=row.unit_id).exists()
            if not standing:
                sentence = _("This organisation has ended since the round began: nothing is decided on its list.")
                return Refused("unit_ended", sentence)
    return Refused("not_found", _("That submission is not within your reach."), status=404)


def _desk(locked: Submission, choices: Sequence[Choice], actor: User, on: datetime.date) -> Desk:
    """Everything that choices are judged by, in seven queries. Whoever proposes may name anybody under the authority of
    the round: people of other units go the way of outsiders."""
    titles = _titles(locked, choices)
    lines = list(Line.objects.filter(submission=locked).select_related("person", "plan_title__title"))
    listed = {line.person_id: line.person for line in lines}
    reach = Person.objects.visible_to(actor, on) | Person.objects.within(below(locked.round.authority_id, on), on)
    people = reach.filter(pk__in={choice.person for choice in choices})
    in_force = PlanEntry.objects.filter(plan_title__in=titles, person__in={choice.person for choice in choices})
    return Desk(
        titles={pk: title for pk, title in titles.items() if title.unit_id == locked.unit_id},
        targets=titles,
        people=listed | {person.pk: person for person in people},
        planned=set(in_force.filter(period__upper_inf=True).values_list("plan_title", "person")),
        lines={(line.plan_title_id, line.person_id): line for line in lines},
        voted=set(BallotResult.objects.filter(line__in=lines).values_list("line", flat=True)),
        grounds=_grounds(locked, on),
    )


def _titles(locked: Submission, choices: Sequence[Choice]) -> dict[int, PlanTitle]:
    """The titles chosen about and moved to, in the terms of the round: of the unit, in a transfer of any unit of it."""
    asked = {pk for choice in choices for pk in (choice.plan_title, choice.target) if pk}
    titles = PlanTitle.objects.filter(pk__in=asked, term__rounds=locked.round_id).select_related("title", "term")
    if locked.round.kind == RoundKind.TRANSFER:
        titles = titles.filter(unit__in=locked.round.units.values("pk"))
    else:
        titles = titles.filter(unit=locked.unit_id)
    return {title.pk: title for title in titles}


def _grounds(locked: Submission, on: datetime.date) -> set[str]:
    rules = locked.round.rule_set
    day = rules.judging_day(on) if rules else on
    return set(RemovalGround.objects.on(day).values_list("code", flat=True))


def _insiders(locked: Submission, people: Collection[int], on: datetime.date) -> set[int]:
    """Who of the people (ids) is a member or holds a post in the unit or below it."""
    beneath = UnitLink.objects.on(on).filter(ancestor=locked.unit_id).values("descendant")
    return set(Person.objects.filter(pk__in=people).within(beneath, on).values_list("pk", flat=True))


def _written(locked: Submission, desk: Desk, choice: Choice, actor: User, insiders: Collection[int]) -> Line:
    """The line as chosen, not saved yet, with its person and title at hand."""
    line = desk.lines.get(choice.place)
    if line is None:
        line = Line(submission=locked, plan_title=desk.titles[choice.plan_title], person=desk.people[choice.person])
    if choice.proposal == Proposal.ADD:
        line.outsider = choice.person not in insiders
    kept_words = line.reason if choice.proposal == Proposal.WITHDRAWN else ""
    line.proposal, line.reason = choice.proposal, choice.reason or kept_words
    line.ground, line.target_id = choice.ground, choice.target
    line.entered_by = actor
    return line


def _save(lines: Sequence[Line]) -> None:
    """New lines are written, others changed; withdrawn ones to which nothing refers are deleted."""
    withdrawn = [line.pk for line in lines if line.proposal == Proposal.WITHDRAWN]
    gone = _unreferred(withdrawn) if withdrawn else set()
    Line.objects.filter(pk__in=gone).delete()
    fields = ["proposal", "reason", "ground", "target", "entered_by", "outsider"]
    Line.objects.bulk_update([line for line in lines if line.pk and line.pk not in gone], fields)
    Line.objects.bulk_create([line for line in lines if not line.pk])


def _unreferred(lines: Collection[int]) -> set[int]:
    referred = {
        f"by_{model._meta.model_name}": Exists(model.objects.filter(line=OuterRef("pk"))) for model in REFERRING
    }
    rows = Line.objects.filter(pk__in=lines).alias(**referred).filter(**dict.fromkeys(referred, False))
    return set(rows.values_list("pk", flat=True))


def _verb(choices: Sequence[Choice]) -> str:
    return f"propose_{choices[0].proposal}" if len(choices) == 1 else "choose_lines"


def _said(choices: Sequence[Choice]) -> str:
    """The words of the gesture: the reason that all choices share."""
    reasons = {choice.reason for choice in choices}
    return (reasons.pop() if len(reasons) == 1 else "") or "—"


def _touch(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1)
