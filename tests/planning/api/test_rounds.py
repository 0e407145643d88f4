import pytest

from planning.models import Round

URL = "/api/v1/rounds/"


@pytest.fixture
def body(world):
    return {
        "name": "Bổ sung quý IV",
        "kind": "review",
        "authority": world.units["district"].pk,
        "day": "2020-07-01",
        "deadline": "2020-12-31",
        "terms": [world.terms["2020-2025"].pk],
    }


def test_board_prepares_opens_and_closes_a_round(api, world, body):
    board = api("board")
    made = board.post(URL, {**body, "units": [world.units["gamma"].pk]})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    moves = f"{URL}{made.json()['id']}/moves/"
    assert board.post(moves, {"verb": "open"}).json()["state"] == "open"
    submissions = board.get("/api/v1/submissions/", {"round": made.json()["id"]}).json()["results"]
    assert [row["unit"] for row in submissions] == [world.units["gamma"].pk]
    left = board.post(moves, {"verb": "close"})
    assert (left.status_code, left.json()["code"]) == (409, "work_left")


def test_every_grassroots_unit_takes_part_by_default(api, world, body):
    made = api("board").post(URL, body)
    units = set(Round.objects.get(pk=made.json()["id"]).units.values_list("code", flat=True))
    assert units == {"alpha", "beta", "gamma"}


@pytest.mark.parametrize(
    ("user", "change", "status", "code"),
    [
        ("appraiser", {}, 403, "not_allowed"),
        ("alpha_secretary", {}, 400, "invalid"),
        ("board", {"deadline": "2020-06-30"}, 400, "deadline_before_day"),
        ("board", {"terms": []}, 400, "no_terms"),
        ("board", {"terms": [10**9]}, 400, "invalid"),
        ("board", {"terms": [2**65]}, 400, "invalid"),
        ("board", {"units": [10**9]}, 400, "invalid"),
        ("board", {"authority": 10**9}, 400, "invalid"),
        ("board", {"authority": 2**63}, 400, "invalid"),
        ("board", {"name": " \u200b "}, 400, "bad_name"),
        ("board", {"name": "x" * 201}, 400, "invalid"),
        ("board", {"kind": "party"}, 400, "invalid"),
        ("board", {"day": "31/02/2020"}, 400, "invalid"),
        ("board", {"day": "9999-12-31", "deadline": "9999-12-31"}, 400, "invalid"),
    ],
)
def test_refused_round_writes_nothing(api, world, body, user, change, status, code):
    answer = api(user).post(URL, {**body, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
    assert Round.objects.count() == 1


def test_rounds_are_filtered_by_state_term_and_name(api, world):
    board = api("board")
    assert board.get(URL, {"state": "open"}).json()["count"] == 1
    assert board.get(URL, {"state": "closed"}).json()["count"] == 0
    assert board.get(URL, {"term": world.terms["2015-2020"].pk, "q": "ra soat"}).json()["count"] == 1


def test_prepared_round_is_put_right_and_an_open_one_is_not(api, world, body):
    row = api("board").post("/api/v1/rounds/", body, format="json").json()
    changed = {name: body[name] for name in ("name", "day", "deadline", "terms")} | {"name": "Tên khác"}
    put = api("board").put(f"/api/v1/rounds/{row['id']}/", changed, format="json")
    assert (put.status_code, put.json()["name"], put.json()["kind"]) == (200, "Tên khác", row["kind"])
    refused = api("board").put(f"/api/v1/rounds/{world.round.pk}/", changed, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_bodies_of_the_day_are_told_with_their_confidence(api, world):
    (row,) = api("alpha_secretary").get("/api/v1/consulted-bodies/").json()["results"]
    assert (row["code"], row["role"], row["confidence"]) == ("inspection", "inspection", "S")
    assert api("alpha_secretary").get("/api/v1/consulted-bodies/", {"on": "2005-01-01"}).json()["results"] == []
