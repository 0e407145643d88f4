import datetime
import threading

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import identity
from orgtree.actions.identity import Choices
from orgtree.models import (
    Attachment,
    Background,
    ChangeRequest,
    Confirmation,
    Contact,
    DossierRead,
    Employment,
    FamilyMember,
    Merge,
    NotSame,
    PartyMembership,
    Person,
    Posting,
    Rating,
    Training,
    User,
)
from orgtree.queries import merging
from planning.models import Line, PlanEntry

SINCE = datetime.date(2010, 1, 1)


@pytest.fixture
def twins(world):
    """`an` and a second record of the same man, with something of every kind on both sides."""
    an = world.people["an"]
    with history.acting(actor=None, verb="test", reason="test"):
        second = Person.objects.create(
            full_name="Nguyễn Văn Ân",
            sex="M",
            birth_date=datetime.date(1972, 1, 1),
            birth_precision="year",
            ethnic_group=an.ethnic_group,
            religion=an.religion,
            identity_number="089072001234",
            education=5,
        )
        joined = {"admitted_on": SINCE, "official_on": datetime.date(2011, 1, 1)}
        PartyMembership.objects.create(person=second, unit=world.units["beta1"], period=period(SINCE), **joined)
        Posting.objects.create(
            person=second, unit=world.units["beta"], title=world.titles["member"], period=period(SINCE)
        )
        Contact.objects.create(person=an, residence="ấp An Hòa", phone="0900000001")
        Contact.objects.create(person=second, residence="ấp Phú Mỹ", email="an@example.vn")
        Employment.objects.create(person=second, main_work="tổ chức")
        Background.objects.create(person=second, arrests="không")
        for owner, year in ((an, 2018), (second, 2019), (second, 2018)):
            Rating.objects.create(person=owner, year=year)
        Training.objects.create(person=an, school="Trường A", ended=PartialDate(2001))
        Training.objects.create(person=second, school="Trường B", ended=PartialDate(2002, 5))
        FamilyMember.objects.create(person=world.people["binh"], name="anh", relative=second)
        Confirmation.objects.create(person=second, section="core", by=world.users["board"])
        ChangeRequest.objects.create(
            person=second, section="contact", kind="change", reason="x", proposed_by=world.users["beta_secretary"]
        )
        file = Artifact.objects.create(name="a.pdf", media_type="application/pdf", size=1, digest="0" * 64)
        for owner in (an, second):
            Attachment.objects.create(person=owner, title="ảnh", kind="photo", artifact=file)
        Attachment.objects.create(person=second, title="bằng", kind="diploma", artifact=file)
        User.objects.filter(username="nobody").update(person=second)
        plan = PlanEntry.objects.get(person=world.people["giang"])
        PlanEntry.objects.create(
            plan_title=plan.plan_title, person=second, period=plan.period, opened_by=plan.opened_by
        )
        Line.objects.create(
            submission=world.submission("beta"), plan_title=plan.plan_title, person=second, proposal="keep"
        )
    DossierRead.objects.create(reader=world.users["board"], person=second, kind="dossier")
    return an, second


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


def gesture(world, name="board"):
    return {"actor": world.user(name), "on": world.today, "reason": "cùng một người"}


def clashing(section: str, model, second, **which) -> tuple[str, int]:
    return section, model.objects.get(person=second, **which).pk


@pytest.fixture
def choices(twins):
    """What the page would offer: of rows that cannot stand together the second record's are left out."""
    _an, second = twins
    return Choices(
        leave=frozenset(
            {clashing("memberships", PartyMembership, second), clashing("ratings", Rating, second, year=2018)}
        )
    )


def everything() -> dict[str, list]:
    """Every row of every table of people and plans, as the program reads it; what only records a merge is left out."""
    models = [
        model
        for app in ("orgtree", "planning")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model is not Merge and model._meta.label not in {"planning.StaleMark", "planning.Snapshot"}
    }


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


def test_number_of_the_record_given_up_is_free_again(world, twins, choices):
    an, second = twins
    row = identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=choices)
    number = second.identity_number
    with history.acting(actor=None, verb="test", reason="test"):
        Person.objects.filter(pk=world.people["binh"].pk).update(identity_number=number)
    assert not_undone(world, row).code == "taken_since"


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


def test_rows_that_cannot_stand_together_are_named(world, twins, choices):
    an, second = twins
    refusal = refused(world, kept=an.pk, gone=second.pk)
    assert (refusal.code, refusal.extra["section"]) == ("rows_collide", "memberships")
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


def merged(world, twins, choices, *take) -> Merge:
    an, second = twins
    return identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=Choices(frozenset(take), choices.leave))


def not_undone(world, row) -> Refused:
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        identity.unmerge(**gesture(world), merge=row.pk)
    assert everything() == before
    return refusal.value


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
