"""Proposals of appointment or candidacy: while one is pending, its person is not planned anew."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.choices import Verb
from orgtree.models import Person, Title, Unit, User
from orgtree.rules import access
from planning.models import AppointmentProposal

MAX_NOTE = 300


@transaction.atomic
def record(
    *,
    actor: User,
    on: datetime.date,
    person: int,
    title: int,
    unit: int,
    proposed_on: datetime.date,
    note: str = "",
) -> AppointmentProposal:
    """Record that a person is proposed for a title of a unit (ids) since a day. Raises Refused."""
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, unit, on))
    who = Person.objects.visible_to(actor, on).filter(pk=person).first()
    what = Title.objects.filter(pk=title).first()
    if who is None or what is None:
        raise Refused("not_found", _("That title or person is not within your reach."), status=404)
    if proposed_on > on:
        raise Refused("day_in_future", _("The day of the proposal lies in the future."), status=400)
    place = {"person": who, "title": what, "unit": Unit.objects.get(pk=unit)}
    if AppointmentProposal.objects.pending(on).filter(**place).exists():
        raise Refused("already_proposed", _("That person is already being proposed for that title."))
    note = fitting(note, MAX_NOTE)
    with history.acting(actor=actor, verb="propose_appointment", reason=note or "—"):
        return AppointmentProposal.objects.create(**place, proposed_on=proposed_on, note=note)


def settle(
    *, actor: User, on: datetime.date, proposal: int, settled_on: datetime.date, reason: str
) -> AppointmentProposal:
    """Record the day on which a proposal (id) was decided or given up, and how. Raises Refused."""
    return settle_many(actor=actor, on=on, proposals=[proposal], settled_on=settled_on, reason=reason)[0]


@transaction.atomic
def settle_many(
    *, actor: User, on: datetime.date, proposals: Collection[int], settled_on: datetime.date, reason: str
) -> list[AppointmentProposal]:
    """The same for several: all or none."""
    rows = AppointmentProposal.objects.visible_to(actor, on).filter(pk__in=proposals).order_by("pk")
    rows = list(rows.select_for_update(of=("self",)).select_related("person", "title"))
    if not rows or len(rows) != len(set(proposals)):
        raise Refused("not_found", _("That proposal is not within your reach."), status=404)
    reason = fitting(reason, MAX_NOTE)
    if not reason:
        raise Refused("reason_needed", _("Say how the proposal was settled."), status=400)
    for row in rows:
        insist(why_not_settle(row, user=actor, on=on))
        if not row.proposed_on <= settled_on <= on:
            raise Refused("bad_day", _("It is settled between the day of the proposal and today."), status=400)
        row.settled_on = settled_on
    with history.acting(actor=actor, verb="settle_appointment", reason=reason):
        AppointmentProposal.objects.bulk_update(rows, ["settled_on"])
    return rows


def why_not_settle(row: AppointmentProposal, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot settle the proposal."""
    refusal = access.why_not(user, Verb.EDIT_PEOPLE, row.unit_id, on)
    if refusal is None and row.settled_on is not None:
        return Refused("already_settled", _("That proposal is settled already."))
    return refusal
