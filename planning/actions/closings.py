"""What ends by rule: recorded by decisions of the program itself, sealed like any other."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs
from anphu.kit.locks import Lock, take
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import User
from planning.actions import entries as plan
from planning.actions.seals import seal
from planning.choices import DecisionKind, Proposal, RoundState, SubmissionState
from planning.models import Decision, Line, PlanEntry, Submission
from planning.queries.addressees import who
from planning.queries.closings import due


@transaction.atomic
def close_by_rule(*, on: datetime.date, actor: User | None = None) -> list[Decision]:
    """End on `on` whatever ends by rule, by one decision for each authority that has entries to end; none where nothing
    ends, so that it may run as often as one likes. `actor` None: the program itself, by night. Raises Refused."""
    if actor is not None and not actor.may_everywhere(Verb.OPEN_ROUND):
        sentence = _("Only the organization board of the highest unit closes entries by rule.")
        raise Refused("not_allowed", sentence, status=403)
    take(Lock.CHAIN)
    by_authority: dict[int, dict[PlanEntry, str]] = defaultdict(dict)
    for entry, ground in due(on).items():
        by_authority[entry.opened_by.authority_id][entry] = ground
    made = [_record(authority, grounds, on, actor) for authority, grounds in sorted(by_authority.items())]
    if made:
        jobs.record_changed()
    return made


def _record(authority: int, grounds: Mapping[PlanEntry, str], on: datetime.date, actor: User | None) -> Decision:
    number = _number(authority, on)
    with history.acting(actor=actor, verb="close_by_rule", reason=number):
        decision = Decision.objects.create(
            number=number, day=on, authority_id=authority, kind=DecisionKind.BY_RULE, decided_by=actor
        )
        plan.close(grounds, decision)
        _take_off_drafts(grounds, decision)
        seal(decision)
    _tell(decision, {entry.plan_title.unit_id for entry in grounds}, on)
    return decision


def _take_off_drafts(entries: Collection[PlanEntry], decision: Decision) -> None:
    """Of whom the rule has taken out there is nothing left for a unit to say: the line falls away from a list that is
    still being drawn up. What has been submitted stays as it was; its removal is spent."""
    places = {(entry.plan_title_id, entry.person_id) for entry in entries}
    rows = Line.objects.filter(
        submission__state=SubmissionState.DRAFT,
        submission__round__state=RoundState.OPEN,
        plan_title__in={title for title, _person in places},
        person__in={person for _title, person in places},
    ).exclude(proposal__in=(Proposal.ADD, Proposal.WITHDRAWN))
    lines = [row for row in rows.order_by("pk") if (row.plan_title_id, row.person_id) in places]
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Left the plan by rule (%(number)s).") % {"number": decision.number}
    for line in lines:
        line.proposal, line.reason, line.ground, line.target = Proposal.WITHDRAWN, str(reason), "", None
    Line.objects.bulk_update(lines, ["proposal", "reason", "ground", "target"], batch_size=500)
    Submission.objects.filter(pk__in={line.submission_id for line in lines}).update(version=F("version") + 1)


def _number(authority: int, on: datetime.date) -> str:
    """Numbered by the day; what ends later on the same day gets a number behind it."""
    before = Decision.objects.filter(authority=authority, day=on, kind=DecisionKind.BY_RULE).count()
    return f"QT-{on:%d/%m/%Y}" if not before else f"QT-{on:%d/%m/%Y}-{before + 1}"


def _tell(decision: Decision, units: set[int], on: datetime.date) -> None:
    address = reverse("decision", args=[decision.pk])
    words = {"number": decision.number}
    notify(
        who(Verb.SUBMIT, units, on),
        code="closed_by_rule",
        text=_("Somebody in the plan of your unit has left it by rule (%(number)s)."),
        words=words,
        address=address,
    )
    notify(
        who(Verb.OPEN_ROUND, [decision.authority_id], on),
        code="closed_by_rule",
        text=_("Entries of plans have ended by rule (%(number)s)."),
        words=words,
        address=address,
    )
