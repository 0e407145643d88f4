"""Putting right: what was decided wrongly is followed by a later decision that says what it corrects, and why."""

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs
from anphu.kit.artifacts import Artifact
from anphu.kit.locks import Lock, take
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import User
from orgtree.rules import access
from planning.actions import entries as plan
from planning.actions.numbers import checked, numbered, why_not_number
from planning.actions.seals import seal
from planning.choices import DecisionKind
from planning.models import Decision, DecisionFile, PlanEntry
from planning.rules import corrections as rules
from planning.rules import kin


def correct(
    *,
    actor: User,
    on: datetime.date,
    decision: int,
    number: str,
    day: datetime.date,
    reason: str,
    close: Mapping[int, str] | None = None,
    reopen: Collection[int] = (),
    signer: str = "",
    signer_title: str = "",
) -> Decision:
    """Follow `decision` (id) by one that ends entries which it began (`close`: ground by entry id) and begins again
    those which it ended (`reopen`: entry ids). Raises Refused."""
    words = checked(number=number, note=reason, signer=signer, signer_title=signer_title)
    if not words["note"]:
        raise Refused("reason_needed", _("Say what was wrong with the decision that is corrected."), status=400)
    with numbered(), transaction.atomic():
        take(Lock.CHAIN)
        wrong = visible(actor, on, decision)
        insist(access.why_not(actor, Verb.APPROVE, wrong.authority_id, on))
        insist(why_not_number(wrong.authority_id, words["number"], day))
        return _correct(actor, on, wrong, day, words, close or {}, list(reopen))


def _correct(actor, on, wrong, day, words, close, reopen) -> Decision:
    rows = PlanEntry.objects.filter(pk__in=[*close, *reopen]).select_related("person").select_for_update(of=("self",))
    entries = {row.pk: row for row in rows.order_by("pk")}
    places = [(entries[pk].plan_title_id, entries[pk].person_id) for pk in reopen if pk in entries]
    now = PlanEntry.objects.filter(
        plan_title__in=[title for title, _person in places], person__in=[person for _title, person in places]
    )
    insist(rules.why_not(wrong, entries, close, reopen, list(now), day, on))
    insist(kin.why_not_about(actor, {row.person_id for row in entries.values()}))
    with history.acting(actor=actor, verb="correct_decision", reason=words["note"]):
        decision = Decision.objects.create(
            day=day,
            authority_id=wrong.authority_id,
            decided_by=actor,
            kind=DecisionKind.CORRECTION,
            corrects=wrong,
            **words,
        )
        plan.close({entries[pk]: ground for pk, ground in close.items()}, decision)
        plan.begin(dict.fromkeys(places), decision)
        seal(decision)
    jobs.record_changed()
    return decision


@transaction.atomic
def attach(*, actor: User, on: datetime.date, decision: int, artifact: Artifact) -> DecisionFile:
    """Add a scan to a decision (id): whoever decides or publishes for its authority."""
    row = visible(actor, on, decision)
    if access.why_not(actor, Verb.PUBLISH, row.authority_id, on):
        insist(access.why_not(actor, Verb.APPROVE, row.authority_id, on))
    with history.acting(actor=actor, verb="attach_to_decision", reason=row.number):
        return DecisionFile.objects.create(decision=row, artifact=artifact, added_by=actor)


def visible(actor: User, on: datetime.date, pk: int) -> Decision:
    """The decision of that id, when `actor` may see it. Raises Refused."""
    row = Decision.objects.visible_to(actor, on).filter(pk=pk).first()
    if row is None:
        raise Refused("not_found", _("That decision is not within your reach."), status=404)
    return row
