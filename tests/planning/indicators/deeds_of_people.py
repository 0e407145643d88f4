"""Deeds about people, their posts, their cells, and what they are planned for."""

import datetime

from django.db import connection
from hypothesis import strategies as st

from anphu.kit.periods import period
from orgtree.actions import identity
from orgtree.models import Merge, PartyMembership, Person, Posting
from planning.actions import decisions, lines, submissions
from planning.models import Decision, PlanEntry, PlanTitle
from tests.planning.indicators.drawn import day, level, nth, person, span, title, titled, unit, which
from tests.world import SINCE, TODAY


def appoint(world, person, unit, title, days):
    Posting.objects.create(
        person=world.people[person], unit=world.units[unit], title=titled(world, title), period=period(*days)
    )


def appoint_many(world, title, unit, days):
    Posting.objects.bulk_create(
        Posting(person=person, unit=world.units[unit], title=titled(world, title), period=period(*days))
        for person in world.people.values()
    )


def step_down(world, number, last):
    row = nth(Posting.objects.filter(period__upper_inf=True), number)
    if row:
        row.period = period(row.period.lower, last)
        row.save()


def strike(world, number):
    row = nth(Posting.objects, number)
    if row:
        row.delete()


def transfer(world, unit, title):
    Posting.objects.filter(title=titled(world, title)).update(unit=world.units[unit])


def edit(world, person, values):
    Person.objects.filter(pk=world.people[person].pk).update(**values)


def edit_all(world, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE orgtree_person SET {column} = %s WHERE id %% 2 = 0", [value])


def hand_over(world, one, other):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orgtree_posting SET person_id = %s WHERE person_id = %s",
            [world.people[one].pk, world.people[other].pk],
        )


def merge(world, one, other):
    identity.merge(
        actor=world.user("board"),
        on=TODAY,
        reason="property",
        kept=world.people[one].pk,
        gone=world.people[other].pk,
    )


def unmerge(world, number):
    row = nth(Merge.objects.filter(undone_at=None), number)
    if row:
        identity.unmerge(actor=world.user("board"), on=TODAY, reason="property", merge=row.pk)


def join(world, person, unit, days):
    """Leave the present cell the day before, become a member of another."""
    mine = PartyMembership.objects.filter(person=world.people[person])
    mine.filter(period__contains=days[0]).exclude(period__startswith=days[0]).update(period=period(SINCE, days[0]))
    mine.filter(period__startswith__gte=days[0]).delete()
    PartyMembership.objects.create(
        person=world.people[person], unit=world.units[unit], period=period(*days), admitted_on=SINCE
    )


def relocate_members(world, unit, other):
    PartyMembership.objects.filter(unit=world.units[unit]).update(unit=world.units[other])


def plan(world, person, number, days):
    decision = Decision.objects.earliest("pk")
    PlanEntry.objects.create(
        plan_title=nth(PlanTitle.objects, number),
        person=world.people[person],
        period=period(*days),
        opened_by=decision,
        closed_by=decision if days[1] else None,
    )


def unplan(world, number, last):
    entry = nth(PlanEntry.objects.filter(period__upper_inf=True), number)
    if entry:
        PlanEntry.objects.filter(pk=entry.pk).update(
            period=period(entry.period.lower, last), closed_by=Decision.objects.earliest("pk")
        )


def approve(world, unit, person, title):
    secretary = {"actor": world.user(f"{unit}_secretary"), "on": TODAY}
    pk = world.submission(unit).pk
    plan_title = world.plan_titles[unit, "2020-2025", title].pk
    planned = PlanEntry.objects.filter(plan_title=plan_title, period__upper_inf=True).values_list("person", flat=True)
    lines.propose(
        **secretary,
        submission=pk,
        plan_title=plan_title,
        person=world.people[person].pk,
        proposal="remove" if world.people[person].pk in planned else "add",
        reason="property",
        ground="age" if world.people[person].pk in planned else "",
    )
    lines.confirm_rest(**secretary, submission=pk)
    submissions.move(**secretary, submission=pk, verb="submit")
    submissions.move(actor=world.user("appraiser"), on=TODAY, submission=pk, verb="appraise")
    decisions.decide(
        actor=world.user("btv"), on=TODAY, submissions=[pk], number=f"{pk}-QĐ/HU", day=datetime.date(2020, 7, 5)
    )


edits = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from("MF"),
        "birth_date": st.dates(datetime.date(1955, 1, 1), datetime.date(1992, 12, 31)),
        "birth_precision": st.sampled_from(["day", "month", "year"]),
        "home_commune_code": st.sampled_from(["", "30340", "30355"]),
        "home_town": st.sampled_from(["", "Xã thử"]),
        "education": level,
        "theory": level,
        "state_management": level,
    },
).filter(bool)
columns = st.sampled_from(["education", "theory", "state_management"])
DEEDS = (
    (appoint, person, unit, title, span),
    (appoint_many, title, unit, span),
    (step_down, which, day),
    (strike, which),
    (transfer, unit, title),
    (edit, person, edits),
    (edit_all, columns, level),
    (hand_over, person, person),
    (merge, person, person),
    (unmerge, which),
    (join, person, st.sampled_from(["alpha1", "alpha2", "beta1", "gamma"]), span),
    (relocate_members, st.sampled_from(["alpha1", "beta1"]), st.sampled_from(["alpha2", "gamma"])),
    (plan, person, which, span),
    (unplan, which, day),
    (approve, st.sampled_from(["alpha", "beta"]), person, st.sampled_from(["secretary", "standing"])),
)
