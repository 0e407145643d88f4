"""Questions put to consulted bodies: whose home unit is asked, who is told, what waits for a reader."""

import datetime
from collections.abc import Iterable

from orgtree.choices import GRASSROOTS, Role, Verb
from orgtree.models import ROLE_VERBS, PartyMembership, RoleGrant, UnitLink, UnitVersion, User
from planning.choices import RoundState
from planning.models import Consultation, ConsultedBody, Round


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


def told(rows: Iterable[Consultation], user: User, on: datetime.date) -> list[Consultation]:
    """The questions with all that is said of them: `mine`, whether the reader is the one to answer; `asked`, who is
    asked; `asking`, the version of the unit whose list it is about (None: not seen by the reader). Five queries."""
    asked = (
        Consultation.objects.visible_to(user, on)
        .filter(pk__in=[row.pk for row in rows])
        .select_related(
            "line__person",
            "line__plan_title__title",
            "line__plan_title__term",
            "line__submission__round",
            "body",
            "asked_by",
            "answered_by",
        )
    )
    found = {row.pk: row for row in asked}
    mine = set(Consultation.objects.put_to(user, on).filter(pk__in=found).values_list("pk", flat=True))
    units = {unit for row in found.values() for unit in (row.unit_id, row.line.submission.unit_id) if unit}
    names = dict(UnitVersion.objects.on(on).filter(unit__in=units).values_list("unit", "name"))
    for row in found.values():
        row.mine = row.pk in mine
        row.asked = row.body.name if row.body else row.get_role_display() or names.get(row.unit_id, "")
        row.asking = names.get(row.line.submission.unit_id, "")
    return [found[row.pk] for row in rows if row.pk in found]


def waiting(user: User, on: datetime.date) -> int:
    """How many questions wait for the reader's answer."""
    rows = Consultation.objects.put_to(user, on).waiting()
    return rows.filter(line__submission__round__state=RoundState.OPEN).count()


def bodies(round: Round, on: datetime.date) -> list[ConsultedBody]:
    """Who may be asked about lists of the round, as its rules say on `on`. One query."""
    return list(ConsultedBody.objects.under(round.rule_set, on).order_by("name"))
