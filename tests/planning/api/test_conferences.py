import io

import pytest

from planning.choices import BallotKind
from planning.models import Conference
from tests.planning.sittings import TWENTY, hold, line, step, through, with_steps

WHERE = "/api/v1/conferences/"


@pytest.fixture(autouse=True)
def day(settings, world):
    settings.ANPHU_TODAY = world.today
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def vote(world):
    return with_steps(world, [("vote", BallotKind.VOTE, True)])


def body(world, *votes, **changed):
    return {
        "submission": world.submission("alpha").pk,
        "step": step(world, "vote").pk,
        "day": "2020-07-07",
        "figures": TWENTY,
        "votes": [{"line": row.pk, "agree": agree} for row, agree in votes],
    } | changed


def pdf():
    file = io.BytesIO(b"%PDF-1.4")
    file.name = "bien-ban.pdf"
    return file


def test_a_conference_is_held_given_its_minutes_and_closed(vote, api):
    lan, an = line(vote, "lan"), line(vote, "an")
    client = api("alpha_clerk")
    made = client.post(WHERE, body(vote, (lan, 12), (an, 9)), format="json")
    assert made.status_code == 201
    assert [(row["line"], row["agree"], row["outcome"]) for row in made.json()["votes"]] == [
        (lan.pk, 12, "passed"),
        (an.pk, 9, "failed"),
    ]
    where = f"{WHERE}{made.json()['id']}/"
    refused = client.post(f"{where}close/")
    assert (refused.status_code, refused.json()["code"]) == (409, "minutes_missing")
    sent = client.post(f"{where}minutes/", {"file": pdf()}, format="multipart")
    assert (sent.status_code, sent.json()["minutes"]) == (200, "bien-ban.pdf")
    closed = client.post(f"{where}close/")
    assert (closed.status_code, closed.json()["closed_at"] is not None) == (200, True)
    assert client.post(f"{where}close/").json()["code"] == "closed_already"
    assert client.delete(where).json()["code"] == "closed_already"


def test_an_open_conference_is_rewritten_and_taken_back(vote, api):
    lan = line(vote, "lan")
    row = hold(vote, "vote", {lan: (12, 8)})
    client = api("alpha_clerk")
    written = client.put(f"{WHERE}{row.pk}/", body(vote, (lan, 13), day="2020-07-06"), format="json")
    assert (written.status_code, written.json()["day"], written.json()["votes"][0]["agree"]) == (200, "2020-07-06", 13)
    assert client.delete(f"{WHERE}{row.pk}/").status_code == 204
    assert not Conference.objects.exists()


def test_conference_that_somebody_rewrote_meanwhile_is_not_overwritten(vote, api):
    lan = line(vote, "lan")
    address = f"{WHERE}{hold(vote, 'vote', {lan: (12, 8)}).pk}/"
    client = api("alpha_clerk")
    read = client.get(address).json()["mark"]
    first = client.put(address, {**body(vote, (lan, 13)), "mark": read}, format="json")
    assert (first.status_code, first.json()["mark"] != read) == (200, True)
    stale = client.put(address, {**body(vote, (lan, 14)), "mark": read}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert client.get(address).json()["votes"][0]["agree"] == 13


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"day": "2020-07-08"}, 400, "day_in_future"),
        ({"day": "x"}, 400, "invalid"),
        ({"figures": {**TWENTY, "valid": 21}}, 400, "returned_not_counted"),
        ({"figures": {**TWENTY, "valid": -1}}, 400, "invalid"),
        ({"votes": [{"line": 10**15, "agree": 1}]}, 404, "not_found"),
        ({"step": 10**15}, 404, "wrong_step"),
        ({"submission": 10**15}, 404, "not_found"),
    ],
)
def test_what_cannot_be_has_a_code(vote, api, changed, status, code):
    line(vote, "lan")
    answer = api("alpha_clerk").post(WHERE, body(vote, **changed), format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_line_named_twice_is_refused(vote, api):
    lan = line(vote, "lan")
    answer = api("alpha_clerk").post(WHERE, body(vote, (lan, 12), (lan, 3)), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_conferences_are_listed_for_who_sees_the_plan(vote, api):
    row = through(vote, "vote", {line(vote, "lan"): (12, 8)})
    assert [one["id"] for one in api("appraiser").get(WHERE, {"state": "closed"}).json()["results"]] == [row.pk]
    assert api("appraiser").get(WHERE, {"state": "open"}).json()["results"] == []
    assert api("beta_secretary").get(WHERE).json()["results"] == []
    assert api("beta_secretary").get(f"{WHERE}{row.pk}/").status_code == 404
    refused = api("appraiser").post(f"{WHERE}{row.pk}/minutes/", {"file": pdf()}, format="multipart")
    assert refused.json()["code"] == "not_allowed"


def test_steps_are_listed_with_how_they_are_known(vote, api):
    rows = api("beta_secretary").get("/api/v1/round-steps/", {"round": vote.round.pk}).json()["results"]
    assert [(row["position"], row["code"], row["ballot"], row["confidence"]) for row in rows] == [
        (1, "vote", "vote", "U")
    ]
