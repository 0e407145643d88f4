"""Decisions are made known to an audience; units confirm it, and record when they told the people concerned."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.choices import GRASSROOTS, Verb
from orgtree.models import UnitVersion, User
from orgtree.queries.units import below
from orgtree.rules import access
from planning.actions.corrections import visible
from planning.choices import Audience
from planning.models import Decision, PlanEntry, Publication, Receipt, Submission
from planning.queries.addressees import who
from planning.rules import publications as rules


@transaction.atomic
def publish(
    *,
    actor: User,
    on: datetime.date,
    decision: int,
    audience: str,
    until: datetime.date | None = None,
    note: str = "",
) -> Publication:
    """Make a decision (id) known on `on`: one receipt is due from each unit of the audience and, where people are to be
    told, one for each person. Raises Refused."""
    row = visible(actor, on, decision)
    insist(access.why_not(actor, Verb.PUBLISH, row.authority_id, on))
    before = set(row.publications.values_list("audience", flat=True))
    insist(rules.why_not_publish(row, audience, until, before, on))
    note = fitting(note, 500)
    places = _places(row, audience, on)
    with history.acting(actor=actor, verb="publish", reason=row.number):
        publication = Publication.objects.create(
            decision=row, audience=audience, day=on, until=until, note=note, published_by=actor
        )
        Receipt.objects.bulk_create(
            Receipt(publication=publication, unit_id=unit, person_id=person) for unit, person in places
        )
    notify(
        who(Verb.SUBMIT, {unit for unit, _person in places}, on),
        code="published",
        text=_("Decision %(number)s has been made known to your unit: confirm that you have received it."),
        words={"number": row.number},
        address=reverse("receipts"),
    )
    return publication


@transaction.atomic
def receive(
    *,
    actor: User,
    on: datetime.date,
    receipts: Collection[int],
    told_on: datetime.date | None = None,
    note: str = "",
) -> list[Receipt]:
    """Confirm these receipts (ids), all or none; those about people need the day on which they were told."""
    rows = Receipt.objects.visible_to(actor, on).filter(pk__in=receipts).select_related("publication")
    rows = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not rows or len(rows) != len(set(receipts)):
        raise Refused("not_found", _("That receipt is not within your reach."), status=404)
    for unit in sorted({row.unit_id for row in rows}):
        insist(access.why_not(actor, Verb.SUBMIT, unit, on))
    note = fitting(note, 300)
    for row in rows:
        insist(rules.why_not_receive(row, told_on, on))
    with history.acting(actor=actor, verb="confirm_receipt", reason=note or "—"):
        for row in rows:
            row.received_by, row.received_at, row.note = actor, timezone.now(), note
            row.told_on = told_on if row.person_id else None
        Receipt.objects.bulk_update(rows, ["received_by", "received_at", "note", "told_on"])
    return rows


def _places(decision: Decision, audience: str, on: datetime.date) -> list[tuple[int, int | None]]:
    """`(unit, person)` of the receipts due; without a person: of the unit itself."""
    written = [
        *PlanEntry.objects.filter(opened_by=decision).values_list("plan_title__unit", "person"),
        *PlanEntry.objects.filter(closed_by=decision).values_list("plan_title__unit", "person"),
    ]
    units = {unit for unit, _person in written}
    units |= set(Submission.objects.filter(decision=decision).values_list("unit", flat=True))
    if audience == Audience.ALL:
        under = UnitVersion.objects.on(on).filter(unit__in=below(decision.authority_id, on), kind__in=GRASSROOTS)
        units |= set(under.values_list("unit", flat=True))
    told = sorted(set(written)) if audience == Audience.PEOPLE else []
    return [*((unit, None) for unit in sorted(units)), *told]
