"""Whose dossiers the rules have something to say about: of many people at once, a few queries however many they are."""

import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused
from orgtree.choices import Sight, Verb
from orgtree.models import ClearedWarning, PartyMembership, Person, Posting
from orgtree.queries.records import PARTS, Records, read
from orgtree.queries.reference import reference
from orgtree.rules.checks import CHECKS, Check, Facts, findings
from orgtree.sections import BY_MODEL, Section

MOST, MOST_WHOLE = 6000, 1000
"""People whose dossiers are looked at in one go: for a rule that reads a section or two, and for one that reads them
all. Either takes a second."""


def remarked(people: QuerySet[Person], rule: str, user, on: datetime.date, today: datetime.date) -> list[int]:
    """Ids of those of `people` of whom `rule` (empty: any rule) says something that nobody has overridden.

    What is not open to the reader is not looked at. Raises Refused `too_many`.
    """
    checks = [check for check in CHECKS if rule in ("", check.code)]
    sections = _sections(checks, user)
    most = MOST_WHOLE if len(sections) > 2 else MOST
    asked = list(people.order_by()[: most + 1])
    if len(asked) > most:
        sentence = _("The rules look at no more than %d people at once here. Choose a unit, or one rule, as well.")
        raise Refused("too_many", sentence % most, status=400)
    keys = [person.pk for person in asked]
    records, known, cleared = read(keys, sections), reference(today), _cleared(keys)
    _hide(records, sections, user, on)
    facts = (Facts(person, records[person.pk], today, known.provinces, known.numbers) for person in asked)
    return [one.person.pk for one in facts if _open(one, checks, cleared.get(one.person.pk, set()))]


def _open(facts: Facts, checks: list[Check], cleared: set[tuple[str, str]]) -> bool:
    found = findings(facts, checks)
    return any(not cleared or (one.rule, one.facts) not in cleared for one in found)


def _sections(checks: list[Check], user) -> list[Section]:
    """What the rules need, restricted parts only for readers who see them of everybody whom they see."""
    sees_all = set(user.granted(Verb.SEE_PEOPLE)) <= set(user.granted(Verb.SEE_RESTRICTED))
    needed = {section.code for section in PARTS if any(check.reads is None for check in checks)}
    needed |= {code for check in checks for code in check.reads or ()}
    return [part for part in PARTS if part.code in needed and (sees_all or part.sight != Sight.RESTRICTED)]


def _hide(records: dict[int, Records], sections: list[Section], user, on: datetime.date) -> None:
    """Leave out where people belong outside the reader's sight."""
    for model in (PartyMembership, Posting):
        code = BY_MODEL[model].code
        if BY_MODEL[model] in sections:
            rows = model.objects.visible_to(user, on).filter(person__in=list(records)).values_list("pk", flat=True)
            seen = set(rows)
            for parts in records.values():
                parts[code] = [row for row in parts[code] if row.pk in seen]


def _cleared(people: list[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    rows = ClearedWarning.objects.filter(person__in=people).values_list("person", "rule", "facts")
    for person, rule, facts in rows:
        found.setdefault(person, set()).add((rule, facts))
    return found
