"""The list of people and its file, asked as a browser asks."""

import pytest
from django.urls import reverse

PEOPLE = reverse("people")
ALPHA = {"Nguyễn Văn An", "Trần Thị Bình", "Lê Quốc Cường", "Nguyễn Thị Dung", "Bùi Thị Ngọc Lan"}


def names(response):
    return [row.person.full_name for row in response.context["people"]]


def test_list_shows_what_the_reader_sees_by_given_name(sign_in):
    answer = sign_in("alpha_secretary").get(PEOPLE)
    assert names(answer) == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Quốc Cường", "Nguyễn Thị Dung", "Bùi Thị Ngọc Lan"]


def test_list_on_a_day_before_the_district_is_empty(sign_in):
    answer = sign_in("board").get(PEOPLE, {"on": "2009-12-31"})
    assert (answer.status_code, names(answer)) == (200, [])


def test_list_query_count_does_not_grow_with_rows(sign_in, django_assert_num_queries):
    client = sign_in("board")
    for query, queries in (
        ({}, 7),
        ({"q": "Khánh"}, 8),
        ({"q": "nguyen"}, 8),
        ({"filters": "1"}, 10),
        ({"sex": "F"}, 11),  # and remembered
        ({"sex": "F"}, 10),
    ):
        with django_assert_num_queries(queries):
            client.get(PEOPLE, query)


def test_list_fragment_is_the_results_alone(sign_in):
    answer = sign_in("board").get(PEOPLE, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert 'id="results"' in body
    assert "<html" not in body
    assert "HX-Request" in answer["Vary"]


def test_list_search_puts_exact_marks_first(sign_in):
    assert names(sign_in("board").get(PEOPLE, {"q": "Nguyễn"})) == ["Nguyễn Văn An", "Nguyễn Thị Dung"]


@pytest.mark.parametrize("typed", ["089000000001", "89 000 000 001", "00000001", "số 089000000001"])
def test_number_leads_to_its_person_and_stays_in_no_address(sign_in, world, typed):
    client, person = sign_in("board"), reverse("person", args=[world.people["binh"].pk])
    assert client.get(PEOPLE, {"q": typed}).url == person
    assert client.get(PEOPLE, {"q": typed}, headers={"HX-Request": "true"})["HX-Redirect"] == person


def test_number_of_somebody_out_of_sight_leads_back_to_the_list(sign_in, world):
    em = world.people["em"].identity_number
    assert sign_in("alpha_secretary").get(PEOPLE, {"q": em}).url == PEOPLE
    assert sign_in("board").get(PEOPLE, {"q": "089123456789"}).url == PEOPLE


def test_list_filter_shows_as_chip(sign_in, world):
    answer = sign_in("board").get(PEOPLE, {"unit": world.units["alpha2"].pk, "sex": "F"})
    assert set(names(answer)) == {"Nguyễn Thị Dung", "Bùi Thị Ngọc Lan"}
    assert [label.split(": ")[1] for label, _url in answer.context["chips"]] == ["Chi bộ ấp An Khánh", "nữ"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("age_from=abc", 400),
        ("colour=red", 400),
        ("ordering=birth_date", 400),
        ("unit=abc", 400),
        ("unit=999999999999999999999999", 400),
        ("q=" + "x" * 101, 400),
        ("q=%00", 400),
        ("page=0", 404),
        ("page=abc", 404),
        ("on=2020-02-31", 400),
        ("on=garbage", 400),
        ("on=1929-12-31", 400),
        ("on=2101-01-01", 400),
    ],
)
def test_list_nonsense_is_a_sentence(sign_in, query, status):
    answer = sign_in("board").get(f"{PEOPLE}?{query}")
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("name", ["auditor", "admin", "nobody"])
def test_list_is_not_for_those_who_open_no_dossier(sign_in, name):
    assert sign_in(name).get(PEOPLE).status_code == 403


def test_list_asks_to_sign_in(client, world):
    assert client.get(PEOPLE).url == f"{reverse('account_login')}?next={PEOPLE}"


def test_list_is_read_only(sign_in):
    assert sign_in("board").post(PEOPLE).status_code == 405
