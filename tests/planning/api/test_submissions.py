import pytest

from planning.models import Decision, Line, StateChange
from tests.planning.api.steps import appraise, approve, propose, step

URL = "/api/v1/submissions/"


def refused(answer, status: int, code: str) -> dict:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
    return answer.json()


def test_detail_tells_lines_and_who_may_do_what_next(api, world):
    detail = api("board").get(f"{URL}{world.submission('alpha').pk}/").json()
    assert (detail["state"], detail["added"], detail["removed"], detail["kept"]) == ("draft", 0, 0, 2)
    assert {(line["person_name"], line["proposal"]) for line in detail["lines"]} == {
        ("Trần Thị Bình", "keep"),
        ("Lê Quốc Cường", "keep"),
    }
    (submit,) = detail["next"]
    assert (submit["verb"], submit["allowed"], submit["code"]) == ("submit", False, "not_allowed")
    assert submit["who"] == [{"username": "alpha_secretary", "role": "unit_secretary"}]
    world.confirm("alpha")
    own = api("alpha_secretary").get(f"{URL}{world.submission('alpha').pk}/").json()
    assert own["next"][0]["allowed"] is True


def test_whole_path_ends_in_a_decision(api, world):
    approve(api, world)
    detail = api("board").get(f"{URL}{world.submission('alpha').pk}/").json()
    assert (detail["state"], detail["next"]) == ("approved", [])
    assert [(row["verb"], row["actor"]) for row in detail["steps"]] == [
        ("submit", "alpha_secretary"),
        ("appraise", "appraiser"),
        ("approve", "btv"),
    ]
    decision = api("board").get(f"/api/v1/decisions/{detail['decision']}/").json()
    assert (decision["number"], decision["day"], decision["submissions"]) == (
        "2-QĐ/HU",
        "2020-07-06",
        [world.submission("alpha").pk],
    )


def test_return_needs_a_reason_and_tells_it(api, world):
    world.confirm("alpha")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    refused(step(api("appraiser"), world, "return"), 400, "reason_needed")
    returned = step(api("appraiser"), world, "return", reason="Thiếu người dự phòng").json()
    assert (returned["state"], returned["steps"][-1]["reason"]) == ("draft", "Thiếu người dự phòng")


@pytest.mark.parametrize(
    ("user", "body", "status", "code"),
    [
        ("alpha_secretary", {"verb": "appraise"}, 409, "wrong_state"),
        ("alpha_clerk", {"verb": "submit"}, 403, "not_allowed"),
        ("inspector", {"verb": "submit"}, 403, "not_allowed"),
        ("beta_secretary", {"verb": "submit"}, 404, "not_found"),
        ("alpha_secretary", {"verb": "submit", "version": 99}, 409, "stale"),
        ("alpha_secretary", {"verb": "destroy"}, 400, "invalid"),
        ("alpha_secretary", {}, 400, "invalid"),
        ("alpha_secretary", {"verb": "submit", "reason": "x" * 501}, 400, "invalid"),
        ("alpha_secretary", {"verb": "submit", "reason": "a\x00b"}, 400, "invalid"),
        ("alpha_secretary", {"verb": "submit", "version": 2**70}, 400, "invalid"),
        ("btv", {"verb": "approve"}, 400, "invalid"),
        ("btv", {"verb": "approve", "number": "3-QĐ/HU", "day": "2020-02-31"}, 400, "invalid"),
        ("btv", {"verb": "approve", "number": "3-QĐ/HU", "day": "2020-07-06"}, 409, "wrong_state"),
        ("auditor", {"verb": "submit"}, 403, "not_allowed"),
    ],
)
def test_refused_move_writes_nothing(api, world, user, body, status, code):
    before = world.submission("alpha").version
    answer = api(user).post(f"{URL}{world.submission('alpha').pk}/moves/", body)
    refused(answer, status, code)
    assert world.submission("alpha").version == before
    assert not StateChange.objects.exists()


def test_second_approval_is_refused(api, world):
    approve(api, world)
    refused(step(api("btv"), world, "approve", number="3-QĐ/HU", day="2020-07-06"), 409, "wrong_state")
    assert Decision.objects.count() == 2


def test_line_is_written_changed_and_taken_back(api, world):
    secretary = api("alpha_secretary")
    line = propose(secretary, world, "lan", "add").json()
    assert (line["person_name"], line["proposal"]) == ("Bùi Thị Ngọc Lan", "add")
    changed = propose(secretary, world, "lan", "add", "Lý do khác").json()
    assert (changed["id"], changed["reason"]) == (line["id"], "Lý do khác")
    assert secretary.get("/api/v1/lines/", {"proposal": "add"}).json()["count"] == 1
    url = f"/api/v1/lines/{line['id']}/"
    refused(secretary.delete(f"{url}?version=1"), 409, "stale")
    refused(api("beta_secretary").delete(url), 404, "not_found")
    assert secretary.delete(url).status_code == 204
    assert not Line.objects.filter(pk=line["id"]).exists()


@pytest.mark.parametrize(
    ("person", "proposal", "more", "status", "code"),
    [
        ("lan", "add", {"reason": ""}, 400, "reason_needed"),
        ("cuong", "add", {}, 409, "already_planned"),
        ("lan", "keep", {}, 409, "not_planned"),
        ("lan", "promote", {}, 400, "invalid"),
        ("lan", "add", {"version": 7}, 409, "stale"),
        ("lan", "add", {"person": 2**63}, 400, "invalid"),
        ("lan", "add", {"person": 10**12}, 404, "not_found"),
        ("lan", "add", {"plan_title": "x"}, 400, "invalid"),
    ],
)
def test_refused_line_writes_nothing(api, world, person, proposal, more, status, code):
    refused(propose(api("alpha_secretary"), world, person, proposal, **more), status, code)
    assert Line.objects.filter(submission=world.submission("alpha")).count() == 2


def test_person_of_another_unit_is_added_as_an_outsider(api, world):
    """Whoever proposes may name anybody under the authority of the round, and nobody beyond it."""
    made = propose(api("alpha_secretary"), world, "em", "add")
    assert (made.status_code, made.json()["outsider"]) == (201, True)
    assert propose(api("alpha_secretary"), world, "lan", "add").json()["outsider"] is False


def test_writing_on_another_day_is_refused(api, world):
    client = api("alpha_secretary")
    pk = world.submission("alpha").pk
    refused(client.post(f"{URL}{pk}/moves/?on=2020-07-06", {"verb": "submit"}), 409, "not_today")
    world.confirm("alpha")
    assert client.post(f"{URL}{pk}/moves/?on=2020-07-07", {"verb": "submit"}).status_code == 200


def test_filters_narrow_by_state_unit_and_round(api, world):
    world.confirm("alpha")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    board = api("board")
    assert [row["unit"] for row in board.get(URL, {"state": "submitted"}).json()["results"]] == [
        world.units["alpha"].pk
    ]
    assert board.get(URL, {"unit": world.units["beta"].pk}).json()["count"] == 1
    assert board.get(URL, {"round": world.round.pk}).json()["count"] == 3
    assert board.get(URL, {"round": 10**6}).json()["count"] == 0


def test_one_decision_approves_many(api, world):
    for unit in ("alpha", "beta"):
        appraise(api, world, unit)
    rows = [world.submission(unit) for unit in ("alpha", "beta")]
    body = {
        "number": "5-QĐ/HU",
        "day": "2020-07-07",
        "submissions": [{"id": row.pk, "version": row.version} for row in rows],
    }
    made = api("btv").post("/api/v1/decisions/", body)
    assert made.status_code == 201
    assert made.json()["submissions"] == [row.pk for row in rows]
    refused(api("btv").post("/api/v1/decisions/", body), 409, "stale")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"number": "1-QĐ/HU", "day": "2018-06-01"}, 400, "day_before_round"),
        ({"number": " "}, 400, "invalid"),
        ({"number": "5" * 51}, 400, "invalid"),
        ({"day": "2020-07-08"}, 400, "day_in_future"),
        ({"day": "0001-01-01"}, 400, "invalid"),
        ({"submissions": []}, 400, "invalid"),
        ({"submissions": [{"id": 10**15}]}, 404, "not_found"),
        ({"submissions": [{"id": 2**64}]}, 400, "invalid"),
        ({"submissions": "all"}, 400, "invalid"),
    ],
)
def test_refused_decision_writes_nothing(api, world, change, status, code):
    appraise(api, world)
    body = {"number": "5-QĐ/HU", "day": "2020-07-07", "submissions": [{"id": world.submission("alpha").pk}]}
    refused(api("btv").post("/api/v1/decisions/", {**body, **change}), status, code)
    assert Decision.objects.count() == 1
    assert world.submission("alpha").state == "appraised"


def test_decisions_show_only_submissions_within_sight(api, world):
    for unit in ("alpha", "beta"):
        appraise(api, world, unit)
    rows = [{"id": world.submission(unit).pk} for unit in ("alpha", "beta")]
    api("btv").post("/api/v1/decisions/", {"number": "5-QĐ/HU", "day": "2020-07-07", "submissions": rows})
    (seen,) = api("alpha_secretary").get("/api/v1/decisions/").json()["results"]
    assert (seen["number"], seen["submissions"]) == ("5-QĐ/HU", [world.submission("alpha").pk])
