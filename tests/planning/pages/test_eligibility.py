"""Who could be planned for a title, as a page; eligibility beside candidates where people are added."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit import history
from orgtree.models import Person

LACKING = {"Nguyễn Văn An", "Phạm Văn Em", "Lê Quốc Cường"}
"""Two hold the title already, here or elsewhere; one has no degree."""


def address(world, title="secretary", unit="alpha", **more) -> str:
    plan_title = world.plan_titles[unit, "2020-2025", title]
    return f"{reverse('eligibility')}?plan_title={plan_title.pk}" + "".join(f"&{k}={v}" for k, v in more.items())


def names(response) -> list[str]:
    return [person.full_name for person in response.context["people"]]


def test_candidates_stand_in_order_with_their_reasons(world, law, sign_in):
    response = sign_in("board").get(address(world))
    assert response.status_code == 200
    assert set(names(response)[-3:]) == LACKING
    page = response.content.decode()
    assert "Bí thư Đảng ủy xã" in page
    assert law.name in page
    assert "15-HD/BTCTW" not in page  # documents of clauses alone
    assert "16-HD/BTCTW (15/02/2022)" in page


def test_reader_ranks_the_people_in_reach_alone(world, law, sign_in):
    assert set(names(sign_in("alpha_secretary").get(address(world)))) == {
        world.people[key].full_name for key in ("an", "binh", "cuong", "dung")
    }


def test_title_of_another_unit_is_not_found(world, law, sign_in):
    assert sign_in("alpha_secretary").get(address(world, unit="beta")).status_code == 404


@pytest.mark.parametrize("text", ["x", "0x1", "999999", "9" * 30])
def test_no_title_is_not_found(world, sign_in, text):
    assert sign_in("board").get(reverse("eligibility") + f"?plan_title={text}").status_code == 404


def test_without_a_title_the_plan_is_where_one_is_chosen(world, sign_in):
    assert sign_in("board").get(reverse("eligibility")).url == reverse("plan")


def test_without_the_right_the_page_is_refused(world, sign_in):
    assert sign_in("nobody").get(address(world)).status_code == 403


def test_filters_narrow_the_ranking(world, law, sign_in):
    client = sign_in("board")
    lacking = names(client.get(address(world, verdict="lacking")))
    assert set(lacking) == LACKING
    assert names(client.get(address(world, q="binh"))) == ["Trần Thị Bình"]
    assert {p.sex for p in client.get(address(world, sex="F")).context["people"]} == {"F"}
    assert names(client.get(address(world, age_to=29))) == ["Nguyễn Thị Dung"]
    beta = names(client.get(address(world) + f"&unit={world.units['beta'].pk}"))
    assert set(beta) == {"Phạm Văn Em", "Đỗ Thị Giang"}


@pytest.mark.parametrize("wrong", [{"verdict": "splendid"}, {"age_to": "old"}, {"page": "x"}, {"nothing": 1}])
def test_filter_that_makes_no_sense_is_refused_with_a_sentence(world, law, sign_in, wrong):
    assert sign_in("board").get(address(world, **wrong)).status_code in (400, 404)


def test_birth_known_to_the_year_is_to_be_verified(world, law, sign_in):
    with history.acting(actor=None, verb="test", reason="only the year"):
        Person.objects.filter(pk=world.people["binh"].pk).update(
            birth_date=datetime.date(1965, 1, 1), birth_precision="year"
        )
    page = sign_in("board").get(address(world, q="binh")).content.decode()
    assert "–0 <" not in page
    assert page.count("badge--warn") >= 1


def test_whoever_is_planned_already_is_marked(world, law, sign_in):
    people = sign_in("board").get(address(world)).context["people"]
    assert [person.full_name for person in people if person.planned] == ["Trần Thị Bình"]


def queries(client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    return len(captured)


def test_page_costs_the_same_for_one_candidate_and_for_many(world, law, sign_in):
    client = sign_in("board")
    assert queries(client, address(world, q="binh")) == queries(client, address(world)) == 15


def test_adding_shows_the_eligibility_of_each_person_found(world, law, sign_in):
    submission = world.submission("alpha")
    where = reverse("submission-line-add", args=[submission.pk])
    title = world.plan_titles["alpha", "2020-2025", "secretary"]
    response = sign_in("alpha_secretary").get(f"{where}?title={title.pk}&find=cuong")
    (found,) = response.context["near"]
    assert found.judged.verdict == "lacking"
    assert "college; at least university." in response.content.decode()
    assert any(answer.finding.withheld for answer in found.judged.answers)
