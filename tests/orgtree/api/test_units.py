import datetime

from orgtree.actions import structure

URL = "/api/v1/units/"


def codes(answer) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["code"] for row in answer.json()["results"]]


def test_row_tells_what_the_unit_is_on_the_day(api, world):
    row = api("board").get(f"{URL}{world.units['alpha'].pk}/").json()
    assert row == {
        "id": world.units["alpha"].pk,
        "code": "alpha",
        "name": "Đảng bộ xã Khánh An",
        "short_name": "Đảng bộ xã Khánh An",
        "kind": "grassroots_committee",
        "parent": world.units["district"].pk,
        "sector": "commune",
        "commune_code": "30340",
        "members": 0,
        "total": 5,
        "period": {"from": "2010-01-01", "until": None},
        "committees": [],
    }


def test_members_are_counted_in_the_cell_and_below(api, world):
    rows = api("board").get(URL).json()["results"]
    assert {row["code"]: (row["members"], row["total"]) for row in rows} == {
        "district": (0, 9),
        "alpha": (0, 5),
        "alpha1": (2, 2),
        "alpha2": (3, 3),
        "beta": (0, 3),
        "beta1": (3, 3),
        "gamma": (1, 1),
    }


def test_filters_narrow_by_kind_parent_sector_subtree_and_name(api, world):
    board, alpha = api("board"), world.units["alpha"].pk
    assert codes(board.get(URL, {"kind": "grassroots_cell"})) == ["gamma"]
    assert codes(board.get(URL, {"sector": "government"})) == ["gamma"]
    assert set(codes(board.get(URL, {"parent": alpha}))) == {"alpha1", "alpha2"}
    assert set(codes(board.get(URL, {"unit": alpha}))) == {"alpha", "alpha1", "alpha2"}
    assert set(codes(board.get(URL, {"q": "khanh"}))) == {"alpha", "alpha2"}


def test_order_is_by_name_in_vietnamese_either_way(api, world):
    forward = codes(api("board").get(URL, {"ordering": "name"}))
    assert forward == ["alpha1", "alpha2", "beta1", "gamma", "district", "alpha", "beta"]
    assert codes(api("board").get(URL, {"ordering": "-name"})) == forward[::-1]


def test_another_day_has_another_tree(api, world):
    structure.change(
        actor=world.user("board"),
        on=world.today,
        reason="Nghị quyết",
        unit=world.units["gamma"],
        day=datetime.date(2019, 1, 1),
        name="Chi bộ Thanh tra huyện",
    )
    board, gamma = api("board"), f"{URL}{world.units['gamma'].pk}/"
    assert board.get(gamma).json()["name"] == "Chi bộ Thanh tra huyện"
    assert board.get(gamma, {"on": "2018-12-31"}).json()["name"] == "Chi bộ Thanh tra"
    assert board.get(URL, {"on": "2009-12-31"}).json()["count"] == 0


def test_secretary_sees_the_own_subtree_only(api, world):
    secretary = api("alpha_secretary")
    assert set(codes(secretary.get(URL))) == {"alpha", "alpha1", "alpha2"}
    beta = secretary.get(f"{URL}{world.units['beta'].pk}/")
    nowhere = secretary.get(f"{URL}999999/")
    assert (beta.status_code, beta.json()) == (404, nowhere.json())


def test_pages_do_not_overlap(api, world):
    board = api("board")
    first = board.get(URL, {"page_size": 4}).json()
    assert (first["count"], first["previous"], len(first["results"])) == (7, None, 4)
    second = board.get(first["next"]).json()
    assert second["next"] is None
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}


def test_units_are_founded_changed_and_ended(api, world):
    board = api("board")
    body = {"code": "beta2", "name": "Chi bộ ấp Phú Hòa", "short_name": "Phú Hòa", "kind": "subordinate_cell"}
    body |= {"parent": world.units["beta"].pk, "day": "2020-07-01", "reason": "QĐ 1"}
    made = board.post("/api/v1/units/", body)
    assert (made.status_code, made.json()["parent"]) == (201, world.units["beta"].pk)
    address = f"/api/v1/units/{made.json()['id']}/"
    changed = board.patch(address, {"name": "Chi bộ ấp Phú Hiệp", "day": "2020-07-05", "reason": "QĐ 2"})
    assert (changed.status_code, changed.json()["name"]) == (200, "Chi bộ ấp Phú Hiệp")
    assert board.post(f"{address}end/", {"day": "2020-07-07", "reason": "QĐ 3"}).status_code == 204
    assert board.get(address).status_code == 404
    again = board.post("/api/v1/units/", body)
    assert (again.status_code, again.json()["code"]) == (409, "code_taken")


def test_secretary_founds_nothing(api, world):
    body = {"code": "x1", "name": "X", "short_name": "X", "kind": "subordinate_cell", "day": "2020-07-01"}
    answer = api("alpha_secretary").post("/api/v1/units/", body | {"parent": world.units["alpha"].pk, "reason": "QĐ"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
