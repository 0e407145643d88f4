"""Rounds are prepared, opened and closed by the organization board."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, fields, replace

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, names
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused, insist
from orgtree.choices import GRASSROOTS, Verb
from orgtree.models import Unit, UnitLink, UnitVersion, User
from orgtree.rules import access
from planning.choices import RoundState, RoundVerb
from planning.models import Round, RoundStep, RuleSet, StepTemplate, Submission, Term
from planning.queries.addressees import who
from planning.rules import moves
from planning.rules.steps import Step, why_not_steps
from planning.states import ROUND

LONGEST_REASON = 500
_KEEP_LINES = """
INSERT INTO planning_line (submission_id, plan_title_id, person_id, proposal, reason, ground, outsider)
SELECT s.id, e.plan_title_id, e.person_id, 'keep', '', '', false
FROM planning_submission s
JOIN planning_plantitle t ON t.unit_id = s.unit_id
JOIN planning_round_terms rt ON rt.term_id = t.term_id AND rt.round_id = s.round_id
JOIN planning_planentry e ON e.plan_title_id = t.id AND upper_inf(e.period)
WHERE s.round_id = %s
"""


@transaction.atomic
def prepare(
    *,
    actor: User,
    on: datetime.date,
    name: str,
    kind: str,
    authority: Unit,
    day: datetime.date,
    deadline: datetime.date,
    terms: list[Term],
    units: list[Unit] | None = None,
    rule_set: RuleSet | None = None,
    steps: Sequence[Step] | None = None,
) -> Round:
    """Write a round in preparation. `units` default to every grassroots organisation under the authority on `day`,
    `rule_set` to the one in force on `day`: the round keeps it, and no later one judges what is done in it; `steps` to
    the templates in force on `day` for that kind of round (an empty list: no conferences)."""
    insist(access.why_not(actor, Verb.OPEN_ROUND, authority, on))
    row = _described(Round(kind=kind, authority=authority), name, day, deadline, rule_set)
    chosen = _taking_part(actor, on, row, terms, units)
    with history.acting(actor=actor, verb="prepare_round", reason=row.name):
        row.save()
        row.terms.set(terms)
        row.units.set(chosen)
        _write_steps(row, from_templates(kind, day) if steps is None else _checked(steps, row))
    return row


@transaction.atomic
def amend(
    *,
    actor: User,
    on: datetime.date,
    round: int,
    name: str,
    day: datetime.date,
    deadline: datetime.date,
    terms: list[Term],
    units: list[Unit] | None = None,
    rule_set: RuleSet | None = None,
) -> Round:
    """Put a round in preparation right, all but its kind and authority; defaults as in `prepare`. Its steps stay: they
    have to fit the new days. Raises Refused."""
    row = _locked(round, actor, on)
    insist(moves.why_not_amend(row, user=actor, on=on))
    row = _described(row, name, day, deadline, rule_set)
    chosen = _taking_part(actor, on, row, terms, units)
    insist(why_not_steps(row.steps.all(), day, deadline))
    with history.acting(actor=actor, verb="amend_round", reason=row.name):
        row.save()
        row.terms.set(terms)
        row.units.set(chosen)
    return row


def _described(row: Round, name: str, day: datetime.date, deadline: datetime.date, rule_set: RuleSet | None) -> Round:
    """The round with its name, days and rules, not yet written. Raises Refused."""
    row.name, row.day, row.deadline = names.nfc(name), day, deadline
    row.rule_set = rule_set or RuleSet.objects.in_force(day)
    if not row.name or len(row.name) > 200:
        raise Refused("bad_name", _("Give the round a name of at most 200 characters."), status=400)
    if deadline < day:
        raise Refused("deadline_before_day", _("The deadline cannot be before the day of reference."), status=400)
    if row.rule_set is None:
        raise Refused(
            "no_rule_set",
            _("No rules of planning are in force on the day of reference. Choose a rule set or another day."),
            status=400,
        )
    return row


def _taking_part(actor: User, on: datetime.date, row: Round, terms: list[Term], units: list[Unit] | None) -> set[int]:
    """Ids of the units that take part. Raises Refused."""
    if not terms:
        raise Refused("no_terms", _("Choose at least one term."), status=400)
    reach = UnitLink.objects.reached_by(actor, Verb.OPEN_ROUND, on).values_list("descendant", flat=True)
    below = set(grassroots_under(row.authority_id, row.day)) & set(reach)
    chosen = below if units is None else {unit.pk for unit in units}
    if not chosen or not chosen <= below:
        raise Refused("no_units", _("Choose grassroots organisations that stand under the authority."), status=400)
    return chosen


@transaction.atomic
def set_steps(*, actor: User, on: datetime.date, round: int, steps: Sequence[Step]) -> list[RoundStep]:
    """Replace the steps of a round in preparation. Raises Refused."""
    row = _locked(round, actor, on)
    insist(access.why_not(actor, Verb.OPEN_ROUND, row.authority_id, on))
    if row.state != RoundState.DRAFT:
        raise Refused("wrong_state", _("The steps of a round are set while it is being prepared."))
    written = _checked(steps, row)
    with history.acting(actor=actor, verb="set_steps", reason=row.name):
        row.steps.all().delete()
        return _write_steps(row, written)


@transaction.atomic
def move(*, actor: User, on: datetime.date, round: int, verb: str) -> Round:
    """Open a prepared round, or close an open one whose submissions are all approved."""
    row = _locked(round, actor, on)
    if verb not in RoundVerb.values:
        raise Refused("unknown_verb", _("There is no such step."), status=400)
    insist(moves.why_not_round(row, verb, user=actor, on=on))
    with history.acting(actor=actor, verb=f"{verb}_round", reason=row.name):
        row.state = ROUND.find(row.state, verb).target
        row.save(update_fields=["state"])
        if row.state == RoundState.OPEN:
            _start_submissions(row)
            _tell(row, on)
    return row


@transaction.atomic
def postpone(*, actor: User, on: datetime.date, round: int, deadline: datetime.date, reason: str) -> Round:
    """Move the deadline of an open round, later or earlier, and tell its secretaries. Raises Refused."""
    row, reason = _locked(round, actor, on), names.nfc(reason)[:LONGEST_REASON]
    insist(moves.why_not_postpone(row, deadline, user=actor, on=on, reason=reason))
    with history.acting(actor=actor, verb="postpone_round", reason=reason):
        row.deadline = deadline
        row.save(update_fields=["deadline"])
    notify(
        who(Verb.SUBMIT, row.units.values_list("pk", flat=True), on),
        code="round_postponed",
        text=_("The deadline is now %(day)s: %(round)s. Reason: %(reason)s"),
        words={"day": f"{deadline:%d/%m/%Y}", "round": row.name[:120], "reason": reason[:100]},
        address=reverse("round", args=[row.pk]),
    )
    return row


@transaction.atomic
def discard(*, actor: User, on: datetime.date, round: int) -> None:
    """Take back a round in preparation: it was prepared wrongly, and no unit has seen it yet. Raises Refused."""
    row = _locked(round, actor, on)
    insist(moves.why_not_discard(row, user=actor, on=on))
    with history.acting(actor=actor, verb="discard_round", reason=row.name):
        row.delete()


def from_templates(kind: str, day: datetime.date) -> list[Step]:
    """The steps that rounds of this kind are prepared with on `day`."""
    names = [field.name for field in fields(Step) if field.name != "due"]
    rows = StepTemplate.objects.on(day).filter(kind=kind).order_by("unit_kind", "position")
    return [Step(**values) for values in rows.values(*names)]


def _locked(round: int, actor: User, on: datetime.date) -> Round:
    row = Round.objects.visible_to(actor, on).filter(pk=round).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("not_found", _("That round is not within your reach."), status=404)
    return row


def _checked(steps: Sequence[Step], row: Round) -> list[Step]:
    insist(why_not_steps(steps, row.day, row.deadline))
    return [replace(step, name=names.nfc(step.name), body=names.nfc(step.body)) for step in steps]


def _write_steps(row: Round, steps: Sequence[Step]) -> list[RoundStep]:
    return RoundStep.objects.bulk_create(RoundStep(round=row, **asdict(step)) for step in steps)


def grassroots_under(authority: Unit | int, day: datetime.date) -> list[int]:
    """Ids of the grassroots organisations under `authority` on `day`."""
    below = UnitLink.objects.on(day).filter(ancestor=authority).values("descendant")
    return list(UnitVersion.objects.on(day).filter(unit__in=below, kind__in=GRASSROOTS).values_list("unit", flat=True))


def _tell(row: Round, on: datetime.date) -> None:
    """The secretaries, whose lists now wait for them."""
    notify(
        who(Verb.SUBMIT, row.units.values_list("pk", flat=True), on),
        code="round_opened",
        text=_("Open until %(day)s: %(round)s. The list of your unit waits for you."),
        words={"day": f"{row.deadline:%d/%m/%Y}", "round": row.name[:200]},
        address=reverse("round", args=[row.pk]),
    )


def _start_submissions(row: Round) -> None:
    """Each unit starts from the plan in force: one line to keep for every person planned."""
    Submission.objects.bulk_create(Submission(round=row, unit=unit) for unit in row.units.order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_LINES, [row.pk])
