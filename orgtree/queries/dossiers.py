"""One person as a reader may see them: the core, memberships, postings, and what was changed by whom and why."""

import datetime
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery

from anphu.kit import figures, history
from orgtree.choices import Verb
from orgtree.models import EthnicGroup, PartyMembership, Person, Posting, Religion, Title, UnitLink, UnitVersion
from orgtree.queries.units import versions_on

SAME = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "id", "person"})
"""Columns of an event that are not about the record."""


def person(pk: int, user, on: datetime.date) -> Person | None:
    """The person when `user` may see them on `on`, with `memberships_seen` and `postings_seen`, newest first."""
    people = Person.objects.visible_to(user, on).select_related("ethnic_group", "religion")
    found = people.filter(pk=pk).first()
    if found is not None:
        found.memberships_seen = list(_belongings(PartyMembership, found, user, on))
        found.postings_seen = list(_belongings(Posting, found, user, on).select_related("title"))
    return found


def _belongings(model, owner: Person, user, on: datetime.date) -> QuerySet:
    """The person's rows where the reader's grants reach, each with `place`, the unit's last name of that time."""
    called = UnitVersion.objects.filter(unit=OuterRef("unit"), period__overlap=OuterRef("period"))
    return (
        model.objects.visible_to(user, on)
        .filter(person=owner)
        .annotate(place=Subquery(called.order_by("-period").values("name")[:1]))
        .order_by("-period", "pk")
    )


def may_see_history(owner: Person, user, on: datetime.date) -> bool:
    """Whether the right to see history reaches the person, as the right to see the person does."""
    reach = UnitLink.objects.reached_by(user, Verb.SEE_HISTORY, on)
    return user.may_somewhere(Verb.SEE_HISTORY) and Person.objects.filter(pk=owner.pk).within(reach, on).exists()


@dataclass(frozen=True)
class Line:
    """One field before and after; `label` is the field's name in the reader's language."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One row of the history: `kind` is insert, update or delete; `noun` what kind of record it was.

    `serial` orders what one transaction did to the records of one noun.
    """

    at: datetime.datetime
    serial: int
    kind: str
    noun: str
    actor: str
    verb: str
    reason: str
    lines: list[Line] = field(default_factory=list)


def changes(owner: Person, user, on: datetime.date) -> list[Change]:
    """What was done to the dossier, newest first: the core, and the memberships and postings the reader sees."""
    units = UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on)
    rows = _told(_events(Person).filter(pgh_obj_id=owner.pk), Person)
    for model in (PartyMembership, Posting):
        rows += _told(_events(model).filter(person=owner.pk, unit__in=units), model)
    return sorted(rows, key=lambda change: (change.at, change.serial), reverse=True)


def _events(model) -> QuerySet:
    table = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return table.objects.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id")


def _told(events: QuerySet, model) -> list[Change]:
    """Every event with the fields that differ from the event before it of the same record."""
    rows = list(events)
    words = _Words(rows)
    told, last = [], None
    for event in rows:
        before = last if last is not None and last.pgh_obj_id == event.pgh_obj_id else None
        lines = [] if event.pgh_label == "delete" else words.difference(before, event)
        if lines or event.pgh_label == "delete":
            told.append(_change(event, model, lines))
        last = event
    return told


def _change(event, model, lines: list[Line]) -> Change:
    context = event.pgh_context.metadata if event.pgh_context else {}
    noun = model._meta.verbose_name
    said = {name: str(context.get(name, "")) for name in ("verb", "reason")}
    return Change(
        at=event.pgh_created_at,
        serial=event.pgh_id,
        kind=event.pgh_label,
        noun=str(noun),
        actor=history.actor_of(context),
        lines=lines,
        **said,
    )


class _Words:
    """Turns stored values of events into words; the names behind foreign keys are fetched once for all rows."""

    def __init__(self, events: list):
        self.names: dict[str, dict[int, str]] = {}
        ids: dict[str, set[int]] = {}
        for event in events:
            for name in ("ethnic_group", "religion", "title", "unit"):
                if hasattr(event, f"{name}_id"):
                    ids.setdefault(name, set()).add(getattr(event, f"{name}_id"))
        for name, model in (("ethnic_group", EthnicGroup), ("religion", Religion), ("title", Title)):
            if name in ids:
                self.names[name] = {pk: row.name for pk, row in model.objects.in_bulk(ids[name]).items()}
        if "unit" in ids:
            versions = versions_on(ids["unit"], max(event.pgh_created_at.date() for event in events))
            self.names["unit"] = {pk: version.name for pk, version in versions.items()}

    def difference(self, before, after) -> list[Line]:
        lines = []
        for column in after._meta.fields:
            if column.name in SAME:
                continue
            old = self.say(before, column) if before is not None else ""
            new = self.say(after, column)
            if old != new:
                lines.append(Line(str(column.verbose_name), old, new))
        return lines

    def say(self, event, column) -> str:
        value = getattr(event, column.attname)
        if column.name in self.names:
            return self.names[column.name].get(value, "")
        if column.choices:
            return str(dict(column.flatchoices).get(value, "" if value is None else value))
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        if hasattr(value, "lower") and hasattr(value, "upper_inc"):
            return figures.days(value)
        return "" if value is None else str(value)
