"""A list at the desk through the API: many choices, confirmation, claims, words, what the program knows."""

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.models import Discipline, Rating
from planning.models import Comment, Line, RoundStep
from tests.planning.api.steps import propose, step
from tests.planning.api.test_submissions import refused


def url(world, part: str, unit="alpha") -> str:
    return f"/api/v1/submissions/{world.submission(unit).pk}/{part}/"


def chosen(world, person, proposal, **more) -> dict:
    reason = "" if proposal == "keep" else "Rà soát"
    title = "secretary" if person == "binh" else "standing"
    row = {"plan_title": world.plan_titles["alpha", "2020-2025", title].pk, "person": world.people[person].pk}
    return {**row, "proposal": proposal, "reason": reason, **more}


def test_many_lines_are_chosen_at_once(api, world):
    client = api("alpha_secretary")
    body = {
        "version": 1,
        "choices": [
            chosen(world, "lan", "add"),
            chosen(world, "cuong", "remove", ground="low_prestige"),
            chosen(world, "binh", "keep"),
        ],
    }
    rows = client.post(url(world, "choices"), body).json()
    assert [(row["person_name"], row["proposal"], row["ground"], row["confirmed"]) for row in rows] == [
        ("Bùi Thị Ngọc Lan", "add", "", True),
        ("Lê Quốc Cường", "remove", "low_prestige", True),
        ("Trần Thị Bình", "keep", "", True),
    ]
    refused(client.post(url(world, "choices"), body), 409, "stale")


@pytest.mark.parametrize(
    ("choice", "status", "code"),
    [
        ({"proposal": "remove"}, 400, "ground_needed"),
        ({"proposal": "remove", "ground": "boredom"}, 400, "invalid"),
        ({"proposal": "move", "target": 10**15}, 400, "target_needed"),
        ({"proposal": "keep", "target": 2**70}, 400, "invalid"),
        ({"proposal": "keep", "reason": "x" * 501}, 400, "invalid"),
        ({"person": 10**15}, 404, "not_found"),
    ],
)
def test_refused_choices_write_nothing(api, world, choice, status, code):
    body = {"choices": [chosen(world, "lan", "add"), chosen(world, "cuong", "keep") | {"reason": "x"} | choice]}
    answer = refused(api("alpha_secretary").post(url(world, "choices"), body), status, code)
    if code != "invalid":
        assert answer["plan_title"] == body["choices"][1]["plan_title"]
    assert not Line.objects.filter(entered_by__isnull=False).exists()


@pytest.mark.parametrize("body", [{"choices": []}, {"choices": "all"}, {}, {"choices": [{}]}])
def test_choices_of_another_shape_are_refused(api, world, body):
    refused(api("alpha_secretary").post(url(world, "choices"), body), 400, "invalid")


def test_rest_is_confirmed(api, world):
    assert api("alpha_secretary").post(url(world, "confirm-rest"), {}).json() == {"confirmed": 2}
    refused(api("appraiser").post(url(world, "confirm-rest"), {}), 403, "not_allowed")


def test_list_is_claimed_taken_over_and_released(api, world):
    world.confirm("alpha")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    appraiser = api("appraiser")
    assert appraiser.post(url(world, "claim"), {}).status_code == 204
    detail = appraiser.get(f"/api/v1/submissions/{world.submission('alpha').pk}/").json()
    assert (detail["claimed_by"], bool(detail["claimed_at"])) == ("appraiser", True)
    assert refused(step(api("btv"), world, "return", reason="x"), 409, "claimed")["by"] == "appraiser"
    refused(api("btv").post(url(world, "claim"), {"take_over": True}), 403, "not_allowed")
    assert appraiser.post(url(world, "release"), {}).status_code == 204
    refused(appraiser.post(url(world, "release"), {}), 409, "not_yours")


def test_comments_and_corrections_are_listed_with_their_line(api, world):
    world.confirm("alpha")
    line = Line.objects.filter(submission=world.submission("alpha")).first()
    said = api("alpha_clerk").post(url(world, "comments"), {"text": "Đã bổ sung", "line": line.pk})
    assert (said.status_code, said.json()["author"], said.json()["correction"]) == (201, "alpha_clerk", False)
    refused(api("inspector").post(url(world, "comments"), {"text": "x"}), 403, "not_asked")
    refused(api("alpha_clerk").post(url(world, "comments"), {"text": ""}), 400, "invalid")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    body = {"reason": "Xem lại", "corrections": [{"line": line.pk, "text": "Thiếu bản nhận xét"}]}
    assert step(api("appraiser"), world, "return", **body).status_code == 200
    rows = api("alpha_clerk").get("/api/v1/comments/", {"line": line.pk}).json()["results"]
    assert [(row["text"], row["correction"]) for row in rows] == [("Đã bổ sung", False), ("Thiếu bản nhận xét", True)]
    assert api("beta_secretary").get("/api/v1/comments/").json()["count"] == 0
    assert Comment.objects.count() == 2


def test_many_lists_take_the_same_step(api, world):
    world.confirm("alpha", "beta")
    for unit in ("alpha", "beta"):
        assert step(api(f"{unit}_secretary"), world, "submit", unit).status_code == 200
    rows = [world.submission(unit) for unit in ("alpha", "beta")]
    body = {"verb": "appraise", "submissions": [{"id": row.pk, "version": row.version} for row in rows]}
    moved = api("appraiser").post("/api/v1/submissions/moves/", body)
    assert [row["state"] for row in moved.json()] == ["appraised", "appraised"]
    assert refused(api("appraiser").post("/api/v1/submissions/moves/", body), 409, "stale")["submission"] == rows[0].pk
    refused(api("btv").post("/api/v1/submissions/moves/", body | {"verb": "approve"}), 400, "invalid")


@pytest.fixture
def evidenced(api, world):
    """Alpha's list with Lan added, submitted; since then Lan was rated and disciplined."""
    assert propose(api("alpha_secretary"), world, "lan", "add").status_code == 201
    world.confirm("alpha")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    with history.acting(actor=None, verb="test", reason="since then"):
        Rating.objects.create(person=world.people["lan"], year=2019, rating=world.code("rating", "good"))
        Discipline.objects.create(
            person=world.people["lan"],
            measure=world.code("discipline", "warning"),
            decided=PartialDate(2020, 7, 6),
            ends=PartialDate(2021, 7),
        )
    return Line.objects.get(person=world.people["lan"])


@pytest.mark.parametrize(("user", "sees"), [("appraiser", True), ("alpha_secretary", False)])
def test_evidence_and_changes_are_told_as_far_as_the_reader_sees(api, world, evidenced, user, sees):
    client = api(user)
    rows = {row["line"]: row for row in client.get(url(world, "evidence")).json()}
    assert len(rows) == 3
    assert (rows[evidenced.pk]["restricted"] is not None) is sees
    assert rows[evidenced.pk]["facts"]["person"]["ratings"] == {}
    changed = client.get(url(world, "changed")).json()
    assert {row["line"] for row in changed} == {evidenced.pk}
    assert len(changed) == (2 if sees else 1)
    assert changed[0]["before"] == "–"


def test_steps_of_a_round_are_set_while_it_is_prepared(api, world):
    board = api("board")
    made = board.post(
        "/api/v1/rounds/",
        {
            "name": "Bổ sung quý IV",
            "authority": world.units["district"].pk,
            "day": "2020-07-01",
            "deadline": "2020-12-31",
            "terms": [world.terms["2020-2025"].pk],
        },
    ).json()
    address = f"/api/v1/rounds/{made['id']}/steps/"
    first = {"position": 1, "code": "HN_1", "name": "Hội nghị lãnh đạo lần 1", "due": "2020-08-01"}
    rows = board.put(address, {"steps": [first, first | {"position": 2, "ballot": "vote"}]}).json()
    assert [(row["position"], row["ballot"]) for row in rows] == [(1, "none"), (2, "vote")]
    for wrong in ([first, first], [first | {"due": "2021-08-01"}]):
        refused(board.put(address, {"steps": wrong}), 400, "bad_steps")
    refused(board.put(address, {"steps": [first | {"position": 0}]}), 400, "invalid")
    refused(api("appraiser").put(address, {"steps": []}), 403, "not_allowed")
    refused(board.put(f"/api/v1/rounds/{world.round.pk}/steps/", {"steps": []}), 409, "wrong_state")
    assert RoundStep.objects.count() == 2


def test_appointment_proposed_holds_up_until_settled(api, world):
    board = api("board")
    body = {
        "person": world.people["lan"].pk,
        "title": world.titles["chair"].pk,
        "unit": world.units["alpha"].pk,
        "proposed_on": "2020-07-01",
    }
    refused(board.post("/api/v1/appointment-proposals/", body | {"proposed_on": "2020-07-08"}), 400, "day_in_future")
    refused(board.post("/api/v1/appointment-proposals/", body | {"person": 10**9}), 404, "not_found")
    refused(api("alpha_secretary").post("/api/v1/appointment-proposals/", body), 403, "not_allowed")
    made = board.post("/api/v1/appointment-proposals/", body)
    assert made.status_code == 201
    refused(board.post("/api/v1/appointment-proposals/", body), 409, "already_proposed")
    assert propose(api("alpha_secretary"), world, "lan", "add").status_code == 201
    (held,) = board.get(url(world, "shortcomings")).json()
    assert (held["item"], held["code"], held["blocks"]) == (4, "appointment_pending", True)
    assert board.get("/api/v1/appointment-proposals/", {"pending": True}).json()["count"] == 1
    settle = f"/api/v1/appointment-proposals/{made.json()['id']}/settle/"
    refused(board.post(settle, {"settled_on": "2020-06-30", "reason": "x"}), 400, "bad_day")
    assert board.post(settle, {"settled_on": "2020-07-07", "reason": "Không giới thiệu"}).status_code == 200
    refused(board.post(settle, {"settled_on": "2020-07-07", "reason": "x"}), 409, "already_settled")
    assert board.get(url(world, "shortcomings")).json() == []
    assert board.get("/api/v1/appointment-proposals/", {"pending": True}).json()["count"] == 0
