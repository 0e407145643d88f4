"""Change requests: proposed field by field, decided field by field, and written into the dossier in the same moment."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import history, names
from anphu.kit.refusals import Refused, insist
from orgtree.actions import dossiers
from orgtree.choices import ChangeKind, Verdict
from orgtree.models import ChangeItem, ChangeRequest, Person
from orgtree.queries.changes import given, kept, record_for, record_of, seen, subject
from orgtree.rules.changes import proposable, why_not_decide, why_not_propose
from orgtree.sections import BY_CODE, Section
from orgtree.sections.values import get, plain, put, same

MAX_REASON = 500


@dataclass(frozen=True)
class Ruling:
    """The verdict on one field, with its reason: a refusal has one."""

    accepted: bool
    note: str = ""


@transaction.atomic
def propose(
    *,
    actor,
    on: datetime.date,
    reason: str,
    person: int,
    section: Section,
    values: Mapping[str, Any] | None = None,
    row: int | None = None,
    remove: bool = False,
) -> ChangeRequest:
    """Ask to change a record to `values`: the section's one record, the row `row`, a new row, or to `remove` a row.

    Only what differs from the record becomes part of the request. Raises Refused.
    """
    insist(why_not_propose(actor, person, section, on))
    owner = subject(person, actor, on)
    record = record_for(owner, section, row, actor, on)
    if record is None or (remove and row is None):
        raise Refused("no_such_row", _("This record is no longer there; open the dossier again."), status=404)
    allowed = [item.name for item in proposable(actor, person, section, on)]
    changed = _removed(record, allowed) if remove else _changed(record, values or {}, allowed)
    if not changed:
        raise Refused("nothing_changed", _("Nothing differs from what is recorded."), status=400)
    kind = ChangeKind.REMOVE if remove else ChangeKind.ADD if section.many and row is None else ChangeKind.CHANGE
    reason = _tidy(reason)
    with history.acting(actor=actor, verb="propose_change", reason=reason):
        _insist_once(actor, owner, section, row, kind, changed)
        request = ChangeRequest.objects.create(
            person=owner, section=section.code, row=row, kind=kind, reason=reason, proposed_by=actor
        )
        ChangeItem.objects.bulk_create(
            ChangeItem(request=request, field=name, before=kept(before), after=kept(after))
            for name, (before, after) in changed.items()
        )
    return request


@transaction.atomic
def withdraw(*, actor, on: datetime.date, change: int) -> ChangeRequest:
    """Take back an own request on which nobody has decided. Raises Refused."""
    row = _locked(actor, on, change)
    if row.proposed_by_id != actor.pk:
        raise Refused("not_allowed", _("Only who proposed a change takes it back."), status=403)
    if row.state != Verdict.PENDING:
        raise Refused("already_decided", _("This request has been decided or withdrawn already."))
    with history.acting(actor=actor, verb="withdraw_change", reason=row.reason):
        _close(row, Verdict.WITHDRAWN, actor)
        row.items.update(verdict=Verdict.WITHDRAWN)
    return row


@transaction.atomic
def decide(*, actor, on: datetime.date, change: int, rulings: Mapping[str, Ruling]) -> ChangeRequest:
    """Accept or refuse every field of a request (`rulings` by field) and write what is accepted into the dossier.

    Raises Refused, and writes nothing, when the record was changed meanwhile or does not take the values.
    """
    row = _locked(actor, on, change)
    insist(why_not_decide(row, actor, on))
    items = {item.field: item for item in row.items.all()}
    _insist_whole(row, items, rulings)
    accepted = {name: items[name] for name in items if rulings[name].accepted}
    reason = _("Proposed by %(who)s: %(reason)s") % {"who": row.proposed_by.username, "reason": row.reason}
    with history.acting(actor=actor, verb="decide_change", reason=reason[:MAX_REASON]):
        if accepted:
            _write(row, accepted, actor, on, reason[:MAX_REASON])
        for name, item in items.items():
            item.verdict = Verdict.ACCEPTED if name in accepted else Verdict.REFUSED
            item.note = _note(rulings[name].note)
        ChangeItem.objects.bulk_update(items.values(), ["verdict", "note"])
        _close(row, Verdict.ACCEPTED if accepted else Verdict.REFUSED, actor)
    return row


def accept_many(*, actor, on: datetime.date, requests: Iterable[int]) -> tuple[int, list[tuple[int, Refused]]]:
    """Accept requests (ids) whole, each for itself: how many were, and why the others could not be."""
    done, refusals = 0, []
    for pk in dict.fromkeys(requests):
        fields = ChangeItem.objects.filter(request=pk).values_list("field", flat=True)
        try:
            decide(actor=actor, on=on, change=pk, rulings={name: Ruling(accepted=True) for name in fields})
        except Refused as refusal:
            refusals.append((pk, refusal))
        else:
            done += 1
    return done, refusals


def _changed(record: models.Model, values: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """`{field: (before, after)}` where they differ. Raises Refused for what the record cannot take."""
    unknown = [name for name in values if name not in allowed]
    if unknown:
        raise Refused("unknown_field", _("This part of the dossier has no such field."), status=400, fields=unknown)
    changed = {name: (get(record, name), value) for name, value in values.items() if not same(get(record, name), value)}
    put(record, {name: after for name, (_before, after) in changed.items()})
    try:
        record.clean_fields(exclude=[field.name for field in record._meta.fields if field.name not in changed])
    except ValidationError as error:
        errors = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refused("invalid", " ".join(errors.values()), status=400, errors=errors) from error
    return changed


def _removed(record: models.Model, allowed: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """What goes with the row, field by field."""
    before = {name: get(record, name) for name in allowed}
    return {name: (value, None) for name, value in before.items() if value not in (None, "")}


def _insist_once(actor, person: Person, section: Section, row: int | None, kind: str, changed: Iterable[str]) -> None:
    """Nobody asks twice for the same fields of a record; a new row is something new each time."""
    if kind == ChangeKind.ADD:
        return
    mine = ChangeRequest.objects.waiting().filter(proposed_by=actor, person=person, section=section.code, row=row)
    if ChangeItem.objects.filter(request__in=mine, field__in=list(changed)).exists():
        sentence = _("A request of yours about the same fields is waiting already; take it back first.")
        raise Refused("already_waiting", sentence)


def _locked(actor, on: datetime.date, change: int) -> ChangeRequest:
    """The request, after its person: the order in which merges and dossiers lock, too."""
    rows = seen(ChangeRequest.objects.visible_to(actor, on), actor, on).filter(pk=change)
    owner = rows.values_list("person", flat=True).first()
    if owner is None:
        raise Refused("not_found", _("That request is not within your reach."), status=404)
    Person.objects.select_for_update().get(pk=owner)
    return ChangeRequest.objects.select_for_update(of=("self",)).select_related("person", "proposed_by").get(pk=change)


def _insist_whole(row: ChangeRequest, items: Mapping[str, ChangeItem], rulings: Mapping[str, Ruling]) -> None:
    if items.keys() != rulings.keys():
        raise Refused("not_all_ruled", _("Accept or refuse every field of the request."), status=400)
    if any(not ruling.accepted and not ruling.note.strip() for ruling in rulings.values()):
        raise Refused("needs_reason", _("Say why a field is refused; who proposed it reads it."), status=400)
    if row.kind == ChangeKind.REMOVE and len({ruling.accepted for ruling in rulings.values()}) > 1:
        raise Refused("not_divisible", _("A record is taken out whole or not at all."), status=400)


def _write(row: ChangeRequest, accepted: Mapping[str, ChangeItem], actor, on: datetime.date, reason: str) -> None:
    section = BY_CODE[row.section]
    gesture = {"actor": actor, "on": on, "reason": reason, "person": row.person, "section": section}
    was = {name: plain(given(section, name, item.before)) for name, item in accepted.items()}
    if row.kind == ChangeKind.REMOVE:
        _insist_unchanged(row, section, was)
        dossiers.remove(**gesture, row=row.row)
        return
    values = {name: given(section, name, item.after) for name, item in accepted.items()}
    dossiers.save(**gesture, values=values, row=row.row, was=None if row.kind == ChangeKind.ADD else was)


def _insist_unchanged(row: ChangeRequest, section: Section, was: Mapping[str, Any]) -> None:
    """A row is taken out as it was when that was proposed."""
    record = record_of(row.person, section, row.row)
    now = {name: plain(get(record, name)) for name in was} if record is not None else {}
    conflicts = {name: value for name, value in now.items() if not same(value, was[name])}
    if conflicts:
        sentence = _("Somebody changed this record after its removal was proposed. Refuse, or have it proposed again.")
        raise Refused("changed_meanwhile", sentence, conflicts=conflicts)


def _close(row: ChangeRequest, state: str, actor) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _tidy(reason: str) -> str:
    reason = _note(reason)
    if not reason:
        raise Refused("needs_reason", _("Say why, and by which paper if there is one."), status=400)
    return reason


def _note(text: str) -> str:
    text = names.nfc(text)
    if len(text) > MAX_REASON:
        sentence = _("The reason is longer than %(max)d characters; shorten it.") % {"max": MAX_REASON}
        raise Refused("too_long", sentence, status=400)
    return text
