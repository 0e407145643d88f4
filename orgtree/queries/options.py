"""What the fields of a section choose from: entries of code lists in force on a day, and what is chosen already."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from orgtree.models import CodeEntry, EthnicGroup, Religion
from orgtree.sections import Item, Section
from orgtree.sections.values import get

Options = dict[str, list[tuple[int, str]]]
"""`(id, name)` by the name of the item, in the order of the list."""
LISTS = (EthnicGroup, Religion)


def options(section: Section, items: Iterable[Item], record, on: datetime.date) -> Options:
    """For the coded `items` of a section; an ended entry stays while `record` has it. At most three queries."""
    found: Options = {}
    schemes = {item.name: scheme for item in items if (scheme := section.scheme(item))}
    if schemes:
        chosen = [get(record, name) for name in schemes] if record is not None else []
        entries = CodeEntry.objects.filter(scheme__in=set(schemes.values()))
        rows = list(entries.filter(Q(period__contains=on) | Q(pk__in=[pk for pk in chosen if pk])))
        found = {name: [(row.pk, row.name) for row in rows if row.scheme == scheme] for name, scheme in schemes.items()}
    for item in items:
        model = section.field(item).related_model
        if model in LISTS:
            found[item.name] = list(model.objects.values_list("pk", "name"))
    return found


def usual() -> dict[str, int]:
    """What most people in the country are: where the form of a new person begins. Two queries."""
    usually = {"ethnic_group": EthnicGroup.objects.filter(code="01"), "religion": Religion.objects.filter(code="99")}
    return {name: entry.pk for name, rows in usually.items() if (entry := rows.first())}
