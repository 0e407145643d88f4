"""Seals, corrections, publications, receipts and notices through the API."""

import datetime

import pytest

from orgtree.models import DossierRead
from planning.models import Decision, PlanEntry, Publication, Receipt
from tests.deciding import appoint, approved

DECISIONS = "/api/v1/decisions/"


@pytest.fixture
def decided(world):
    return approved(world, [("alpha", "lan", "add"), ("alpha", "cuong", "remove")], "alpha", "beta")


def test_decision_tells_kind_signer_and_seal(decided, api):
    row = api("btv").get(f"{DECISIONS}{decided.pk}/").json()

    assert (row["kind"], row["signer"], row["corrects"], row["seal"]) == ("approval", "", None, decided.seal.digest)


def test_seal_is_read_whole_and_logged(decided, api):
    answer = api("btv").get(f"{DECISIONS}{decided.pk}/seal/")

    link = decided.seal
    assert answer.json() == {
        "number": 1,
        "previous": link.previous,
        "payload": link.payload,
        "digest": link.digest,
    }
    assert DossierRead.objects.get().digest == link.digest
    refused = api("alpha_secretary").get(f"{DECISIONS}{decided.pk}/seal/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_whole")


def test_correction_is_made(world, decided, api):
    lan = PlanEntry.objects.get(person=world.people["lan"]).pk
    asked = {"number": "4-QĐ/HU", "day": "2020-07-07", "reason": "Nhầm", "close": [{"entry": lan, "ground": "age"}]}

    answer = api("btv").post(f"{DECISIONS}{decided.pk}/correct/", asked)

    assert answer.status_code == 201
    assert (answer.json()["kind"], answer.json()["corrects"]) == ("correction", decided.pk)
    again = api("btv").post(f"{DECISIONS}{decided.pk}/correct/", {**asked, "number": "5-QĐ/HU"})
    assert (again.status_code, again.json()["code"]) == (409, "not_planned")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"number": "4", "day": "2020-07-07", "reason": ""},
        {"number": "4", "day": "07/07/2020", "reason": "x"},
        {"number": "4", "day": "2020-07-07", "reason": "x", "close": [{"entry": 1, "ground": "mood"}]},
        {"number": "4", "day": "2020-07-07", "reason": "x", "reopen": ["x"]},
        {"number": "4", "day": "2020-07-07", "reason": "x", "close": {"1": "age"}},
    ],
)
def test_correction_malformed_is_refused(decided, api, asked):
    assert api("btv").post(f"{DECISIONS}{decided.pk}/correct/", asked).status_code == 400
    assert Decision.objects.count() == 2


def test_publication_is_made_and_confirmed(decided, api):
    answer = api("board").post(f"{DECISIONS}{decided.pk}/publish/", {"audience": "people", "until": "2020-07-20"})
    assert answer.status_code == 201
    row = Publication.objects.get()
    assert api("btv").get("/api/v1/publications/").json()["results"][0]["id"] == row.pk

    due = api("alpha_secretary").get("/api/v1/receipts/", {"due": "true"}).json()["results"]
    given = {"receipts": [receipt["id"] for receipt in due], "told_on": "2020-07-07"}
    answer = api("alpha_secretary").post("/api/v1/receipts/", given)

    assert answer.status_code == 201
    assert {receipt["told_on"] for receipt in answer.json()} == {None, "2020-07-07"}
    assert Receipt.objects.exclude(received_at=None).count() == len(due) == 3
    refused = api("alpha_secretary").post("/api/v1/receipts/", given)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_received")


@pytest.mark.parametrize(("user", "status"), [("btv", 403), ("alpha_secretary", 403), ("beta_secretary", 403)])
def test_publication_by_others_than_the_board_is_refused(decided, api, user, status):
    answer = api(user).post(f"{DECISIONS}{decided.pk}/publish/", {"audience": "units"})
    assert answer.status_code == status


def test_entries_end_by_rule_on_request(world, api):
    appoint(world, "binh", "secretary")

    (made,) = api("board").post(f"{DECISIONS}close-by-rule/").json()

    assert (made["kind"], made["number"], made["day"]) == ("by_rule", "QT-07/07/2020", "2020-07-07")
    assert api("board").post(f"{DECISIONS}close-by-rule/").json() == []
    refused = api("btv").post(f"{DECISIONS}close-by-rule/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_notices_are_read_and_marked(world, decided, api):
    rows = api("alpha_secretary").get("/api/v1/notices/", {"unread": "true"}).json()["results"]
    assert [row["code"] for row in rows] == ["decision_made"]
    assert datetime.datetime.fromisoformat(rows[0]["made_at"])

    marked = api("alpha_secretary").post("/api/v1/notices/", {"notices": [rows[0]["id"]]}).json()

    assert marked == {"read": 1}
    assert api("alpha_secretary").post("/api/v1/notices/", {}).json() == {"read": 0}
    assert api("beta_secretary").get("/api/v1/notices/").json()["count"] == 1
