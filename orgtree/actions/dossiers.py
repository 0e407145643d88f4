"""The only writer of dossiers by hand: records of sections, confirmations, cleared warnings."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, jobs, locks
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import ClearedWarning, Confirmation, PartyMembership, Person, Posting, UnitLink
from orgtree.queries import duplicates, records
from orgtree.queries.reference import reference
from orgtree.rules import access
from orgtree.rules.belonging import why_not_belong
from orgtree.rules.checks import ERROR, Facts, findings
from orgtree.rules.dossiers import why_not_edit
from orgtree.sections import BY_CODE, BY_MODEL, CORE, Section
from orgtree.sections.values import get, plain, put, same

Values = Mapping[str, Any]


@transaction.atomic
def create(
    *,
    actor,
    on: datetime.date,
    reason: str,
    core: Values,
    membership: Values | None = None,
    posting: Values | None = None,
    sure: bool = False,
) -> Person:
    """Record a new person, as a member of a unit (`membership`: unit, period, admitted_on, official_on), as the holder
    of a post (`posting`: unit, title, period) or both: whoever belongs nowhere would be seen by nobody.

    Raises Refused, `near_duplicates` with `candidates` when somebody on record looks the same and the caller has not
    said that it is `sure`.
    """
    belonging = [(BY_MODEL[PartyMembership], membership), (BY_MODEL[Posting], posting)]
    belonging = [(section, values) for section, values in belonging if values]
    if not belonging:
        raise Refused(
            "belongs_nowhere", _("Say in which cell the person is a member, or which post it holds."), status=400
        )
    for section, values in belonging:
        if not values.get("unit"):
            sentence = str(_("Name the unit."))
            raise Refused("invalid", sentence, status=400, errors={"unit": sentence}, section=section.code)
        insist(access.why_not(actor, Verb.EDIT_PEOPLE, values["unit"], on))
    person = put(Person(), core)
    _clean(person, CORE)
    if not sure:
        locks.take_named(f"newcomer-{person.name_fold}")  # of two clerks with one name the second meets the record
        insist(_why_not_new(core, actor, on))
    with history.acting(actor=actor, verb="create_person", reason=reason):
        person.save()
        for section, values in belonging:
            record = put(section.model(person=person), values)
            _clean(record, section)
            record.save()
        _insist_no_error(person, CORE, on)
    jobs.record_changed()
    return person


@transaction.atomic
def save(
    *,
    actor,
    on: datetime.date,
    reason: str,
    person: Person,
    section: Section,
    values: Values,
    row: int | None = None,
    was: Values | None = None,
) -> models.Model:
    """Write `values` into the section's record: the single one, the row with id `row`, or a new row.

    `was` holds the plain values that the form was opened with: fields that others changed meanwhile are kept when the
    form did not touch them; when both changed the same field, Refused `changed_meanwhile` with `conflicts` says what
    is there now, and nothing is written. Raises Refused.
    """
    insist(why_not_edit(actor, person.pk, section, on))
    _may_place(actor, values, on)
    Person.objects.select_for_update().get(pk=person.pk)
    record = _record(person, section, row)
    changed = _mine(record, values, was)
    if record.pk is not None and not changed:
        return record
    put(record, changed)
    _clean(record, section)
    with history.acting(actor=actor, verb="edit_dossier", reason=reason):
        record.save()
        _insist_no_error(record if section is CORE else person, section, on, record.pk)
    jobs.record_changed()
    return record


@transaction.atomic
def remove(*, actor, on: datetime.date, reason: str, person: Person, section: Section, row: int) -> None:
    """Take a row out of a section of rows; its history stays. Raises Refused."""
    insist(why_not_edit(actor, person.pk, section, on))
    Person.objects.select_for_update().get(pk=person.pk)
    if not section.many:
        raise Refused("not_a_row", _("This part is not a list; empty its fields instead."), status=400)
    record = _record(person, section, row)
    with history.acting(actor=actor, verb="remove_from_dossier", reason=reason):
        try:
            record.delete()
        except models.ProtectedError:
            raise Refused("in_use", _("Something else refers to this record; it cannot be taken out.")) from None
    jobs.record_changed()


@transaction.atomic
def confirm(*, actor, on: datetime.date, people: Iterable[int], sections: Iterable[Section]) -> int:
    """Vouch for sections of people as they stand; returns how many confirmations were written. Raises Refused."""
    people, sections = set(people), list(sections)
    for verb in {Verb.PROPOSE_CHANGES, *(section.verb for section in sections)}:
        reach = UnitLink.objects.reached_by(actor, verb, on)
        if Person.objects.filter(pk__in=people).within(reach, on).count() != len(people):
            raise Refused("not_allowed", _("Some of these people or parts are not yours to confirm."), status=403)
    rows = [Confirmation(person_id=pk, section=section.code, by=actor) for pk in people for section in sections]
    with history.acting(actor=actor, verb="confirm_dossier", reason=str(_("Confirmed as it stands"))):
        return len(Confirmation.objects.bulk_create(rows))


@transaction.atomic
def clear_warning(*, actor, on: datetime.date, reason: str, person: Person, rule: str, facts: str) -> None:
    """Override a warning with a reason; it is back when the facts change. Raises Refused."""
    finding = next((f for f in findings(_facts(person, on)) if (f.rule, f.facts) == (rule, facts)), None)
    if finding is None:
        raise Refused("no_such_warning", _("This warning is not there any more; open the dossier again."))
    insist(why_not_edit(actor, person.pk, BY_CODE[finding.section], on))
    if finding.severity == ERROR:
        raise Refused("not_a_warning", _("An error cannot be overridden; correct the record."))
    if not reason.strip():
        raise Refused("needs_reason", _("Say why the record is right all the same."), status=400)
    with history.acting(actor=actor, verb="clear_warning", reason=reason):
        ClearedWarning.objects.get_or_create(
            person=person, rule=rule, facts=facts, defaults={"reason": reason, "by": actor}
        )


def _why_not_new(core: Values, actor, on: datetime.date) -> Refused | None:
    """Whom the new record looks like; of people out of the actor's sight only that there are some."""
    found = duplicates.near(core, actor, on)
    if not found:
        return None
    candidates = [
        {
            "id": one.person.pk if one.person else None,
            "full_name": one.person.full_name if one.person else None,
            "score": one.score,
            "reasons": [str(reason) for reason in one.reasons],
        }
        for one in found
    ]
    sentence = _("Somebody who looks the same is recorded already. Compare first; if it is another person, say so.")
    return Refused("near_duplicates", sentence, candidates=candidates)


def _record(person: Person, section: Section, row: int | None) -> models.Model:
    if section is CORE:
        return Person.objects.get(pk=person.pk)
    mine = section.model.objects.filter(person=person)
    if not section.many:
        return mine.first() or section.model(person=person)
    if row is None:
        return section.model(person=person)
    found = mine.filter(pk=row).first()
    if found is None:
        raise Refused("no_such_row", _("This record is no longer there; open the dossier again."), status=404)
    return found


def _mine(record: models.Model, values: Values, was: Values | None) -> dict[str, Any]:
    """What the form changes. Raises Refused when somebody else changed the same fields otherwise."""
    mine = {name: value for name, value in values.items() if not same(get(record, name), value)}
    if was is None:
        return mine
    conflicts = {}
    for name in list(mine):
        opened, now = was.get(name), plain(get(record, name))
        if same(opened, plain(mine[name])):
            del mine[name]
        elif not same(opened, now):
            conflicts[name] = now
    if conflicts:
        sentence = _("Somebody else changed the same fields meanwhile. Compare, and choose what shall stand.")
        raise Refused("changed_meanwhile", sentence, conflicts=conflicts)
    return mine


def _may_place(actor, values: Values, on: datetime.date) -> None:
    """Nobody moves a person to a unit out of the own reach."""
    if values.get("unit"):
        insist(access.why_not(actor, Verb.EDIT_PEOPLE, values["unit"], on))


def _clean(record: models.Model, section: Section) -> None:
    """Raise Refused `invalid` with a sentence per item for what the model does not take."""
    if isinstance(record, Person):
        record.derive()
    try:
        record.full_clean()
    except ValidationError as error:
        names = {item.name for item in section.items}
        errors: dict[str, str] = {}
        for field, messages in error.message_dict.items():
            place = field if field in names else "" if field == NON_FIELD_ERRORS else field
            errors[place] = " ".join([*filter(None, [errors.get(place)]), *messages])
        raise Refused("invalid", " ".join(errors.values()), status=400, errors=errors, section=section.code) from error
    refusal = why_not_belong(record) if isinstance(record, (PartyMembership, Posting)) else None
    if refusal is not None:
        refusal.extra["section"] = section.code
        raise refusal


def _facts(person: Person, on: datetime.date) -> Facts:
    known = reference(on)
    return Facts(person, records.read([person.pk])[person.pk], on, known.provinces, known.numbers)


def _insist_no_error(person: Person, section: Section, on: datetime.date, row: int | None = None) -> None:
    """Errors in what has just been written block it; the transaction takes it back. The core touches every section."""
    wrong = [
        finding
        for finding in findings(_facts(person, on))
        if finding.severity == ERROR
        and (section is CORE or (finding.section == section.code and finding.row in (None, row)))
    ]
    if wrong:
        errors = {finding.item: finding.sentence for finding in wrong}
        raise Refused("invalid", " ".join(errors.values()), status=400, errors=errors)
