import datetime

import pytest

from anphu.kit.notices import Notice
from anphu.kit.refusals import Refused
from planning.actions import publications
from planning.models import Decision, Publication, Receipt
from tests.deciding import approved

DAY = datetime.date(2020, 7, 7)


@pytest.fixture
def decided(world):
    world.decision = approved(world, [("alpha", "lan", "add"), ("alpha", "cuong", "remove")], "alpha")
    return world


def publish(world, audience="units", user="board", **more) -> Publication:
    asked = {"decision": world.decision.pk, "audience": audience, **more}
    return publications.publish(actor=world.user(user), on=more.pop("on", DAY), **asked)


def receive(world, *receipts, user="alpha_secretary", **more):
    return publications.receive(actor=world.user(user), on=DAY, receipts=[receipt.pk for receipt in receipts], **more)


def due(publication) -> set[tuple[str, str]]:
    rows = publication.receipts.values_list("unit__code", "person__full_name")
    return {(unit, person or "") for unit, person in rows}


AUDIENCES = {
    "units": {("alpha", "")},
    "people": {("alpha", ""), ("alpha", "Bùi Thị Ngọc Lan"), ("alpha", "Lê Quốc Cường")},
    "all": {("alpha", ""), ("beta", ""), ("gamma", "")},
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_publish_asks_the_audience_for_receipts(decided, audience):
    publication = publish(decided, audience, until=datetime.date(2020, 7, 20))

    assert due(publication) == AUDIENCES[audience]
    assert not publication.receipts.exclude(received_at=None).exists()


def test_publish_tells_the_secretaries_of_the_audience(decided):
    Notice.objects.all().delete()

    publish(decided)

    (notice,) = Notice.objects.all()
    assert (notice.user.username, notice.code) == ("alpha_secretary", "published")
    assert "2-QĐ/HU" in notice.text


def test_publish_to_all_opens_the_decision_to_their_units(decided):
    beta = decided.user("beta_secretary")
    assert not Decision.objects.visible_to(beta, DAY).exists()

    publish(decided, "all")

    assert Decision.objects.visible_to(beta, DAY).get() == decided.decision


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"audience": "moon"}, "unknown_audience"),
        ({"user": "btv"}, "not_allowed"),
        ({"user": "alpha_secretary"}, "not_allowed"),
        ({"user": "beta_secretary"}, "not_found"),
        ({"until": datetime.date(2020, 7, 6)}, "due_in_past"),
        ({"note": "x" * 501}, "too_long"),
        ({"decision": 10**9}, "not_found"),
    ],
)
def test_publish_bad_input_is_refused(decided, change, code):
    with pytest.raises(Refused) as refusal:
        publish(decided, **change)

    assert refusal.value.code == code
    assert not Publication.objects.exists()


def test_publish_twice_to_the_same_audience_is_refused_and_to_a_wider_one_is_not(decided):
    publish(decided)

    with pytest.raises(Refused) as refusal:
        publish(decided)

    assert refusal.value.code == "already_published"
    assert due(publish(decided, "people")) == AUDIENCES["people"]


def test_receive_confirms_the_unit_and_records_when_people_were_told(decided):
    publication = publish(decided, "people")
    unit = publication.receipts.get(person=None)
    people = publication.receipts.exclude(person=None)

    receive(decided, unit)
    receive(decided, *people, told_on=DAY, note="Trực tiếp")

    unit.refresh_from_db()
    assert (unit.received_by, unit.told_on) == (decided.users["alpha_secretary"], None)
    assert set(people.values_list("told_on", "note")) == {(DAY, "Trực tiếp")}


@pytest.mark.parametrize(
    ("whom", "change", "code"),
    [
        ("person", {}, "day_needed"),
        ("person", {"told_on": datetime.date(2020, 7, 6)}, "day_out_of_order"),
        ("person", {"told_on": datetime.date(2020, 7, 8)}, "day_out_of_order"),
        ("unit", {"user": "beta_secretary"}, "not_found"),
        ("unit", {"user": "alpha_clerk"}, "not_allowed"),
        ("unit", {"note": "x" * 301}, "too_long"),
    ],
)
def test_receive_bad_input_is_refused(decided, whom, change, code):
    publication = publish(decided, "people")
    receipt = publication.receipts.filter(person__isnull=whom == "unit").first()

    with pytest.raises(Refused) as refusal:
        receive(decided, receipt, **change)

    assert refusal.value.code == code
    assert not Receipt.objects.exclude(received_at=None).exists()


def test_receive_twice_is_refused(decided):
    receipt = publish(decided).receipts.get()
    receive(decided, receipt)

    with pytest.raises(Refused) as refusal:
        receive(decided, receipt)

    assert refusal.value.code == "already_received"
