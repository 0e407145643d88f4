"""One field changed for many people in one gesture: looked at first, then written exactly as shown or not at all."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from anphu.kit import history, jobs, names
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import Person, UnitLink
from orgtree.queries.records import PARTS, read
from orgtree.queries.reference import reference
from orgtree.rules.bulk import MOST, Field
from orgtree.rules.checks import ERROR, Facts, findings
from orgtree.sections import CORE
from orgtree.sections.values import columns, get, plain, put, same


@dataclass(frozen=True)
class Change:
    """One person before and after. `before` and `after` as the model keeps them."""

    person: Person
    before: Any
    after: Any


@dataclass
class Outlook:
    """What would be written: `changes`, how many are so already, and `refused` with a sentence for each person."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[Person, str]] = field(default_factory=list)

    @property
    def was(self) -> dict[int, Any]:
        """By person what stood in the field: what `write` is given to write exactly this."""
        return {change.person.pk: plain(change.before) for change in self.changes}


def look(*, actor, on: datetime.date, people: Collection[int], field: Field, value: Any) -> Outlook:
    """What changing `field` to `value` for `people` (ids) would do. Queries do not grow with people. Raises Refused."""
    return _outlook(actor, on, people, field, _clean(field, value))


@transaction.atomic
def write(*, actor, on: datetime.date, reason: str, field: Field, value: Any, was: Mapping[int, Any]) -> int:
    """Set `field` to `value` for the people of `was`, which holds what each had when it was looked at.

    All or nothing: refused when anything differs from what was shown. Returns how many were changed. Raises Refused.
    """
    reason = names.nfc(reason)
    if not reason:
        raise Refused("needs_reason", _("Say why; the history keeps it."), status=400)
    value = _clean(field, value)
    list(Person.objects.select_for_update().filter(pk__in=list(was)).order_by("pk").values_list("pk", flat=True))
    outlook = _outlook(actor, on, list(was), field, value)
    if outlook.refused or outlook.was != dict(was):
        raise Refused("changed_meanwhile", _("Something changed meanwhile, so nothing was written. Look again."))
    with history.acting(actor=actor, verb="edit_many", reason=reason):
        _set(field, [change.person for change in outlook.changes], value)
    jobs.record_changed()
    return len(outlook.changes)


def _clean(field: Field, value: Any) -> Any:
    """Raise Refused `invalid` for what the field does not take from anybody."""
    column = field.section.field(field.item)
    try:
        return column.clean(value, field.section.model()) if not column.is_relation else _entry(column, value)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise Refused("invalid", sentence, status=400, errors={field.item.name: sentence}) from error


def _entry(column: models.Field, value: Any) -> int | None:
    """The id of an entry of the right list."""
    if value in (None, ""):
        return column.clean(None, None)
    column.validate(value, None)
    return int(value)


def _outlook(actor, on: datetime.date, people: Collection[int], field: Field, value: Any) -> Outlook:
    asked = set(people)
    if not asked:
        raise Refused("nobody_chosen", _("Tick at least one person."), status=400)
    if len(asked) > MOST:
        raise Refused(
            "too_many", _("At most %d people are changed at once. Filter the list further.") % MOST, status=400
        )
    seen = Person.objects.visible_to(actor, on).filter(pk__in=asked).order_by("name_key", "pk")
    mine = set(Person.objects.filter(pk__in=asked).within(_reach(actor, on), on).values_list("pk", flat=True))
    dossiers, known = read(sorted(mine), PARTS), reference(on)
    outlook = Outlook()
    for person in seen:
        if person.pk not in mine:
            outlook.refused.append((person, _("Only the organization board changes dossiers.")))
            continue
        facts = Facts(person, dossiers[person.pk], on, known.provinces, known.numbers)
        _judge(outlook, facts, field, value)
    if len(outlook.changes) + outlook.unchanged + len(outlook.refused) != len(asked):
        raise Refused("no_such_person", _("Some of these people are not within your reach any more."), status=404)
    return outlook


def _reach(actor, on: datetime.date) -> models.QuerySet:
    return UnitLink.objects.reached_by(actor, Verb.EDIT_PEOPLE, on)


def _judge(outlook: Outlook, facts: Facts, field: Field, value: Any) -> None:
    """Enter one person as changed, as it is already, or as refused by a check."""
    record = facts.person if field.section is CORE else facts.single(field.section.code)
    before = get(record, field.item.name) if record is not None else None
    if same(before, value):
        outlook.unchanged += 1
        return
    wrong = _errors(facts, record, field, value)
    if wrong:
        outlook.refused.append((facts.person, " ".join(wrong)))
    else:
        outlook.changes.append(Change(facts.person, before, value))


def _errors(facts: Facts, record: models.Model | None, field: Field, value: Any) -> list[str]:
    """What the checks would say of the field, were it so. The record is left as it was."""
    trial = record if record is not None else field.section.model(person=facts.person)
    before = get(trial, field.item.name)
    put(trial, {field.item.name: value})
    if field.section is not CORE:
        facts = Facts(
            facts.person, {**facts.records, field.section.code: [trial]}, facts.today, facts.provinces, facts.numbers
        )
    place = (field.section.code, field.item.name)
    found = findings(facts)
    put(trial, {field.item.name: before})
    return [one.sentence for one in found if one.severity == ERROR and (one.section, one.item) == place]


def _set(field: Field, people: list[Person], value: Any) -> None:
    """One statement: the core is updated; a part is made for who has none."""
    name = field.section.model._meta.get_field(field.item.name).attname
    if field.section is CORE:
        Person.objects.filter(pk__in=[person.pk for person in people]).update(**{name: value})
        return
    rows = [put(field.section.model(person=person), {field.item.name: value}) for person in people]
    field.section.model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=columns(field.section.model, [field.item.name]),
    )
