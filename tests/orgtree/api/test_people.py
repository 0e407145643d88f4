import pytest

URL = "/api/v1/people/"


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["full_name"] for row in answer.json()["results"]]


def test_list_masks_what_identifies_and_the_dossier_shows_it(api, world):
    person = world.people["binh"]
    row = next(row for row in api("board").get(URL).json()["results"] if row["id"] == person.pk)
    assert (row["identity_number"], row["party_card"]) == ("•••••••••001", "•••••001")
    one = api("board").get(f"{URL}{person.pk}/").json()
    assert (one["identity_number"], one["party_card"]) == ("089000000001", "00000001")


def test_row_names_cell_and_posts_of_the_day(api, world):
    row = api("board").get(f"{URL}{world.people['an'].pk}/").json()
    assert [(cell["unit"], cell["unit_name"]) for cell in row["memberships"]] == [
        (world.units["alpha1"].pk, "Chi bộ ấp An Hòa")
    ]
    assert [(post["title_code"], post["unit_name"]) for post in row["postings"]] == [
        ("secretary", "Đảng bộ xã Khánh An")
    ]


def test_search_forgives_missing_marks_and_sorts_by_given_name(api, world):
    board = api("board")
    assert names(board.get(URL, {"q": "nguyen"})) == ["Nguyễn Văn An", "Nguyễn Thị Dung"]
    assert names(board.get(URL, {"q": "Nguyễn Thị"})) == ["Nguyễn Thị Dung"]
    assert names(board.get(URL))[:3] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Quốc Cường"]


def test_filters_narrow(api, world):
    board = api("board")
    assert names(board.get(URL, {"unit": world.units["beta"].pk})) == ["Phạm Văn Em", "Đỗ Thị Giang", "Võ Hoàng Hải"]
    assert names(board.get(URL, {"title": world.titles["secretary"].pk})) == ["Nguyễn Văn An", "Phạm Văn Em"]
    assert names(board.get(URL, {"sex": "F", "unit": world.units["beta"].pk})) == ["Đỗ Thị Giang"]
    assert names(board.get(URL, {"education": 3})) == ["Lê Quốc Cường"]


def test_secretary_sees_and_counts_the_own_subtree_only(api, world):
    secretary = api("alpha_secretary")
    assert secretary.get(URL).json()["count"] == 5
    assert secretary.get(URL, {"q": "Phạm Văn Em"}).json()["count"] == 0
    hidden = secretary.get(f"{URL}{world.people['em'].pk}/")
    assert (hidden.status_code, hidden.json()) == (404, secretary.get(f"{URL}999999/").json())


@pytest.mark.parametrize("noun", ["people", "postings", "memberships"])
@pytest.mark.parametrize("role", ["auditor", "admin", "nobody"])
def test_roles_without_dossiers_are_told_so(api, noun, role):
    answer = api(role).get(f"/api/v1/{noun}/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_postings_and_memberships_are_those_of_the_day(api, world):
    board, person = api("board"), world.people["an"].pk
    posting = board.get("/api/v1/postings/", {"person": person}).json()["results"][0]
    assert (posting["person_name"], posting["title_code"]) == ("Nguyễn Văn An", "secretary")
    membership = board.get("/api/v1/memberships/", {"person": person}).json()["results"][0]
    assert (membership["unit"], membership["official_on"]) == (world.units["alpha1"].pk, "2011-01-01")
    assert board.get("/api/v1/postings/", {"on": "2009-12-31"}).json()["count"] == 0
    assert board.get("/api/v1/memberships/", {"on": "2009-12-31"}).json()["count"] == 0


def written(world, **more) -> dict:
    an = world.people["an"]
    core = {"full_name": "Hồ Thị Mới", "sex": "F", "birth_date": "1999-03-02"}
    core |= {"ethnic_group": an.ethnic_group_id, "religion": an.religion_id}
    membership = {"unit": world.units["alpha1"].pk, "period": "2020-07-07/", "admitted_on": "2020-07-07"}
    return {"core": core, "membership": membership, "reason": "Theo lý lịch"} | more


def test_new_person_is_recorded_and_answered_in_full(api, world):
    answer = api("board").post(URL, written(world))
    assert (answer.status_code, answer.json()["full_name"]) == (201, "Hồ Thị Mới")
    assert [row["unit"] for row in answer.json()["memberships"]] == [world.units["alpha1"].pk]


def test_new_person_who_looks_like_another_needs_the_caller_to_be_sure(api, world):
    board, body = api("board"), written(world)
    body["core"] |= {"full_name": "Nguyen Van An", "birth_date": "1972-05-01", "sex": "M"}
    asked = board.post(URL, body)
    assert (asked.status_code, asked.json()["code"]) == (409, "near_duplicates")
    assert [one["id"] for one in asked.json()["candidates"]] == [world.people["an"].pk]
    assert board.post(URL, body | {"sure": True}).status_code == 201


def test_new_person_needs_a_right_and_a_place(api, world):
    places = [written(world), written(world, membership={}), written(world, membership={"admitted_on": "2020-07-07"})]
    answers = [
        api(name).post(URL, body) for name, body in zip(("alpha_secretary", "board", "board"), places, strict=True)
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "not_allowed"),
        (400, "belongs_nowhere"),
        (400, "invalid"),
    ]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("K’Dung", True),
        ("A-li Niê Kđăm", True),
        ("Nguyễn Văn An 2", False),
        ("Nguyễn <b>Văn</b>", False),
        ("Nguyễn\tVăn\x07", True),
        ("---", False),
        ("", False),
    ],
)
def test_name_has_letters_and_nothing_else(api, world, name, taken):
    body = written(world, sure=True)
    body["core"]["full_name"] = name
    answer = api("board").post(URL, body)
    assert answer.status_code == (201 if taken else 400)
    assert taken or next(iter(answer.json()["errors"])) == "full_name"
    assert "person_name_derived" not in answer.content.decode()
