import datetime

import pytest
from django.urls import reverse

from orgtree.choices import Kind
from orgtree.models import Unit, UnitVersion
from tests.world import TODAY


@pytest.fixture
def typed(world):
    return {
        "code": "alpha3",
        "name": "Chi bộ ấp  An Thịnh",
        "short_name": "An Thịnh",
        "kind": Kind.SUBORDINATE_CELL,
        "parent": world.units["alpha"].pk,
        "sector": "commune",
        "commune_code": "",
        "day": "01/07/2020",
        "reason": "QĐ 12-QĐ/HU ngày 30/06/2020",
    }


@pytest.fixture
def post(sign_in, world):
    def send(page, unit, data, user="board"):
        return sign_in(user).post(reverse(page, args=[world.units[unit].pk]), data)

    return send


def version(code, day=TODAY):
    return UnitVersion.objects.on(day).get(unit__code=code)


def test_board_founds_a_cell_below_a_committee(post, typed):
    answer = post("unit-new", "alpha", typed)
    made = version("alpha3")
    assert answer.url == reverse("unit", args=[made.unit_id])
    assert (made.name, made.period.lower) == ("Chi bộ ấp An Thịnh", datetime.date(2020, 7, 1))


def test_unit_of_a_later_day_is_founded_and_the_page_above_is_shown(post, typed, world):
    answer = post("unit-new", "alpha", typed | {"day": "01/01/2021"})
    assert answer.url == reverse("unit", args=[world.units["alpha"].pk])
    assert version("alpha3", datetime.date(2021, 1, 1)).period.lower == datetime.date(2021, 1, 1)


def test_changing_form_offers_the_kinds_that_may_stand_somewhere(sign_in, world):
    form = sign_in("board").get(reverse("unit-change", args=[world.units["gamma"].pk])).context["form"]
    kinds = [kind for kind, _label in form.fields["kind"].choices]
    assert kinds == [Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL, Kind.SECTION_COMMITTEE, Kind.SUBORDINATE_CELL]


def test_founding_form_offers_the_kinds_that_may_stand_there(sign_in, world):
    form = sign_in("board").get(reverse("unit-new", args=[world.units["alpha"].pk])).context["form"]
    assert [kind for kind, _label in form.fields["kind"].choices] == [Kind.SECTION_COMMITTEE, Kind.SUBORDINATE_CELL]
    assert sign_in("board").get(reverse("unit-new", args=[world.units["alpha1"].pk])).status_code == 409


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "alpha1"}, "mã"),
        ({"code": "ALPHA1"}, "mã"),
        ({"code": "mã có dấu"}, "không dấu"),
        ({"commune_code": "12"}, "năm chữ số"),
        ({"commune_code": "٣٠٣٤٠"}, "năm chữ số"),
        ({"day": "01/01/0001"}, "năm 1930"),
        ({"day": "31/12/2009"}, "không tồn tại"),
    ],
)
def test_what_cannot_be_founded_is_said_and_what_was_typed_stays(post, typed, change, said):
    answer = post("unit-new", "alpha", typed | change)
    assert answer.status_code in (400, 409)
    assert said in answer.content.decode()
    assert "An Thịnh" in answer.content.decode()
    assert not Unit.objects.filter(code="alpha3").exists()


def test_unit_is_renamed_from_a_day_and_was_called_otherwise_before(post, world):
    old = version("alpha2")
    data = {"name": "Chi bộ ấp Khánh Mới", "short_name": "Khánh Mới", "kind": old.kind, "parent": old.parent_id}
    data |= {"sector": old.sector, "commune_code": "", "day": "01/07/2020", "reason": "QĐ 13"}
    post("unit-change", "alpha2", data)
    assert version("alpha2").name == "Chi bộ ấp Khánh Mới"
    assert version("alpha2", datetime.date(2020, 6, 30)).name == old.name


def test_unit_does_not_stand_below_itself(sign_in, world):
    form = sign_in("board").get(reverse("unit-change", args=[world.units["alpha"].pk])).context["form"]
    offered = {pk for pk, _name in form.fields["parent"].choices}
    assert world.units["district"].pk in offered
    assert not offered & {world.units[code].pk for code in ("alpha", "alpha1", "alpha2")}


def test_unit_with_people_does_not_end(post, world):
    answer = post("unit-end", "alpha2", {"day": "01/07/2020", "reason": "QĐ 14"})
    assert (answer.status_code, version("alpha2").unit) == (409, world.units["alpha2"])


def test_empty_unit_ends_and_its_past_stays(post, typed, world):
    post("unit-new", "alpha", typed)
    world.units["alpha3"] = version("alpha3").unit
    answer = post("unit-end", "alpha3", {"day": "05/07/2020", "reason": "QĐ 15"})
    assert answer.url == reverse("unit", args=[world.units["alpha"].pk])
    assert version("alpha3", datetime.date(2020, 7, 4)).name == "Chi bộ ấp An Thịnh"
    assert not UnitVersion.objects.on(TODAY).filter(unit__code="alpha3").exists()


@pytest.mark.parametrize("user", ["btv", "appraiser", "alpha_secretary", "auditor", "admin"])
def test_others_change_no_structure(post, typed, user):
    assert post("unit-new", "alpha", typed, user=user).status_code == 403
    assert not Unit.objects.filter(code="alpha3").exists()


def test_unit_page_offers_the_deeds_to_who_may(sign_in, world):
    address = reverse("unit", args=[world.units["alpha"].pk])
    assert sign_in("board").get(address).context["founds"]
    assert not sign_in("alpha_secretary").get(address).context["changes"]
