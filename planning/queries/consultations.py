"""Questions put to consulted bodies: whose home unit is asked, who is told, what waits for a reader."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from orgtree.choices import GRASSROOTS, Role, Verb
from orgtree.models import ROLE_VERBS, PartyMembership, RoleGrant, UnitLink, UnitVersion, User
from planning.models import Consultation


def home_units(people: Iterable[int], on: datetime.date) -> dict[int, int]:
    """`{person id: unit id}`: the grassroots organisation each belongs to on `on`; nothing for those of no cell. Three
    queries."""
    cells = dict(PartyMembership.objects.on(on).filter(person__in=people).values_list("person", "unit"))
    above = UnitLink.objects.on(on).filter(descendant__in=set(cells.values()))
    links = above.values_list("descendant", "ancestor")
    known = set(
        UnitVersion.objects.on(on)
        .filter(unit__in=above.values("ancestor"), kind__in=GRASSROOTS)
        .values_list("unit", flat=True)
    )
    home = {cell: unit for cell, unit in links if unit in known}
    return {person: home[cell] for person, cell in cells.items() if cell in home}


def answerers(questions: Iterable[Consultation], on: datetime.date) -> list[User]:
    """Accounts to which one of the questions is put on `on`; lines bring their submission. Two queries."""
    questions = list(questions)
    asked = {(row.role or Role.UNIT_SECRETARY, row.unit_id or row.line.submission.unit_id) for row in questions}
    above = {}
    links = UnitLink.objects.on(on).filter(descendant__in={unit for _role, unit in asked})
    for descendant, ancestor in links.values_list("descendant", "ancestor"):
        above.setdefault(descendant, set()).add(ancestor)
    places = {(role, ancestor) for role, unit in asked for ancestor in above.get(unit, ())}
    roles = {role for role, _unit in asked if Verb.ANSWER in ROLE_VERBS[role]}
    grants = RoleGrant.objects.on(on).filter(role__in=roles, user__is_active=True).select_related("user")
    return list({grant.user_id: grant.user for grant in grants if (grant.role, grant.unit_id) in places}.values())


def put_to(user: User, on: datetime.date) -> QuerySet[Consultation]:
    """Questions for the reader to answer, those without an answer first, then by the day they are due."""
    rows = Consultation.objects.put_to(user, on).select_related(
        "line__person", "line__plan_title__title", "line__plan_title__term", "line__submission__round", "asked_by"
    )
    return rows.order_by("answered_at__isnull", "due", "pk").reverse()
