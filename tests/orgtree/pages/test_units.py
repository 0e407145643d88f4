"""The tree of units and one unit, asked as a browser asks."""

import datetime

import pytest
from django.urls import reverse

from orgtree.actions import structure

UNITS = reverse("units")


def unit(world, code):
    return reverse("unit", args=[world.units[code].pk])


def labels(nodes):
    return {node["label"]: labels(node["children"]) for node in nodes}


def test_tree_of_the_district(sign_in):
    answer = sign_in("board").get(UNITS)
    assert labels(answer.context["nodes"]) == {
        "Đảng bộ huyện Thử": {
            "Đảng bộ xã Khánh An": {"Chi bộ ấp An Hòa": {}, "Chi bộ ấp An Khánh": {}},
            "Đảng bộ xã Phú Hội": {"Chi bộ ấp Phú Mỹ": {}},
            "Chi bộ Thanh tra": {},
        }
    }
    assert [stat["value"] for stat in answer.context["stats"]] == ["3", "3", "0", "9"]


def test_tree_of_a_secretary_begins_at_the_own_unit(sign_in):
    answer = sign_in("alpha_secretary").get(UNITS)
    assert list(labels(answer.context["nodes"])) == ["Đảng bộ xã Khánh An"]
    assert answer.context["stats"][3]["value"] == "5"


def test_tree_asks_four_queries_with_everything(sign_in, django_assert_num_queries):
    client = sign_in("board")
    with django_assert_num_queries(4):
        client.get(UNITS)


def test_tree_of_an_earlier_day_is_that_of_the_day(sign_in, world):
    structure.change(
        actor=world.user("board"),
        on=world.today,
        reason="Đổi tên",
        unit=world.units["alpha"],
        day=datetime.date(2019, 1, 1),
        name="Đảng bộ xã Khánh An Mới",
        short_name="Khánh An Mới",
    )
    client = sign_in("board")
    now, then = client.get(UNITS), client.get(UNITS, {"on": "2018-12-31"})
    assert "Đảng bộ xã Khánh An Mới" in labels(now.context["nodes"])["Đảng bộ huyện Thử"]
    assert "Đảng bộ xã Khánh An" in labels(then.context["nodes"])["Đảng bộ huyện Thử"]


def test_tree_before_the_district_says_so(sign_in):
    answer = sign_in("board").get(UNITS, {"on": "2009-12-31"})
    assert (answer.status_code, answer.context["nodes"]) == (200, [])


def test_unit_shows_posts_and_what_is_below(sign_in, world):
    answer = sign_in("board").get(unit(world, "alpha"))
    assert answer.context["posts"][0].person.full_name == "Nguyễn Văn An"
    assert labels(answer.context["nodes"]) == {"Chi bộ ấp An Hòa": {}, "Chi bộ ấp An Khánh": {}}
    assert [label for label, _url in answer.context["crumbs"]] == ["Đảng bộ huyện Thử"]


def test_unit_shows_no_people_to_an_auditor(sign_in, world):
    answer = sign_in("auditor").get(unit(world, "alpha"))
    assert (answer.status_code, answer.context["posts"]) == (200, [])
    assert "Nguyễn Văn An" not in answer.content.decode()


@pytest.mark.parametrize("code", ["district", "beta", "beta1", "gamma"])
def test_unit_out_of_reach_is_not_found(sign_in, world, code):
    assert sign_in("alpha_secretary").get(unit(world, code)).status_code == 404


def test_unit_names_nothing_above_its_reader(sign_in, world):
    answer = sign_in("alpha_secretary").get(unit(world, "alpha"))
    assert answer.context["crumbs"] == []
    assert "Đảng bộ huyện Thử" not in answer.content.decode()


@pytest.mark.parametrize("pk", [0, 10**9, 2**63, 10**30])
def test_unit_unknown_is_not_found(sign_in, pk):
    assert sign_in("board").get(f"/units/{pk}/").status_code == 404


def test_unit_unknown_parameter_is_refused(sign_in, world):
    assert sign_in("board").get(unit(world, "alpha"), {"x": "1"}).status_code == 400
