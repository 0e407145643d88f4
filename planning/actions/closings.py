"""What ends by rule: recorded by decisions of the program itself, sealed like any other."""

import datetime
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs
from anphu.kit.locks import Lock, take
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import User
from planning.actions import entries as plan
from planning.actions.seals import seal
from planning.choices import DecisionKind
from planning.models import Decision, PlanEntry
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
        seal(decision)
    _tell(decision, {entry.plan_title.unit_id for entry in grounds}, on)
    return decision


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
