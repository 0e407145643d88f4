"""Who may be asked about a line, who may answer, and whose answer a list waits for."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.models import PartyMembership, UnitLink, User
from planning.choices import Answer, Proposal, RoundState, SubmissionState
from planning.models import Consultation, ConsultedBody, Line, Submission
from planning.rules import kin


def why_not_body(code: str, body: ConsultedBody | None, lines: Iterable[Line], on: datetime.date) -> Refused | None:
    """Why the body called `code` (None: the rules of the round do not name it) is not asked about these lines. Nobody
    is asked about a list of their own, and a unit answers for lists under the same authority alone. Two queries."""
    if body is None:
        sentence = _("The rules of this round do not name a body “%(code)s” that could be asked.")
        return Refused("body_not_named", sentence % {"code": code}, status=400)
    if not body.answers:
        sentence = _("Nobody answers for “%(body)s” yet. An administrator can name a role or a unit that does.")
        return Refused("body_without_answer", sentence % {"body": body.name})
    return _why_not_unit(body, [line.submission for line in lines], on) if body.unit_id else None


def _why_not_unit(body: ConsultedBody, submissions: Iterable[Submission], on: datetime.date) -> Refused | None:
    units = {row.unit_id for row in submissions}
    links = UnitLink.objects.on(on)
    near = Q(ancestor=body.unit_id, descendant__in=units) | Q(descendant=body.unit_id, ancestor__in=units)
    if links.filter(near).exists():
        sentence = _("“%(body)s” would be asked about a list of its own; ask somebody else.")
        return Refused("body_of_the_unit", sentence % {"body": body.name})
    above = set(links.filter(descendant=body.unit_id).values_list("ancestor", flat=True))
    if not {row.round.authority_id for row in submissions} <= above:
        sentence = _("“%(body)s” does not stand under the authority of this round; ask somebody else.")
        return Refused("body_elsewhere", sentence % {"body": body.name})
    return None


def why_not_ask(
    lines: Iterable[Line], home: bool, *, on: datetime.date, due: datetime.date | None = None
) -> Refused | None:
    """Why these lines are not to be asked about, whoever asks; lines bring their submission, round and person."""
    if due is not None and due < on:
        return Refused("due_in_past", _("The day by which to answer lies in the past."), status=400)
    for line in lines:
        refusal = why_not_now(line.submission) or _why_not_line(line, home)
        if refusal is not None:
            return refusal
    return None


def _why_not_line(line: Line, home: bool) -> Refused | None:
    if line.dropped_in_id or line.proposal == Proposal.WITHDRAWN:
        sentence = _("%(name)s is no longer proposed; there is nothing to ask.")
        return Refused("line_out", sentence % {"name": line.person.full_name})
    if home and not line.outsider:
        sentence = _("%(name)s belongs to this unit: there is no other home unit to ask.")
        return Refused("not_an_outsider", sentence % {"name": line.person.full_name}, status=400)
    return None


def why_not_now(submission: Submission) -> Refused | None:
    """Why nothing is asked or answered about the list any more."""
    if submission.round.state != RoundState.OPEN or submission.state == SubmissionState.APPROVED:
        return Refused("too_late", _("The list has been decided on or the round is closed; nothing is asked any more."))
    return None


def why_not_answer(consultation: Consultation, *, user: User, answer: str, words: str) -> Refused | None:
    """Why `user`, to whom the question is put, cannot answer it so; the row brings line, submission and round. For a
    body nobody answers about themselves or their kin; a home unit has often nobody else. At most one query."""
    if consultation.answered_at is not None:
        return Refused("answered_already", _("This question has been answered; the answer stays."))
    refusal = why_not_now(consultation.line.submission)
    if refusal is not None:
        return refusal
    if consultation.asked_by_id == user.pk:
        return Refused("own_question", _("Whoever asked does not answer; somebody else must."), status=403)
    if answer not in Answer.values:
        return Refused("unknown_answer", _("Choose one of the answers."), status=400)
    if answer == Answer.OBJECT and not words:
        return Refused("words_needed", _("Say what the objection is."), status=400)
    return kin.why_not_about(user, [consultation.line.person_id]) if consultation.body_id else None


def wants_home(line: Line) -> bool:
    """Whether the home unit of somebody from outside is to be asked about the line."""
    return line.outsider and line.proposal == Proposal.ADD and line.dropped_in_id is None


def unanswered_homes(submissions: Iterable[Submission]) -> dict[int, list[Line]]:
    """Additions from outside whose home unit has not answered, by submission id. Who belonged to no cell on the day of
    the round has no home unit to ask. One query."""
    cell = PartyMembership.objects.filter(
        person=OuterRef("person"), period__contains=OuterRef("submission__round__day")
    )
    lines = Line.objects.filter(
        Exists(cell), submission__in=submissions, outsider=True, proposal=Proposal.ADD, dropped_in=None
    )
    answered = Consultation.objects.filter(unit__isnull=False, body=None, answered_at__isnull=False)
    found = {}
    for line in lines.exclude(pk__in=answered.values("line")).select_related("person").order_by("pk"):
        found.setdefault(line.submission_id, []).append(line)
    return found


def why_not_submit(lines: list[Line]) -> Refused | None:
    """Why a list with these unanswered additions from outside cannot be submitted."""
    if not lines:
        return None
    who = ", ".join(line.person.full_name for line in lines[:5])
    sentence = _("The home unit has not answered about: %(names)s. Ask it, and wait for its answer.") % {"names": who}
    return Refused("home_not_consulted", sentence)
