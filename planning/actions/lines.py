"""Lines of a draft: what the unit proposes for each person and title."""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, names
from anphu.kit.refusals import Refused, insist
from orgtree.models import Person, User
from planning.choices import Proposal
from planning.models import Line, PlanTitle, Submission
from planning.rules import moves

MAX_REASON = 500


@transaction.atomic
def propose(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    plan_title: int,
    person: int,
    proposal: str,
    reason: str = "",
    version: int | None = None,
) -> Line:
    """Write or change the line of a person and a title (all by id). Raises Refused."""
    locked = _locked(submission, actor, on, version)
    title = PlanTitle.objects.filter(pk=plan_title, unit=locked.unit_id).first()
    planned = Person.objects.visible_to(actor, on).filter(pk=person).first() or _already_listed(locked, person)
    if title is None or planned is None:
        raise Refused("not_found", _("That title or person is not within your reach."), status=404)
    reason = tidy_reason(reason)
    terms = set(locked.round.terms.values_list("pk", flat=True))
    insist(moves.why_not_line(locked, title, planned, proposal, reason, term_ids=terms))
    with history.acting(actor=actor, verb=f"propose_{proposal}", reason=reason or "—"):
        line, _created = Line.objects.update_or_create(
            submission=locked, plan_title=title, person=planned, defaults={"proposal": proposal, "reason": reason}
        )
        _touch(locked)
    return line


@transaction.atomic
def withdraw(*, actor: User, on: datetime.date, line: int, reason: str = "", version: int | None = None) -> None:
    """Take back a proposed addition. Other lines are changed, not taken back: the plan in force stays listed."""
    row = Line.objects.visible_to(actor, on).filter(pk=line).first()
    if row is None:
        raise Refused("not_found", _("That line is not within your reach."), status=404)
    locked = _locked(row.submission_id, actor, on, version)
    if row.proposal != Proposal.ADD:
        raise Refused("line_of_plan", _("This person is in the plan: choose keep or remove instead."))
    with history.acting(actor=actor, verb="withdraw_line", reason=tidy_reason(reason) or "—"):
        Line.objects.filter(pk=row.pk).delete()
        _touch(locked)


def tidy_reason(text: str) -> str:
    """The stored form of a reason; refuses what is longer than the column."""
    text = names.nfc(text)
    if len(text) > MAX_REASON:
        raise Refused(
            "too_long", _("The reason is longer than %(max)d characters; shorten it.") % {"max": MAX_REASON}, status=400
        )
    return text


def _locked(submission: int, actor: User, on: datetime.date, version: int | None) -> Submission:
    rows = Submission.objects.visible_to(actor, on).filter(pk=submission)
    locked = rows.select_for_update(of=("self",)).select_related("round").first()
    if locked is None:
        raise Refused("not_found", _("That submission is not within your reach."), status=404)
    insist(moves.why_not_edit(locked, user=actor, on=on))
    insist(moves.why_not_version(locked, version))
    return locked


def _already_listed(submission: Submission, person: int) -> Person | None:
    """A planned person who has left the unit's sight can still be kept or removed."""
    return Person.objects.filter(pk=person, lines__submission=submission).first()


def _touch(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1)
