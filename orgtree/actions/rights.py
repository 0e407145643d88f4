"""The register of what data subjects ask: recorded, acknowledged, put off once, answered. Deadlines are data."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit import history, names
from anphu.kit.refusals import Refused, insist
from orgtree.choices import RightsKind, Verb
from orgtree.models import RightsRequest
from orgtree.queries import rights as queries
from orgtree.rules import rights as rules
from orgtree.rules.dossiers import reaches

LONGEST = 500
"""Characters of what is asked, of an answer, and of a reason."""


@transaction.atomic
def record(
    *, actor, on: datetime.date, person: int, kind: RightsKind | str, received_on: datetime.date, content: str
) -> RightsRequest:
    """Enter what a person asked; both deadlines follow from the law of that day. Raises Refused."""
    if not reaches(actor, Verb.EDIT_PEOPLE, person, on):
        raise Refused("no_such_person", _("There is no such person within your reach."), status=404)
    if received_on > on:
        raise Refused("not_yet", _("The request cannot have been received after today."), status=400)
    law = queries.law_of(kind, received_on)
    if law is None:
        sentence = _("No deadline is known for such requests on that day. An administrator enters it first.")
        raise Refused("no_deadline", sentence)
    content = _words(content, _("Write down what is asked."))
    acknowledge_by, answer_by = rules.deadlines(law, received_on, queries.days_off(received_on))
    with history.acting(actor=actor, verb="record_rights_request", reason=content):
        return RightsRequest.objects.create(
            person_id=person,
            kind=kind,
            received_on=received_on,
            content=content,
            acknowledge_by=acknowledge_by,
            answer_by=answer_by,
            recorded_by=actor,
        )


@transaction.atomic
def acknowledge(*, actor, on: datetime.date, asked: int) -> RightsRequest:
    """The person was told today that the request was received. Raises Refused."""
    row = _locked(actor, on, asked)
    insist(rules.why_not_acknowledge(row))
    row.acknowledged_on = on
    return _kept(row, actor, "acknowledge_rights_request", _("Told the person that the request was received"))


@transaction.atomic
def extend(*, actor, on: datetime.date, reason: str, asked: int) -> RightsRequest:
    """Put off the day to answer, once. Raises Refused."""
    row = _locked(actor, on, asked)
    insist(rules.why_not_extend(row, on))
    reason = _words(reason, _("Say why more time is needed; the person is told."))
    law = queries.law_of(row.kind, row.received_on)
    if law is None:
        raise Refused("no_deadline", _("No deadline is known for such requests on that day."))
    row.extended, row.answer_by = True, rules.extended(law, row.answer_by, queries.days_off(row.answer_by))
    return _kept(row, actor, "extend_rights_request", reason)


@transaction.atomic
def answer(*, actor, on: datetime.date, reason: str, asked: int, granted: bool) -> RightsRequest:
    """What the person was answered today, with its grounds; an answer acknowledges as well. Raises Refused."""
    row = _locked(actor, on, asked)
    insist(rules.why_not_open(row))
    row.answer = _words(reason, _("Write down the answer and its grounds."))
    row.answered_on, row.granted = on, granted
    row.acknowledged_on = row.acknowledged_on or on
    return _kept(row, actor, "answer_rights_request", row.answer)


def _locked(actor, on: datetime.date, pk: int) -> RightsRequest:
    if not RightsRequest.objects.visible_to(actor, on).filter(pk=pk).exists():
        raise Refused("not_found", _("There is no such request within your reach."), status=404)
    return RightsRequest.objects.select_for_update().get(pk=pk)


def _kept(row: RightsRequest, actor, verb: str, reason: str) -> RightsRequest:
    with history.acting(actor=actor, verb=verb, reason=reason):
        row.save()
    return row


def _words(text: str, otherwise: str) -> str:
    """Tidied; Refused with `otherwise` when nothing is left, or when it is too long."""
    text = names.nfc(text)
    if not text:
        raise Refused("needs_words", otherwise, status=400)
    if len(text) > LONGEST:
        raise Refused("too_long", _("Write at most %d characters.") % LONGEST, status=400)
    return text
