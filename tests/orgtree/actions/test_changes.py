import datetime
import threading

import pytest
from django.apps import apps
from django.db import connection

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.refusals import Refused
from orgtree.actions import changes, dossiers
from orgtree.actions.changes import Ruling
from orgtree.choices import Verdict
from orgtree.models import ChangeRequest, Contact, HealthCheck, PartyMembership, Person, Training, User
from orgtree.queries import changes as queries
from orgtree.sections import BY_CODE, CORE

YES, NO = Ruling(True), Ruling(False, "không có giấy tờ")


def proposed(world, name="alpha_clerk", key="an", code="contact", **more) -> ChangeRequest:
    section = CORE if code == "core" else BY_CODE[code]
    asked = {"values": {"residence": "ấp An Hòa", "phone": "0900000001"}, "reason": "theo giấy tờ", **more}
    return changes.propose(
        actor=world.user(name), on=world.today, person=world.people[key].pk, section=section, **asked
    )


def decided(world, request, name="board", **rulings) -> ChangeRequest:
    return changes.decide(actor=world.user(name), on=world.today, change=request.pk, rulings=rulings)


def refused(call, *arguments, **more) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(*arguments, **more)
    return refusal.value


@pytest.fixture
def contact(world):
    with history.acting(actor=None, verb="test", reason="test"):
        return Contact.objects.create(person=world.people["an"], residence="ấp cũ", phone="1")


@pytest.fixture
def training(world):
    with history.acting(actor=None, verb="test", reason="test"):
        return Training.objects.create(person=world.people["an"], school="Trường A", ended=PartialDate(2001))


@pytest.fixture
def concerned(world):
    """`an` with an account of their own and no role."""
    User.objects.filter(username="nobody").update(person=world.people["an"])
    return world.user("nobody")


def told(world, request, name="board"):
    rows = queries.lines(request, world.user(name), world.today)
    return {line.item.field: (line.before, line.after, line.now) for line in rows}


def test_request_holds_what_differs_and_writes_nothing(world, contact):
    request = proposed(world, values={"residence": "ấp mới", "phone": "1", "email": ""})
    assert told(world, request) == {"residence": ("ấp cũ", "ấp mới", None)}
    assert Contact.objects.get().residence == "ấp cũ"


def test_accepted_fields_are_written_and_refused_ones_are_not(world, contact):
    request = proposed(world)
    row = decided(world, request, residence=YES, phone=NO)
    contact.refresh_from_db()
    assert (contact.residence, contact.phone) == ("ấp An Hòa", "1")
    assert (row.state, row.decided_by) == (Verdict.ACCEPTED, world.users["board"])
    verdicts = {item.field: (item.verdict, item.note) for item in row.items.all()}
    assert verdicts == {"residence": ("accepted", ""), "phone": ("refused", "không có giấy tờ")}


def test_request_of_which_nothing_is_accepted_is_refused(world, contact):
    assert decided(world, proposed(world), residence=NO, phone=NO).state == Verdict.REFUSED
    contact.refresh_from_db()
    assert contact.residence == "ấp cũ"


def test_part_that_is_not_there_yet_is_made(world):
    decided(world, proposed(world), residence=YES, phone=YES)
    assert Contact.objects.get(person=world.people["an"]).phone == "0900000001"


def test_core_is_changed_with_its_partial_birth_date(world):
    request = proposed(world, code="core", values={"birth_date": PartialDate(1972, 5), "full_name": "Nguyễn Văn Ân"})
    assert told(world, request)["birth_date"] == ("01/05/1972", "05/1972", None)
    decided(world, request, birth_date=YES, full_name=YES)
    person = Person.objects.get(pk=world.people["an"].pk)
    assert (person.full_name, person.birth_precision) == ("Nguyễn Văn Ân", "month")


def test_rows_are_added_changed_and_taken_out(world, training):
    new = proposed(world, code="training", values={"school": "Trường B", "ended": PartialDate(2005)})
    decided(world, new, school=YES, ended=YES)
    change = proposed(world, code="training", row=training.pk, values={"school": "Trường C"})
    decided(world, change, school=YES)
    assert set(Training.objects.values_list("school", flat=True)) == {"Trường B", "Trường C"}
    gone = proposed(world, code="training", row=training.pk, values=None, remove=True)
    assert told(world, gone)["school"] == ("Trường C", "", None)
    decided(world, gone, school=YES, ended=YES)
    assert set(Training.objects.values_list("school", flat=True)) == {"Trường B"}


def test_membership_that_lacks_what_it_needs_is_proposed_and_not_written(world):
    request = proposed(world, code="memberships", values={"unit": world.units["alpha2"].pk})
    assert told(world, request)["unit"] == ("", "Chi bộ ấp An Khánh", None)
    assert refused(decided, world, request, unit=YES).code == "invalid"


def test_row_is_taken_out_whole_or_not_at_all(world, training):
    gone = proposed(world, code="training", row=training.pk, values=None, remove=True)
    assert refused(decided, world, gone, school=YES, ended=NO).code == "not_divisible"


def test_record_that_changed_meanwhile_is_not_overwritten(world, contact, training):
    request = proposed(world, values={"residence": "ấp mới"})
    gone = proposed(world, code="training", row=training.pk, values=None, remove=True)
    board = {"actor": world.user("board"), "on": world.today, "reason": "x", "person": world.people["an"]}
    dossiers.save(**board, section=BY_CODE["contact"], values={"residence": "ấp khác"})
    dossiers.save(**board, section=BY_CODE["training"], values={"school": "Khác"}, row=training.pk)
    assert refused(decided, world, request, residence=YES).code == "changed_meanwhile"
    assert refused(decided, world, gone, school=YES, ended=YES).code == "changed_meanwhile"
    assert told(world, request)["residence"] == ("ấp cũ", "ấp mới", "ấp khác")
    request.refresh_from_db()
    assert request.state == Verdict.PENDING
    dossiers.remove(**board, section=BY_CODE["training"], row=training.pk)
    assert refused(decided, world, gone, school=YES, ended=YES).code == "no_such_row"


def test_other_fields_that_changed_meanwhile_stay(world, contact):
    request = proposed(world, values={"residence": "ấp mới"})
    board = {"actor": world.user("board"), "on": world.today, "reason": "x", "person": world.people["an"]}
    dossiers.save(**board, section=BY_CODE["contact"], values={"phone": "2"})
    decided(world, request, residence=YES)
    contact.refresh_from_db()
    assert (contact.residence, contact.phone) == ("ấp mới", "2")


def test_person_concerned_proposes_for_the_own_open_parts_alone(world, concerned):
    proposed(world, "nobody")
    assert refused(proposed, world, "nobody", key="binh").code == "no_such_person"
    assert refused(proposed, world, "nobody", code="health", values={"height": "170"}).code == "not_allowed"
    assert refused(proposed, world, "nobody", code="family", values={"stance": "x"}).code == "unknown_field"


@pytest.mark.parametrize(
    ("name", "key", "code", "status"),
    [
        ("alpha_clerk", "em", "contact", 404),
        ("beta_secretary", "an", "contact", 404),
        ("alpha_secretary", "an", "health", 403),
        ("appraiser", "an", "contact", 403),
        ("auditor", "an", "contact", 404),
        ("nobody", "an", "contact", 404),
    ],
)
def test_who_has_no_right_proposes_nothing(world, name, key, code, status):
    values = {"height": "170"} if code == "health" else {"phone": "1"}
    assert refused(proposed, world, name, key, code, values=values).status == status
    assert not ChangeRequest.objects.exists()


def test_restricted_requests_are_closed_to_who_does_not_see_the_part(world):
    proposed(world, "board", code="health", values={"height": "170"})
    proposed(world)

    def count(name):
        user = world.user(name)
        return queries.seen(ChangeRequest.objects.visible_to(user, world.today), user, world.today).count()

    names = ("board", "appraiser", "inspector", "alpha_secretary", "beta_secretary", "auditor")
    assert {name: count(name) for name in names} == {
        "board": 2,
        "appraiser": 2,
        "inspector": 2,
        "alpha_secretary": 1,
        "beta_secretary": 0,
        "auditor": 0,
    }


def test_membership_elsewhere_is_no_row_to_propose_about(world):
    elsewhere = PartyMembership.objects.get(person=world.people["em"])
    assert refused(
        proposed, world, code="memberships", row=elsewhere.pk, values={"admitted_on": datetime.date(2009, 1, 1)}
    ).code == ("no_such_row")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"values": {}}, "nothing_changed"),
        ({"values": {"residence": ""}}, "nothing_changed"),
        ({"values": {"salary": "1"}}, "unknown_field"),
        ({"values": {"email": "không phải"}}, "invalid"),
        ({"values": {"residence": "x" * 201}}, "invalid"),
        ({"reason": " "}, "needs_reason"),
        ({"reason": "x" * 501}, "too_long"),
        ({"remove": True}, "no_such_row"),
        ({"code": "training", "row": 10**9, "values": {"school": "x"}}, "no_such_row"),
    ],
)
def test_request_that_makes_no_sense_is_refused(world, more, code):
    assert refused(proposed, world, **more).code == code
    assert not ChangeRequest.objects.exists()


def test_nobody_asks_twice_about_the_same_field(world):
    proposed(world, values={"phone": "1"})
    assert refused(proposed, world, values={"phone": "2"}).code == "already_waiting"
    proposed(world, values={"residence": "x"})
    proposed(world, "alpha_secretary", values={"phone": "2"})


def test_request_is_taken_back_by_who_proposed_it_alone(world):
    request = proposed(world)
    back = {"on": world.today, "change": request.pk}
    assert refused(changes.withdraw, actor=world.user("alpha_secretary"), **back).code == "not_allowed"
    assert changes.withdraw(actor=world.user("alpha_clerk"), **back).state == Verdict.WITHDRAWN
    assert refused(changes.withdraw, actor=world.user("alpha_clerk"), **back).code == "already_decided"
    assert refused(decided, world, request, residence=YES, phone=YES).code == "already_decided"


def test_nobody_decides_on_the_own_request_or_dossier(world):
    own = proposed(world, "board")
    assert refused(decided, world, own, residence=YES, phone=YES).code == "own_work"
    User.objects.filter(username="board").update(person=world.people["an"])
    theirs = proposed(world)
    assert refused(decided, world, theirs, residence=YES, phone=YES).code == "own_work"
    assert queries.waiting(world.user("board"), world.today).count() == 0


@pytest.mark.parametrize("name", ["alpha_secretary", "appraiser", "btv", "inspector"])
def test_only_the_board_decides(world, name):
    request = proposed(world)
    assert refused(decided, world, request, name, residence=YES, phone=YES).code == "not_allowed"


@pytest.mark.parametrize(
    ("rulings", "code"),
    [
        ({"residence": YES}, "not_all_ruled"),
        ({"residence": YES, "phone": YES, "email": YES}, "not_all_ruled"),
        ({"residence": YES, "phone": Ruling(False, " ")}, "needs_reason"),
        ({"residence": YES, "phone": Ruling(False, "x" * 501)}, "too_long"),
    ],
)
def test_every_field_is_decided_and_refusals_have_reasons(world, rulings, code):
    request = proposed(world)
    before = Contact.objects.count()
    with pytest.raises(Refused) as refusal:
        decided(world, request, **rulings)
    assert (refusal.value.code, Contact.objects.count()) == (code, before)


def test_chosen_requests_are_accepted_each_for_itself(world, contact):
    good, stale, own = proposed(world, key="binh"), proposed(world), proposed(world, "board", key="cuong")
    board = {"actor": world.user("board"), "on": world.today}
    dossiers.save(
        **board, reason="x", person=world.people["an"], section=BY_CODE["contact"], values={"residence": "khác"}
    )
    done, refusals = changes.accept_many(**board, requests=[good.pk, stale.pk, own.pk, good.pk, 10**9])
    assert done == 1
    assert {pk: refusal.code for pk, refusal in refusals} == {
        stale.pk: "changed_meanwhile",
        own.pk: "own_work",
        10**9: "not_found",
    }
    assert Contact.objects.get(person=world.people["binh"]).residence == "ấp An Hòa"


def test_history_names_who_proposed_and_who_decided(world):
    decided(world, proposed(world), residence=YES, phone=YES)
    events = apps.get_model("orgtree", "ContactEvent").objects.select_related("pgh_context")
    said = events.get().pgh_context.metadata
    assert (said["actor"], "alpha_clerk" in said["reason"]) == ("board", True)


def test_health_stays_encrypted_in_a_request(world):
    request = proposed(world, "board", code="health", values={"height": "170"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT after FROM orgtree_changeitem WHERE request_id = %s", [request.pk])
        assert cursor.fetchone()[0].startswith("e1:")
    assert not HealthCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(world):
    request = proposed(world)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(ruling):
        start.wait()
        try:
            decided(world, request, residence=ruling, phone=ruling)
            outcomes.append("decided")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[ruling]) for ruling in (YES, NO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already_decided", "decided"]
    request.refresh_from_db()
    accepted = request.state == Verdict.ACCEPTED
    assert Contact.objects.filter(person=world.people["an"]).exists() == accepted


def test_what_stands_in_the_dossier_now_is_not_told_of_people_who_left(world, contact):
    request = proposed(world, values={"residence": "ấp mới"})
    board = {"actor": world.user("board"), "on": world.today, "reason": "x", "person": world.people["an"]}
    dossiers.save(**board, section=BY_CODE["contact"], values={"residence": "ấp khác"})
    proposer = request.proposed_by.username
    assert told(world, request, proposer)["residence"] == ("ấp cũ", "ấp mới", "ấp khác")
    with history.acting(actor=None, verb="test", reason="test"):
        world.people["an"].memberships.update(unit=world.units["beta1"])
        world.people["an"].postings.all().delete()
    assert told(world, request, proposer)["residence"] == ("ấp cũ", "ấp mới", None)
