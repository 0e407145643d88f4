"""The page of the solver: what it asks, what it answers, whom it refuses."""

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.choices import Confidence
from planning.models import PlanEntry, Scenario, Target
from tests.planning.pages.conftest import words


@pytest.fixture
def local(world):
    """A target that the plan of alpha misses: its secretary to be is local."""
    with history.acting(actor=None, verb="test", reason="targets"):
        Target.objects.create(
            indicator="NON_LOCAL_SECRETARY_COMMUNE",
            year=2025,
            low=80,
            wording="-",
            basis="-",
            confidence=Confidence.SEEN,
        )
    return world


@pytest.fixture
def work_out(local, ask):
    """`work_out("board", must=…)`: the answer for the plan of alpha for 2020–2025."""

    def answer(user="board", unit="alpha", **asked):
        chosen = {"targets": ["WOMEN", "NON_LOCAL_SECRETARY_COMMUNE"], "ask": 1} | asked
        return ask(user, "solver", unit=local.units[unit].pk, term=local.terms["2020-2025"].pk, **chosen)

    return answer


def test_question_comes_before_the_answer(local, ask):
    page = ask("alpha_secretary", "solver")
    assert page.status_code == 200
    assert "Work it out" in words(page)
    assert "answer" not in page.context


def test_answer_names_people_reasons_and_the_proof(work_out):
    text = words(work_out())
    assert "2 changes meet every target asked for." in text
    assert "this is proved, not estimated" in text
    assert "“Commune secretaries who are not local” would be short of 1 person" in text


def test_targets_stand_before_and_after_beside_each_other(work_out):
    rows = work_out().context["standings"]
    assert [
        (row.sought.indicator.code, row.percent_before, row.met_before, row.percent_after, row.met) for row in rows
    ] == [
        ("NON_LOCAL_SECRETARY_COMMUNE", 0.0, False, 100.0, True),
        ("WOMEN", 50.0, True, pytest.approx(100 / 3), True),
    ]


def test_asking_again_without_somebody_leads_to_another_answer(work_out, client, local):
    first = work_out().context["rows"]
    assert [one.person.full_name for one in first] == ["Nguyễn Văn An", "Trần Thị Bình"]
    again = client.get(f"/indicators/solver/{first[0].without}")
    assert [one.person.full_name for one in again.context["rows"]] == ["Đỗ Thị Giang", "Trần Thị Bình"]
    assert "Nguyễn Văn An: not in the plan" in words(again)


def test_nobody_near_who_could_help_is_told_as_a_proof(work_out, local):
    answer = work_out("alpha_secretary", must_not=[local.people["an"].pk], near="on")
    text = words(answer)
    assert "No choice among these people meets every target" in text
    assert "short of 1 person." in text
    assert "Even if it were the only target, it would be short of 1." in text


def test_wishes_against_each_other_are_told(work_out, local):
    giang = local.people["giang"].pk
    assert "contradict each other" in words(work_out(must=[giang], must_not=[giang]))


def test_met_targets_need_no_change(work_out):
    assert "Nothing has to change." in words(work_out(targets=["WOMEN"]))


@pytest.mark.parametrize(
    "asked",
    [
        {"targets": []},
        {"targets": ["NOTHING"]},
        {"most_changes": 0},
        {"most_changes": "x"},
        {"must": ["x"]},
        {"must": [0]},
    ],
)
def test_bad_question_is_explained(work_out, asked):
    answer = work_out(**asked)
    assert answer.status_code == 400
    assert "Please correct this" in words(answer)


def test_person_out_of_reach_cannot_be_named(work_out, local):
    assert work_out("alpha_secretary", must=[local.people["em"].pk]).status_code == 400


def test_name_is_looked_for_within_reach(local, ask):
    names = [person.full_name for person, _addresses in ask("board", "solver", who="giang").context["found"]]
    assert names == ["Đỗ Thị Giang"]
    assert ask("alpha_secretary", "solver", who="giang").context["found"] == []


def test_unit_without_planned_titles_says_so(work_out):
    assert "No title is planned here" in words(work_out(unit="gamma"))


def test_other_units_and_other_roles_are_refused(work_out):
    assert work_out("alpha_secretary", unit="beta").status_code == 404
    assert work_out("auditor").status_code == 403


def test_answer_becomes_a_scenario_with_its_moves(work_out, client, local):
    context = work_out().context
    asked = {"unit": local.units["alpha"].pk, "term": local.terms["2020-2025"].pk, "name": context["name"]}
    response = client.post(reverse("solver-try"), asked | {"steps": context["steps"]})
    made = Scenario.objects.get()
    assert response.url == reverse("scenario", args=[made.pk])
    assert made.name == "Smallest set of changes: Đảng bộ xã Khánh An, Nhiệm kỳ 2020–2025"
    assert list(made.moves.values_list("kind", "person__full_name", "title__code").order_by("position")) == [
        ("remove", "Trần Thị Bình", "secretary"),
        ("add", "Nguyễn Văn An", "secretary"),
        ("add", "Trần Thị Bình", "standing"),
    ]


@pytest.mark.parametrize("steps", [[], ["add:1"], ["appoint:1:1"], ["add:x:1"], ["add:1:1"], ["add:1:1"] * 51])
def test_changes_that_do_not_arrive_whole_are_refused(local, sign_in, steps):
    asked = {"unit": local.units["alpha"].pk, "term": local.terms["2020-2025"].pk, "name": "x", "steps": steps}
    assert sign_in("board").post(reverse("solver-try"), asked).status_code == 400
    assert not Scenario.objects.exists()


def test_asking_writes_nothing(work_out, local):
    before = list(PlanEntry.objects.order_by("pk").values())
    work_out()
    assert list(PlanEntry.objects.order_by("pk").values()) == before
