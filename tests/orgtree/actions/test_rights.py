"""The register of data-subject requests: who keeps it, what may be done when, and by when."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import rights
from orgtree.choices import RightsKind
from orgtree.models import Holiday, PartyMembership, Posting, RightsRequest
from tests.world import SINCE

TODAY = datetime.date(2020, 7, 7)  # a Tuesday
MONDAY = datetime.date(2020, 7, 6)


@pytest.fixture
def register(world):
    """The world with the deadlines of the law, and a way to record a request of somebody of alpha."""
    world.deadlines()

    def record(kind=RightsKind.SEE, received=MONDAY, person="cuong", **more):
        arguments = {"actor": world.user("board"), "on": TODAY, "content": "Xin xem hồ sơ", **more}
        return rights.record(person=world.people[person].pk, kind=kind, received_on=received, **arguments)

    return record


def by_board(world, **more):
    return {"actor": world.user("board"), "on": TODAY, **more}


def refused(code, deed, **arguments):
    with pytest.raises(Refused) as refusal:
        deed(**arguments)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kind", "answer_by"),
    [
        (RightsKind.SEE, datetime.date(2020, 7, 20)),
        (RightsKind.CORRECT, datetime.date(2020, 7, 20)),
        (RightsKind.COPY, datetime.date(2020, 7, 20)),
        (RightsKind.RESTRICT, datetime.date(2020, 7, 27)),
        (RightsKind.DELETE, datetime.date(2020, 8, 3)),
    ],
)
def test_request_is_due_by_the_law_of_its_kind(register, kind, answer_by):
    row = register(kind)
    assert (row.acknowledge_by, row.answer_by) == (datetime.date(2020, 7, 8), answer_by)


def test_deadline_leaves_out_holidays(register):
    with history.acting(actor=None, verb="test", reason="a holiday"):
        Holiday.objects.create(day=datetime.date(2020, 7, 8), name="Ngày nghỉ thử")
    row = register()
    assert (row.acknowledge_by, row.answer_by) == (datetime.date(2020, 7, 9), datetime.date(2020, 7, 21))


def test_request_of_the_future_or_without_words_is_refused(register, world):
    refused("not_yet", register, received=datetime.date(2020, 7, 8))
    refused("needs_words", register, content=" \u200b ")
    refused("too_long", register, content="x" * 501)
    assert not RightsRequest.objects.exists()


def test_request_before_any_law_is_refused(register):
    refused("no_deadline", register, received=datetime.date(2009, 12, 31))


@pytest.mark.parametrize(
    "name", ["alpha_secretary", "alpha_clerk", "appraiser", "btv", "inspector", "auditor", "admin"]
)
def test_only_the_board_keeps_the_register(register, world, name):
    refused("no_such_person", register, actor=world.user(name))
    row = register()
    refused("not_found", rights.acknowledge, actor=world.user(name), on=TODAY, asked=row.pk)


def test_acknowledged_once(register, world):
    row = rights.acknowledge(**by_board(world, asked=register().pk))
    assert row.acknowledged_on == TODAY
    refused("acknowledged", rights.acknowledge, **by_board(world, asked=row.pk))


def test_answer_is_put_off_once_by_the_days_of_the_law(register, world):
    row = rights.extend(**by_board(world, asked=register().pk, reason="Phải xác minh"))
    assert (row.extended, row.answer_by) == (True, datetime.date(2020, 8, 3))
    refused("extended", rights.extend, **by_board(world, asked=row.pk, reason="Phải xác minh"))


def test_answer_that_is_late_is_not_put_off(register, world):
    row = register(received=datetime.date(2020, 6, 1))
    refused("too_late", rights.extend, **by_board(world, asked=row.pk, reason="Phải xác minh"))


def test_extension_needs_its_reason(register, world):
    refused("needs_words", rights.extend, **by_board(world, asked=register().pk, reason=" "))


@pytest.mark.parametrize("granted", [True, False])
def test_answer_needs_words_and_acknowledges(register, world, granted):
    row = register()
    refused("needs_words", rights.answer, **by_board(world, asked=row.pk, granted=granted, reason=""))
    row = rights.answer(**by_board(world, asked=row.pk, granted=granted, reason="Theo Điều 14"))
    assert (row.answered_on, row.granted, row.answer, row.acknowledged_on) == (TODAY, granted, "Theo Điều 14", TODAY)


def test_what_was_answered_stays(register, world):
    row = rights.answer(**by_board(world, asked=register().pk, granted=True, reason="Đã cho xem"))
    refused("answered", rights.answer, **by_board(world, asked=row.pk, granted=False, reason="Nghĩ lại"))
    refused("answered", rights.extend, **by_board(world, asked=row.pk, reason="Nghĩ lại"))


def test_every_step_is_in_the_history(register, world):
    row = register()
    rights.acknowledge(**by_board(world, asked=row.pk))
    rights.answer(**by_board(world, asked=row.pk, granted=True, reason="Đã cho xem"))
    told = row.events.order_by("pgh_id").values_list("pgh_context__metadata__verb", "pgh_context__metadata__actor")
    assert list(told) == [
        ("record_rights_request", "board"),
        ("acknowledge_rights_request", "board"),
        ("answer_rights_request", "board"),
    ]


def test_request_of_somebody_who_left_is_still_answered(register, world):
    row = register()
    with history.acting(actor=None, verb="leave", reason="tests"):
        until = period(SINCE, TODAY)
        PartyMembership.objects.filter(person=world.people["cuong"]).update(period=until)
        Posting.objects.filter(person=world.people["cuong"]).update(period=until)
    assert rights.answer(**by_board(world, asked=row.pk, granted=True, reason="Đã cho xem")).granted
