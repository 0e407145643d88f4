"""What a row would change in a dossier: before and after, field by field, as plain values."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from anphu.kit.periods import period
from orgtree.intake.columns import FIRST_ROW
from orgtree.intake.rows import Said
from orgtree.models import Person
from orgtree.queries.records import Records
from orgtree.sections import BY_CODE, CORE, Section
from orgtree.sections.values import get, plain, same

IDENTIFYING: dict[str, tuple[str, ...]] = {
    "abroad": ("kind", "started", "country"),
    "badges": ("badge",),
    "commendations": ("form", "awarded"),
    "declarations": ("declared", "kind"),
    "discipline": ("measure", "decided"),
    "family": ("relation", "name"),
    "health": ("examined",),
    "languages": ("language",),
    "party_history": ("kind", "happened"),
    "pay": ("since",),
    "ratings": ("year", "as_member"),
    "training": ("kind", "ended"),
    "work": ("started",),
}
"""By which items a row of a section is known again; the others are what changes in it."""
_APART = ("core", "memberships", "postings", "stated_plans")
"""Sections with a way of their own of finding the record that a row speaks of."""
_PLAIN = (str, int, bool, type(None))
_NEEDED = ("full_name", "sex", "birth_date", "ethnic_group", "religion")
_IN_ORDER = {
    "abroad": ("started", "ended"),
    "discipline": ("decided", "ends"),
    "memberships": ("admitted_on", "official_on"),
    "service": ("enlisted_on", "discharged_on"),
    "training": ("started", "ended"),
    "work": ("started", "ended"),
}


@dataclass(slots=True)
class Change:
    """Fields of one record: `row` is its id, None for one to be made."""

    section: str
    row: int | None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def stored(self) -> list:
        fields = {name: [_plain(old), _plain(new)] for name, (old, new) in self.fields.items()}
        return [self.section, self.row, fields]


def _plain(value: Any) -> Any:
    return value if value.__class__ in _PLAIN else plain(value)


def changes(said: Said, person: Person | None, records: Records, on: datetime.date, home: int | None) -> list[Change]:
    """What the row would change, blaming what is missing. `home`: the unit of new people who have none in the file."""
    found = [*_core(said, person), *_memberships(said, person, records, on, home)]
    for (code, slot), values in said.fills.items():
        if code not in _APART:
            found += _part(said, BY_CODE[code], slot, values, records)
    found += [*_post(said, records, on), *_stated(said, records)]
    _blame_order(said, found, records)
    return found


def _difference(record: models.Model | None, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    if record is None:
        return {name: (None, value) for name, value in values.items()}
    pairs = ((name, get(record, name), value) for name, value in values.items())
    return {name: (old, new) for name, old, new in pairs if not same(old, new)}


def _core(said: Said, person: Person | None) -> Iterator[Change]:
    values = said.fills.get(("core", ""), {})
    if person is None:
        blamed = {problem["column"].partition(":")[0] for problem in said.problems}
        for item in _NEEDED:
            if values.get(item) is None and f"core.{item}" not in blamed:
                label = CORE.field(CORE.by_name[item]).verbose_name
                sentence = _("A new person needs this: %s.") % label
                said.blame(f"core.{item}", "missing", sentence)
    if fields := _difference(person, values):
        yield Change("core", person.pk if person else None, fields)


def _part(said: Said, section: Section, slot: str, values: dict, records: Records) -> Iterator[Change]:
    rows = records.get(section.code, [])
    if not section.many:
        record = rows[0] if rows else None
    else:
        values = _whole_row(said, section, slot, values)
        if values is None:
            return
        record = next((row for row in rows if _known_again(row, section.code, values)), None)
    if fields := _difference(record, values):
        yield Change(section.code, record.pk if record else None, fields)


def _whole_row(said: Said, section: Section, slot: str, values: dict) -> dict | None:
    """With what the column itself says (the year of a rating). None where something that a row needs is missing."""
    if section.code == "ratings":
        values = {"year": int(slot), "as_member": True, **values}
    for item in section.items:
        missing = not section.field(item).blank and values.get(item.name) in (None, "")
        if missing and not section.field(item).has_default():
            sentence = _("“%(section)s” cannot be filled without this: %(item)s.")
            label = section.field(item).verbose_name
            said.blame(
                f"{section.code}.{item.name}@{slot}", "missing", sentence % {"section": section.label, "item": label}
            )
            return None
    return values


def _known_again(row: models.Model, code: str, values: dict) -> bool:
    return all(same(get(row, name), values.get(name)) for name in IDENTIFYING[code])


def _memberships(
    said: Said, person: Person | None, records: Records, on: datetime.date, home: int | None
) -> Iterator[Change]:
    values = dict(said.fills.get(("memberships", ""), {}))
    rows = records.get("memberships", [])
    current = next((row for row in rows if on in row.period), None)
    if current is None and person is None and home is not None:
        values.setdefault("unit", home)
    if current is not None and values.get("unit") in (None, current.unit_id):
        yield from _same_cell(said, current, rows, values)
    elif current is not None:
        yield from _transfer(said, current, values, on)
    elif values or person is None:
        yield from _new_membership(said, rows, values, on)


def _same_cell(said: Said, current: models.Model, rows: list, values: dict) -> Iterator[Change]:
    since = values.pop("period", None)
    if since is not None and since.lower != current.period.lower:
        values["period"] = days = period(since.lower, current.period.upper)
        others = [row for row in rows if row is not current]
        if (days.upper and days.lower >= days.upper) or any(_overlap(days, row.period) for row in others):
            said.blame("memberships.period", "overlap", _("On that day the person was a member of another cell."))
            return
    if fields := _difference(current, values):
        yield Change("memberships", current.pk, fields)


def _overlap(one, other) -> bool:
    return (one.upper is None or other.lower < one.upper) and (other.upper is None or one.lower < other.upper)


def _transfer(said: Said, current: models.Model, values: dict, on: datetime.date) -> Iterator[Change]:
    """Another cell than on record: the old membership ends on the day the new one begins."""
    since = values.get("period") or period(on)
    if since.lower <= current.period.lower:
        sentence = _("The person has been a member of the present cell since %s; a transfer must be later than that.")
        said.blame("memberships.period", "transfer_too_early", sentence % f"{current.period.lower:%d/%m/%Y}")
        return
    closed = period(current.period.lower, since.lower)
    yield Change("memberships", current.pk, {"period": (current.period, closed)})
    kept = {"admitted_on": current.admitted_on, "official_on": current.official_on}
    fresh = {**kept, **values, "period": period(since.lower, current.period.upper)}
    yield Change("memberships", None, {name: (None, value) for name, value in fresh.items()})


def _new_membership(said: Said, rows: list, values: dict, on: datetime.date) -> Iterator[Change]:
    values.setdefault("period", period(on))
    if rows:
        values.setdefault("admitted_on", rows[0].admitted_on)
    blamed = {problem["column"] for problem in said.problems}
    sentences = {
        "unit": _("Say in which cell the person is a member: fill this column, or import into that cell."),
        "admitted_on": _("Say on which day the person was admitted to the Party."),
    }
    missing = [item for item in sentences if values.get(item) is None]
    for item in missing:
        if f"memberships.{item}" not in blamed:
            said.blame(f"memberships.{item}", "missing", sentences[item])
    if any(_overlap(values["period"], row.period) for row in rows):
        said.blame("memberships.period", "overlap", _("On that day the person was a member of another cell."))
    elif not missing:
        yield Change("memberships", None, {name: (None, value) for name, value in values.items()})


def _post(said: Said, records: Records, on: datetime.date) -> Iterator[Change]:
    """The post that the person holds. Other posts go on: a list does not tell which of them have ended."""
    values = dict(said.fills.get(("postings", FIRST_ROW), {}))
    if not {"title", "unit"} & values.keys():
        return
    if not {"title", "unit"} <= values.keys():
        if not any(problem["column"].startswith("postings.") for problem in said.problems):
            sentence = _("A post needs a title and a unit; what stands here is left out.")
            said.blame(f"postings.{next(iter(values))}@{FIRST_ROW}", "half_a_post", sentence, warning=True)
        return
    rows = [row for row in records.get("postings", []) if _is_post(row, values)]
    current = next((row for row in rows if on in row.period), None)
    values["period"] = values.get("period") or (current.period if current else period(on))
    if current is not None:
        values["period"] = period(values["period"].lower, current.period.upper)
    if any(_overlap(values["period"], row.period) for row in rows if row is not current):
        said.blame(f"postings.period@{FIRST_ROW}", "overlap", _("On that day the person held this post already."))
    elif fields := _difference(current, values):
        yield Change("postings", current.pk if current else None, fields)


def _is_post(row: models.Model, values: dict) -> bool:
    return (row.unit_id, row.title_id) == (values["unit"], values["title"])


def _stated(said: Said, records: Records) -> Iterator[Change]:
    """Planned titles as the list states them, in the places of its columns; without a term those of the newest term."""
    shared = said.fills.get(("stated_plans", ""), {})
    for (code, slot), values in said.fills.items():
        if code == "stated_plans" and slot:
            values = {**shared, **values, "place": int(slot)}
            known = (row for row in records.get(code, []) if same(row.place, values["place"]))
            record = next((row for row in known if row.term == values.get("term", row.term)), None)
            if fields := _difference(record, values):
                yield Change(code, record.pk if record else None, fields)


def _blame_order(said: Said, found: list[Change], records: Records) -> None:
    """An end before its beginning, as far as both are known."""
    for change in found:
        if change.section in _IN_ORDER:
            record = next((row for row in records.get(change.section, []) if row.pk == change.row), None)
            start, end = (_after(change, record, item) for item in _IN_ORDER[change.section])
            if start is not None and end is not None and str(plain(end)) < str(plain(start))[: len(str(plain(end)))]:
                column = f"{change.section}.{_IN_ORDER[change.section][1]}"
                said.blame(column, "wrong_order", _("The end cannot be before the beginning."))


def _after(change: Change, record: models.Model | None, item: str) -> Any:
    if item in change.fields:
        return change.fields[item][1]
    return get(record, item) if record is not None and change.row else None
