"""Change requests as a reader may see them: before and after in words, and what stands in the dossier now."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, When

from orgtree.choices import ChangeKind, Verb, Verdict
from orgtree.models import ChangeItem, ChangeRequest, Person, UnitLink
from orgtree.queries.dossiers import BELONGING
from orgtree.queries.records import names_of
from orgtree.rules.changes import RESTRICTED
from orgtree.rules.dossiers import sees_restricted
from orgtree.sections import BY_CODE, CORE, Section
from orgtree.sections.values import get, plain, put, restore, same, say


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a request in words. `now`: what stands in the dossier, when that is no longer `before`."""

    item: ChangeItem
    label: str
    before: str
    after: str
    now: str | None = None


def seen(requests: QuerySet[ChangeRequest], user, on: datetime.date) -> QuerySet[ChangeRequest]:
    """Of requests in sight, without those about parts that `user` does not see. `waits` is 1 for those that wait."""
    reach = UnitLink.objects.reached_by(user, Verb.SEE_RESTRICTED, on)
    unrestricted = Q(person__in=Person.objects.within(reach, on).values("pk"))
    waits = Case(When(state=Verdict.PENDING, then=1), default=0)
    return requests.filter(~Q(section__in=RESTRICTED) | unrestricted | Q(proposed_by=user)).annotate(waits=waits)


def waiting(user, on: datetime.date) -> QuerySet[ChangeRequest]:
    """Requests on which `user` may decide."""
    reach = UnitLink.objects.reached_by(user, Verb.EDIT_PEOPLE, on)
    rows = ChangeRequest.objects.waiting().filter(person__in=Person.objects.within(reach, on).values("pk"))
    rows = rows.exclude(proposed_by=user)
    return rows if user.person_id is None else rows.exclude(person=user.person_id)


def subject(pk: int, user, on: datetime.date) -> Person | None:
    """The person when `user` sees them, or is them."""
    rows = Person.objects.all() if user.person_id == pk else Person.objects.visible_to(user, on)
    return rows.filter(pk=pk).first()


def record_of(person: Person, section: Section, row: int | None) -> models.Model | None:
    """The record that a request is about as it is now; None when a row is no longer there. New where there is none."""
    if section is CORE:
        return Person.objects.get(pk=person.pk)
    mine = section.model.objects.filter(person=person)
    if not section.many:
        return mine.first() or section.model(person=person)
    return section.model(person=person) if row is None else mine.filter(pk=row).first()


def rows_of(person: Person, section: Section, user, on: datetime.date) -> QuerySet:
    """Rows of a section of rows that `user` may propose to change: of memberships and postings those in reach."""
    if section.code in BELONGING and user.person_id != person.pk:
        return section.model.objects.visible_to(user, on).filter(person=person)
    return section.model.objects.filter(person=person)


def record_for(person: Person, section: Section, row: int | None, user, on: datetime.date) -> models.Model | None:
    """`record_of` for somebody who proposes: None also for a row out of reach."""
    if section.many and row is not None and not rows_of(person, section, user, on).filter(pk=row).exists():
        return None
    return record_of(person, section, row)


def kept(value: Any) -> str:
    """A value as a request keeps it; empty for what is not known."""
    stored = plain(value)
    return "" if stored in (None, "") else json.dumps(stored)


def given(section: Section, name: str, text: str) -> Any:
    """What `kept` made of a value of that field, as the model wants it."""
    if text:
        return restore(section.model, name, json.loads(text))
    field = section.model._meta.get_field(name)
    return "" if isinstance(field, (models.CharField, models.TextField)) and not field.null else None


def lines(request: ChangeRequest, user, on: datetime.date) -> list[Line]:
    """The fields of a request, of them those that `user` sees, in the order of the section. At most seven queries.

    What stands in the dossier now is told only to who still sees the person: a proposer keeps what was proposed.
    """
    section = BY_CODE[request.section]
    restricted = request.proposed_by_id == user.pk or sees_restricted(user, request.person_id, on)
    items = {item.field: item for item in request.items.all()}
    shown = [item for item in section.seen_with(restricted) if item.name in items]
    pending = request.state == Verdict.PENDING and request.kind != ChangeKind.ADD
    near = pending and subject(request.person_id, user, on) is not None
    current = record_of(request.person, section, request.row) if near else None
    before, after = (
        put(section.model(), {item.name: given(section, item.name, getattr(items[item.name], side)) for item in shown})
        for side in ("before", "after")
    )
    called = names_of([record for record in (before, after, current) if record is not None], user, on)

    def words(record: models.Model, name: str) -> str:
        return say(section.model, name, get(record, name), called)

    return [
        Line(
            item=items[item.name],
            label=str(section.field(item).verbose_name),
            before=words(before, item.name),
            after=words(after, item.name),
            now=words(current, item.name)
            if current is not None and not same(get(current, item.name), get(before, item.name))
            else None,
        )
        for item in shown
    ]
