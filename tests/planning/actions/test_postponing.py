"""The deadline of an open round moves."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.refusals import Refused
from planning.actions import rounds

LATER = datetime.date(2020, 9, 30)


def postpone(world, account="board", deadline=LATER, reason="Lũ về sớm"):
    return rounds.postpone(
        actor=world.users[account], on=world.today, round=world.round.pk, deadline=deadline, reason=reason
    )


def test_deadline_moves_and_secretaries_are_told_why(world):
    assert postpone(world).deadline == LATER
    told = Notice.objects.filter(code="round_postponed")
    assert {row.user.username for row in told} >= {"alpha_secretary", "beta_secretary"}
    assert "30/09/2020" in told[0].text
    assert "Lũ về sớm" in told[0].text


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"account": "alpha_secretary"}, "not_allowed"),
        ({"reason": " "}, "reason_needed"),
        ({"deadline": datetime.date(2020, 7, 6)}, "bad_deadline"),
    ],
)
def test_deadline_that_cannot_move_stays(world, options, code):
    with pytest.raises(Refused) as refused:
        postpone(world, **options)
    assert refused.value.code == code
    world.round.refresh_from_db()
    assert world.round.deadline != LATER


def test_deadline_of_a_round_that_is_not_open_stays(world):
    with history.acting(actor=None, verb="close_round", reason="test"):
        type(world.round).objects.filter(pk=world.round.pk).update(state="closed")
    with pytest.raises(Refused) as refused:
        postpone(world)
    assert refused.value.code == "wrong_state"


def test_board_moves_the_deadline_on_the_page(world, sign_in):
    client = sign_in("board")
    address = f"/rounds/{world.round.pk}/deadline/"
    wrong = client.post(address, {"deadline": "31/13/2020", "reason": "x"})
    assert wrong.status_code == 400
    assert "31/13/2020" in wrong.content.decode()
    assert client.post(address, {"deadline": "30/09/2020", "reason": "Lũ về sớm"}).status_code == 302
    assert "30/09/2020" in client.get(f"/rounds/{world.round.pk}/").content.decode()


def test_api_moves_the_deadline(world, api):
    address = f"/api/v1/rounds/{world.round.pk}/deadline/"
    answer = api("board").post(address, {"deadline": "2020-09-30", "reason": "Lũ về sớm"}, format="json")
    assert (answer.status_code, answer.json()["deadline"]) == (200, "2020-09-30")
    assert api("alpha_secretary").post(address, {"deadline": "2020-09-29", "reason": "x"}).status_code == 403
