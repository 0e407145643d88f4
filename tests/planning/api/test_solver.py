"""The solver over the API."""

import pytest

from anphu.kit import history
from orgtree.choices import Confidence
from planning.models import Target

URL = "/api/v1/solver/"


@pytest.fixture
def question(world) -> dict:
    """About the plan of alpha, whose secretary to be is local."""
    with history.acting(actor=None, verb="test", reason="targets"):
        Target.objects.create(
            indicator="NON_LOCAL_SECRETARY_COMMUNE",
            year=2025,
            low=80,
            wording="-",
            basis="-",
            confidence=Confidence.SEEN,
        )
    return {"unit": world.units["alpha"].pk, "term": world.terms["2020-2025"].pk}


def test_answer_has_changes_with_reasons_and_targets_before_and_after(world, question, api):
    answer = api("board").post(URL, question, format="json")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["result"], told["proved"], told["least"], told["gap"]) == ("found", True, 2, 0)
    secretary = world.plan_titles["alpha", "2020-2025", "secretary"].pk
    assert [(row["kind"], row["person_name"], row["before"], row["after"]) for row in told["changes"]] == [
        ("add", "Nguyễn Văn An", None, secretary),
        ("move", "Trần Thị Bình", secretary, world.plan_titles["alpha", "2020-2025", "standing"].pk),
    ]
    assert {"limit": None, "target": "NON_LOCAL_SECRETARY_COMMUNE", "short": 1, "plan_title": None} in told["changes"][
        0
    ]["reasons"]
    shares = {row["target"]: (row["before"]["hit"], row["after"]["hit"], row["short"]) for row in told["targets"]}
    assert shares == {"NON_LOCAL_SECRETARY_COMMUNE": (0, 1, 0), "WOMEN": (1, 1, 0)}
    assert all(len(other) == 2 for other in told["alternatives"])


def test_impossible_question_names_the_target_that_is_short(world, question, api):
    asked = question | {"near": True, "must_not": [world.people["an"].pk]}
    told = api("alpha_secretary").post(URL, asked, format="json").json()
    assert (told["result"], told["proved"], told["conflict"]) == ("short", True, ["NON_LOCAL_SECRETARY_COMMUNE"])
    assert {row["target"]: (row["short"], row["short_alone"]) for row in told["targets"]} == {
        "NON_LOCAL_SECRETARY_COMMUNE": (1, 1),
        "WOMEN": (0, None),
    }


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"unit": 10**9}, 404),
        ({"term": 10**9}, 404),
        ({"unit": "x"}, 400),
        ({"targets": ["NOTHING"]}, 400),
        ({"targets": "WOMEN"}, 400),
        ({"must": [10**9]}, 400),
        ({"most_changes": 0}, 400),
        ({"must": list(range(1, 30))}, 400),
    ],
)
def test_bad_question_is_refused(question, api, asked, status):
    assert api("board").post(URL, question | asked, format="json").status_code == status


def test_unit_without_planned_titles_is_refused(world, question, api):
    answer = api("board").post(URL, question | {"unit": world.units["gamma"].pk}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "nothing_planned")


def test_only_readers_of_plans_may_ask_and_only_of_their_units(world, question, api):
    assert api().post(URL, question, format="json").status_code == 401
    assert api("auditor").post(URL, question, format="json").status_code == 403
    assert api("beta_secretary").post(URL, question, format="json").status_code == 404
    assert (
        api("alpha_secretary").post(URL, question | {"must": [world.people["em"].pk]}, format="json").status_code == 400
    )
