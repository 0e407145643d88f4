"""Two records that are one person: merged, with what refers to them; or remembered as two people."""

import datetime
import threading

import pgtrigger
import pytest
from django.db import connection, transaction

from anphu.kit import history
from anphu.kit.refusals import Refused
from orgtree.actions import identity
from orgtree.actions.identity import Choices
from orgtree.models import (
    Confirmation,
    DossierRead,
    FamilyMember,
    Merge,
    NotSame,
    PartyMembership,
    Person,
    Posting,
    Training,
)
from orgtree.queries import merging
from planning.models import Line, PlanEntry
from tests.orgtree.actions.twins import everything, gesture, merged


def test_every_table_that_refers_to_a_person_can_follow_it():
    """A new append-only table about people has to say what a merge does with it: see STAYING."""
    protected = {
        model
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pgtrigger.Protect) and str(pgtrigger.Update) in str(trigger.operation)
    }
    followers = {model for model, _name in identity.references()}
    assert len(followers) > 25
    assert followers & protected == set()
    assert {Confirmation, DossierRead} <= protected


def refused(world, **arguments) -> Refused:
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        identity.merge(**{**gesture(world), **arguments})
    assert everything() == before
    return refusal.value


def test_everything_that_refers_to_the_record_refers_to_the_kept_one(world, twins, choices):
    an, second = twins
    identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    stays = {"orgtree.Attachment": 1, "orgtree.Contact": 1}  # the second photo; the part that both have
    for model, name in identity.references():
        left = model._base_manager.filter(**{name: second}).count()
        assert left == stays.get(model._meta.label, 0), (model, name)
    assert {rating.year for rating in an.rating_rows.all()} == {2018, 2019}
    assert an.training_rows.count() == 2
    assert an.employment.main_work == "tổ chức"
    assert an.background.arrests == "không"
    assert PlanEntry.objects.filter(person=an).exists()
    assert Line.objects.filter(person=an, submission=world.submission("beta")).exists()
    assert an.accounts.get().username == "nobody"
    assert an.kin_of.get().person == world.people["binh"]
    assert (second.confirmations.count(), second.reads.count()) == (1, 1)


def test_record_given_up_is_seen_by_nobody(world, twins, choices):
    an, second = twins
    identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    for name in world.users:
        seen = Person.objects.visible_to(world.user(name), world.today)
        assert not seen.filter(pk=second.pk).exists(), name


def test_fields_are_those_that_were_chosen(world, twins, choices):
    an, second = twins
    take = {("core", "identity_number"), ("core", "birth_date"), ("core", "full_name"), ("contact", "email")}
    identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=Choices(frozenset(take), choices.leave))
    an.refresh_from_db()
    second.refresh_from_db()
    assert (an.full_name, an.name_fold) == ("Nguyễn Văn Ân", "nguyen van an")
    assert (an.birth_date, an.birth_precision) == (datetime.date(1972, 1, 1), "year")
    assert (an.identity_number, second.identity_number) == ("089072001234", "")
    assert (an.contact.residence, an.contact.email) == ("ấp An Hòa", "an@example.vn")
    assert an.education == 4


def test_rows_that_cannot_stand_together_are_named(world, twins, choices):
    an, second = twins
    refusal = refused(world, kept=an.pk, gone=second.pk)
    assert (refusal.code, refusal.extra["section"]) == ("rows_collide", "memberships")
    assert "Chi bộ" in str(refusal)
    assert "#" not in str(refusal)
    without = Choices(leave=frozenset(pair for pair in choices.leave if pair[0] != "ratings"))
    refusal = refused(world, kept=an.pk, gone=second.pk, choices=without)
    assert (refusal.code, refusal.extra["section"]) == ("rows_collide", "ratings")
    assert "2018" in str(refusal)


def test_relatives_are_two_people(world, twins, choices):
    an, second = twins
    with history.acting(actor=None, verb="test", reason="test"):
        FamilyMember.objects.create(person=an, name="em", relative=second)
    assert refused(world, kept=an.pk, gone=second.pk, choices=choices).code == "rows_collide"


def test_plan_that_has_both_is_for_a_decision(world, twins, choices):
    an, second = twins
    entry = PlanEntry.objects.get(person=second)
    with history.acting(actor=None, verb="test", reason="test"):
        PlanEntry.objects.create(plan_title=entry.plan_title, person=an, period=entry.period, opened_by=entry.opened_by)
        Line.objects.filter(person=second).delete()
    refusal = refused(world, kept=an.pk, gone=second.pk, choices=choices)
    assert refusal.code == "unsettled"
    assert entry.plan_title.title.name in str(refusal)


def test_double_line_on_which_nobody_decided_is_for_the_unit(world, twins, choices):
    an, second = twins
    line = Line.objects.get(person=second)
    with history.acting(actor=None, verb="test", reason="test"):
        Line.objects.create(submission=line.submission, plan_title=line.plan_title, person=an, proposal="keep")
    assert refused(world, kept=an.pk, gone=second.pk, choices=choices).code == "unsettled"


@pytest.mark.parametrize("name", ["alpha_secretary", "beta_secretary", "appraiser", "btv", "inspector", "nobody"])
def test_only_who_edits_both_merges(world, twins, name):
    an, second = twins
    refusal = refused(world, **gesture(world, name), kept=an.pk, gone=second.pk)
    assert refusal.status in (403, 404)


def test_record_is_not_merged_with_itself_nor_twice(world, twins, choices):
    an, second = twins
    assert refused(world, kept=an.pk, gone=an.pk).code == "same_record"
    identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    assert refused(world, kept=world.people["binh"].pk, gone=second.pk).code in ("given_up", "no_such_person")


@pytest.mark.parametrize(("reason", "code"), [("  ", "needs_reason"), ("x" * 501, "too_long")])
def test_merge_without_a_usable_reason_is_refused(world, twins, reason, code):
    an, second = twins
    assert refused(world, kept=an.pk, gone=second.pk, reason=reason).code == code


def test_history_of_both_records_is_one(world, twins, choices):
    an, second = twins
    assert merging.records_of(an.pk) == [an.pk]
    row = merged(world, twins, choices)
    assert merging.records_of(an.pk) == [an.pk, second.pk]
    assert list(merging.merges_of(an.pk)) == list(merging.merges_of(second.pk)) == [row]


def test_two_people_are_remembered_in_either_order_once(world):
    an, binh = world.people["an"], world.people["binh"]
    for one, other in ((an, binh), (binh, an)):
        identity.not_same(**gesture(world), one=one.pk, other=other.pk)
    assert list(NotSame.objects.values_list("one", "other")) == [(an.pk, binh.pk)]
    with pytest.raises(Refused):
        identity.not_same(**gesture(world, "alpha_secretary"), one=an.pk, other=binh.pk)


def test_comparison_costs_as_many_queries_however_much_there_is(world, twins, django_assert_num_queries):
    an, second = twins
    user = world.user("board")
    user.granted("see_people")
    with django_assert_num_queries(2):
        merging.compared(an, second, user, world.today)
    with history.acting(actor=None, verb="test", reason="test"):
        Training.objects.bulk_create(Training(person=second, school=str(number)) for number in range(5))
        FamilyMember.objects.create(person=second, name="chị", relative=world.people["giang"])
    with django_assert_num_queries(3):
        compared = merging.compared(an, second, user, world.today)
    assert {part.section.code: len(part.rows) for part in compared if part.rows}["training"] == 7


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_at_once_one_is_told(world, twins, choices):
    an, second = twins
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(kept, gone):
        start.wait()
        try:
            identity.merge(**gesture(world), kept=kept, gone=gone, choices=choices)
            outcomes.append("merged")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((an.pk, second.pk), (an.pk, second.pk))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["given_up", "merged"] or sorted(outcomes) == ["merged", "no_such_person"]
    assert Merge.objects.count() == 1


def test_a_merge_that_leaves_nobody_who_sees_the_person_is_refused(world):
    kept, gone = world.people["an"], world.people["binh"]
    belonging = {
        (code, row.pk)
        for code, model in (("memberships", PartyMembership), ("postings", Posting))
        for row in model.objects.filter(person__in=[kept, gone])
    }
    choices = Choices(frozenset(), frozenset(belonging))
    assert refused(world, kept=kept.pk, gone=gone.pk, choices=choices).code == "belongs_nowhere"
    assert not Merge.objects.exists()
