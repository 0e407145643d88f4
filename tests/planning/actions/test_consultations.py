import datetime

import pytest

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.refusals import Refused
from orgtree.models import User
from planning.actions import consultations
from planning.choices import Proposal
from planning.models import Consultation
from tests.planning.sittings import line

QUESTION = "Đề nghị nhận xét về cán bộ"


def refused(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value.code


def ask(world, *lines, user="appraiser", question=QUESTION, **more):
    return consultations.ask(
        actor=world.user(user), on=world.today, lines=[line.pk for line in lines], question=question, **more
    )


def answer(world, row, user="inspector", answer="agree", words=""):
    return consultations.answer(actor=world.user(user), on=world.today, consultation=row.pk, answer=answer, words=words)


def readers(world, row):
    return {
        name
        for name in world.users
        if Consultation.objects.put_to(world.user(name), world.today).filter(pk=row.pk).exists()
    }


def test_a_body_is_asked_and_told_and_answers_once(world):
    lan = line(world, "lan")
    (row,) = ask(world, lan, body="inspection", due=datetime.date(2020, 7, 20))
    assert (row.role, row.unit, row.question, row.asked_on) == ("inspection", None, QUESTION, world.today)
    assert readers(world, row) == {"inspector"}
    done = answer(world, row, answer="object", words="Đang xác minh")
    assert (done.answer, done.words, done.answered_on) == ("object", "Đang xác minh", world.today)
    assert refused(answer, world, row) == "answered_already"
    told = list(Notice.objects.order_by("pk").values_list("user__username", "code"))
    assert told == [("inspector", "consultation_asked"), ("appraiser", "consultation_answered")]
    assert not Notice.objects.filter(text__contains=lan.person.full_name).exists()


def test_the_home_unit_of_somebody_from_outside_is_asked(world):
    giang = line(world, "giang", outsider=True)
    (row,) = ask(world, giang, user="alpha_clerk", home=True)
    assert (row.role, row.unit) == ("", world.units["beta"])
    assert readers(world, row) == {"beta_secretary"}
    assert answer(world, row, "beta_secretary").answered_by == world.user("beta_secretary")


def test_nobody_answers_for_a_body_about_themselves(world):
    lan = line(world, "lan")
    (row,) = ask(world, lan, body="inspection")
    with history.acting(actor=None, verb="test", reason="set-up"):
        User.objects.filter(pk=world.user("inspector").pk).update(person=lan.person)
    assert refused(answer, world, row, words="Không có gì") == "own_or_kin"


def test_a_home_unit_sees_its_question_and_nothing_else_of_the_list(world):
    giang, lan = line(world, "giang", outsider=True), line(world, "lan")
    (home,) = ask(world, giang, home=True)
    ask(world, lan, giang, body="inspection")
    seen = Consultation.objects.visible_to(world.user("beta_secretary"), world.today)
    assert list(seen) == [home]


def test_who_is_asked_already_is_not_asked_again(world):
    lan, an = line(world, "lan"), line(world, "an")
    ask(world, lan, body="inspection")
    assert [row.line for row in ask(world, lan, an, body="inspection")] == [an]
    assert refused(ask, world, lan, an, body="inspection") == "asked_already"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "ask_one_body"),
        ({"body": "inspection", "home": True}, "ask_one_body"),
        ({"body": "board_clerk"}, "body_not_named"),
        ({"body": "inspection", "question": "  "}, "question_needed"),
        ({"body": "inspection", "question": "a" * 501}, "too_long"),
        ({"body": "inspection", "due": datetime.date(2020, 7, 6)}, "due_in_past"),
        ({"home": True}, "not_an_outsider"),
        ({"body": "inspection", "user": "alpha_secretary"}, "not_allowed"),
        ({"body": "inspection", "user": "beta_secretary"}, "not_found"),
    ],
)
def test_asking_that_makes_no_sense_is_refused(world, more, code):
    assert refused(ask, world, line(world, "lan"), **more) == code
    assert not Consultation.objects.exists()


def test_nobody_asks_about_who_is_no_longer_proposed(world):
    assert refused(ask, world, line(world, "lan", Proposal.WITHDRAWN), body="inspection") == "line_out"


@pytest.mark.parametrize(
    ("user", "given", "words", "code"),
    [
        ("inspector", "object", " ", "words_needed"),
        ("inspector", "maybe", "", "unknown_answer"),
        ("inspector", "agree", "a" * 1001, "too_long"),
        ("appraiser", "agree", "", "not_found"),
        ("alpha_secretary", "agree", "", "not_found"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(world, user, given, words, code):
    (row,) = ask(world, line(world, "lan"), body="inspection")
    assert refused(answer, world, row, user, given, words) == code
    row.refresh_from_db()
    assert row.answered_at is None


def test_asking_about_many_costs_no_more_queries_than_about_one(world, django_assert_max_num_queries):
    rows = [line(world, person, outsider=True) for person in ("giang", "em", "hai")]
    with django_assert_max_num_queries(16):
        assert len(ask(world, *rows, home=True)) == 3
