import pytest

from tests.planning.sittings import line

WHERE = "/api/v1/consultations/"


@pytest.fixture(autouse=True)
def day(settings, world):
    settings.ANPHU_TODAY = world.today


def ask(client, *lines, **more):
    return client.post(WHERE, {"lines": [row.pk for row in lines], "question": "Nhận xét?", **more}, format="json")


def test_a_body_is_asked_and_answers(world, api):
    lan = line(world, "lan")
    asked = ask(api("appraiser"), lan, body="inspection")
    assert asked.status_code == 201
    (row,) = asked.json()
    assert (row["line"], row["person"], row["role"], row["unit"]) == (lan.pk, lan.person_id, "inspection", None)
    mine = api("inspector").get(WHERE, {"whose": "mine", "state": "waiting"}).json()["results"]
    assert [one["id"] for one in mine] == [row["id"]]
    done = api("inspector").post(f"{WHERE}{row['id']}/answer/", {"answer": "agree"}, format="json")
    assert (done.status_code, done.json()["answered_by"]) == (200, "inspector")
    again = api("inspector").post(f"{WHERE}{row['id']}/answer/", {"answer": "agree"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "answered_already")


def test_a_home_unit_sees_its_question_alone(world, api):
    giang, lan = line(world, "giang", outsider=True), line(world, "lan")
    (home,) = ask(api("alpha_clerk"), giang, home=True).json()
    (other,) = ask(api("appraiser"), lan, body="inspection").json()
    seen = api("beta_secretary").get(WHERE).json()["results"]
    assert [(row["id"], row["unit"]) for row in seen] == [(home["id"], world.units["beta"].pk)]
    assert api("beta_secretary").get(f"{WHERE}{other['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({}, 400, "ask_one_body"),
        ({"body": "board_clerk"}, 400, "body_not_named"),
        ({"body": "inspection", "due": "2020-01-01"}, 400, "due_in_past"),
        ({"home": True}, 400, "not_an_outsider"),
    ],
)
def test_asking_that_makes_no_sense_has_a_code(world, api, more, status, code):
    answer = ask(api("appraiser"), line(world, "lan"), **more)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_who_was_not_asked_does_not_answer(world, api):
    (row,) = ask(api("appraiser"), line(world, "lan"), body="inspection").json()
    answer = api("appraiser").post(f"{WHERE}{row['id']}/answer/", {"answer": "agree"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
