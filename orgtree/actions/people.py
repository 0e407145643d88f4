"""Corrections of a dossier's core, and the beginning and end of posts."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs, names
from anphu.kit.periods import period
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import PartyMembership, Person, Posting, Title, Unit, UnitVersion, User
from orgtree.rules import access

CORRECTABLE = frozenset(
    {
        "full_name",
        "other_name",
        "sex",
        "birth_date",
        "birth_precision",
        "ethnic_group",
        "religion",
        "home_town",
        "home_commune_code",
        "identity_number",
        "party_card",
        "education",
        "theory",
        "state_management",
    }
)


@transaction.atomic
def correct(*, actor: User, on: datetime.date, person: int, reason: str, **fields) -> Person:
    """Correct fields of a dossier (by id). Raises Refused; `errors` in it names the fields that are wrong."""
    unknown = fields.keys() - CORRECTABLE
    if unknown:
        raise Refused("unknown_field", _("There is no such field to correct."), status=400, fields=sorted(unknown))
    row = Person.objects.visible_to(actor, on).filter(pk=person).select_for_update().first()
    if row is None:
        raise Refused("not_found", _("That person is not within your reach."), status=404)
    insist(_why_not_edit(actor, row, on))
    reason = _reason(reason)
    for name, value in fields.items():
        setattr(row, name, value)
    row.derive()
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(
            "invalid", _("Some of what was entered is not valid."), status=400, errors=error.message_dict
        ) from error
    with history.acting(actor=actor, verb="correct_person", reason=reason):
        row.save()
    jobs.record_changed()
    return row


@transaction.atomic
def appoint(
    *, actor: User, on: datetime.date, person: int, unit: Unit, title: Title, day: datetime.date, reason: str
) -> Posting:
    """`person` (id) holds `title` in `unit` from `day` on."""
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, unit, on))
    row = Person.objects.visible_to(actor, on).filter(pk=person).first()
    if row is None:
        raise Refused("not_found", _("That person is not within your reach."), status=404)
    if not UnitVersion.objects.on(day).filter(unit=unit).exists():
        raise Refused("unit_not_there", _("The unit does not exist on that day."), status=400)
    if Posting.objects.filter(person=row, unit=unit, title=title, period__overlap=period(day)).exists():
        raise Refused("already_held", _("This person already holds that title in that period."))
    with history.acting(actor=actor, verb="appoint", reason=_reason(reason)):
        posting = Posting.objects.create(person=row, unit=unit, title=title, period=period(day))
    jobs.record_changed()
    return posting


@transaction.atomic
def relieve(*, actor: User, on: datetime.date, posting: int, day: datetime.date, reason: str) -> Posting:
    """The posting (id) ends: `day` is the first day on which the title is no longer held."""
    row = Posting.objects.visible_to(actor, on).filter(pk=posting).select_for_update().first()
    if row is None:
        raise Refused("not_found", _("That posting is not within your reach."), status=404)
    insist(access.why_not(actor, Verb.EDIT_PEOPLE, row.unit_id, on))
    if not row.period.upper_inf or day <= row.period.lower:
        raise Refused("bad_end", _("The posting must be in force and end after it began."), status=400)
    with history.acting(actor=actor, verb="relieve", reason=_reason(reason)):
        row.period = period(row.period.lower, day)
        row.save(update_fields=["period"])
    jobs.record_changed()
    return row


def _why_not_edit(actor: User, person: Person, on: datetime.date) -> Refused | None:
    """The right to edit a dossier is that of a unit where the person is a member or holds a post."""
    units = {
        *PartyMembership.objects.on(on).filter(person=person).values_list("unit", flat=True),
        *Posting.objects.on(on).filter(person=person).values_list("unit", flat=True),
    }
    refusals = [access.why_not(actor, Verb.EDIT_PEOPLE, unit, on) for unit in sorted(units)]
    return None if None in refusals else refusals[0]


def _reason(text: str) -> str:
    text = names.nfc(text)
    if not text or len(text) > 500:
        raise Refused("reason_needed", _("Give the reason in at most 500 characters."), status=400)
    return text
