"""A merge taken back: every row as it was, or a sentence that says what has come between."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import identity
from orgtree.actions.identity import Choices
from orgtree.models import (
    FamilyMember,
    Merge,
    Person,
    Posting,
    Rating,
    Training,
)
from orgtree.queries import merging
from planning.models import PlanEntry
from tests.orgtree.actions.twins import everything, gesture, merged


def not_undone(world, row) -> Refused:
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        identity.unmerge(**gesture(world), merge=row.pk)
    assert everything() == before
    return refusal.value


def test_merge_and_its_undo_leave_every_row_as_it_was(world, twins, choices):
    an, second = twins
    before = everything()
    take = frozenset({("core", "identity_number"), ("core", "party_card"), ("contact", "residence")})
    row = identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=Choices(take, choices.leave))
    assert everything() != before
    undone = identity.unmerge(**gesture(world), merge=row.pk)
    assert everything() == before
    assert (undone.moved, undone.undone_by) == ("", world.users["board"])


ITEMS = [("core", name) for name in ("full_name", "birth_date", "identity_number", "party_card", "education", "theory")]
ITEMS += [("contact", name) for name in ("residence", "phone", "email")]


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    take=st.sets(st.sampled_from(ITEMS)),
    turned=st.booleans(),
    left=st.sets(st.integers(0, 11)),
    again=st.booleans(),
)
def test_any_choice_is_taken_back_exactly(world, twins, take, turned, left, again):
    """Whichever record is kept, whatever is taken and left out; twice over, too."""
    kept, gone = reversed(twins) if turned else twins
    compared = merging.compared(kept, gone, world.user("board"), world.today)
    rows = [(part.section.code, row) for part in compared for row in part.rows]
    leave = {(code, row.pk) for number, (code, row) in enumerate(rows) if row.leave or (number in left and row.of_gone)}
    before = everything()
    with transaction.atomic():
        for _time in range(1 + again):
            made = identity.merge(
                **gesture(world), kept=kept.pk, gone=gone.pk, choices=Choices(frozenset(take), frozenset(leave))
            )
            identity.unmerge(**gesture(world), merge=made.pk)
            assert everything() == before
        transaction.set_rollback(True)


def test_number_of_the_record_given_up_is_free_again(world, twins, choices):
    an, second = twins
    row = identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    number = second.identity_number
    with history.acting(actor=None, verb="test", reason="test"):
        Person.objects.filter(pk=world.people["binh"].pk).update(identity_number=number)
    assert not_undone(world, row).code == "taken_since"


def test_entries_of_the_past_that_collide_stay_with_the_record_given_up(world, twins, choices):
    an, second = twins
    entry = PlanEntry.objects.get(person=second)
    with history.acting(actor=None, verb="test", reason="test"):
        day = datetime.date(2019, 1, 1)
        PlanEntry.objects.filter(pk=entry.pk).update(period=period(entry.period.lower, day), closed_by=entry.opened_by)
        PlanEntry.objects.create(plan_title=entry.plan_title, person=an, period=entry.period, opened_by=entry.opened_by)
    before = everything()
    row = identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    assert PlanEntry.objects.get(pk=entry.pk).person == second
    identity.unmerge(**gesture(world), merge=row.pk)
    assert everything() == before


def test_undo_says_which_field_was_changed_since(world, twins, choices):
    row = merged(world, twins, choices, ("core", "education"))
    with history.acting(actor=None, verb="test", reason="test"):
        Person.objects.filter(pk=twins[0].pk).update(education=6)
    refusal = not_undone(world, row)
    assert (refusal.code, refusal.extra["fields"]) == ("changed_since", ["education"])


def test_undo_says_what_is_no_longer_there(world, twins, choices):
    row = merged(world, twins, choices)
    with history.acting(actor=None, verb="test", reason="test"):
        Training.objects.get(school="Trường B").delete()
    refusal = not_undone(world, row)
    assert (refusal.code, refusal.extra["model"]) == ("gone_since", "orgtree.Training")


def test_undo_says_what_took_the_place(world, twins, choices):
    left = frozenset({*choices.leave, ("ratings", Rating.objects.get(person=twins[0]).pk)})
    row = merged(world, twins, Choices(leave=left))
    with history.acting(actor=None, verb="test", reason="test"):
        Rating.objects.create(person=twins[0], year=2018)
    refusal = not_undone(world, row)
    assert (refusal.code, refusal.extra["model"]) == ("taken_since", "orgtree.Rating")


def test_merges_are_taken_back_from_the_last(world, twins, choices):
    an, second = twins
    row = merged(world, twins, choices)
    binh = world.people["binh"]
    compared = merging.compared(binh, an, world.user("board"), world.today)
    leave = {(part.section.code, found.pk) for part in compared for found in part.rows if found.leave}
    leave |= {("family", member.pk) for member in FamilyMember.objects.filter(person=binh)}
    later = identity.merge(**gesture(world), kept=binh.pk, gone=an.pk, choices=Choices(leave=frozenset(leave)))
    with pytest.raises(Refused):
        identity.unmerge(**gesture(world), merge=row.pk)
    identity.unmerge(**gesture(world), merge=later.pk)
    identity.unmerge(**gesture(world), merge=row.pk)
    assert Posting.objects.filter(person=second).count() == 1


def test_undo_is_done_once_and_only_by_who_edits(world, twins, choices):
    row = merged(world, twins, choices)
    with pytest.raises(Refused) as refusal:
        identity.unmerge(**gesture(world, "alpha_secretary"), merge=row.pk)
    assert refusal.value.code == "not_allowed"
    identity.unmerge(**gesture(world), merge=row.pk)
    assert not_undone(world, row).code == "already_undone"
    assert not_undone(world, Merge(pk=10**9)).code == "not_found"
