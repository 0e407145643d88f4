"""The list of people as its reader keeps it: remembered, with saved filters and chosen columns."""

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.actions import lists
from orgtree.models import ListState, SavedFilter
from orgtree.models.dossier import Contact, Rating
from orgtree.queries.lists import COLUMNS

PEOPLE, FILTERS, COLUMNS_PAGE = reverse("people"), reverse("saved-filters"), reverse("people-columns")


def names(answer):
    return [row.person.full_name for row in answer.context["people"]]


def remembered(world, name="board") -> str:
    state = ListState.objects.filter(user=world.users[name]).first()
    return state.query if state else ""


def test_list_opens_as_it_was_left(world, sign_in):
    client = sign_in("board")
    client.get(PEOPLE, {"sex": "F", "ordering": "-birth", "age_from": ""})
    assert remembered(world) == "ordering=-birth&sex=F"
    answer = client.get(PEOPLE)
    assert answer.url == f"{PEOPLE}?ordering=-birth&sex=F"


def test_pages_days_and_open_filters_leave_what_is_remembered(world, sign_in):
    client = sign_in("board")
    client.get(PEOPLE, {"sex": "F"})
    for query in ({"page": "1"}, {"on": "2020-07-06"}, {"filters": "1"}):
        client.get(PEOPLE, query)
    assert remembered(world) == "sex=F"


def test_name_searched_for_is_not_remembered(world, sign_in):
    sign_in("board").get(PEOPLE, {"q": "Cường", "sex": "M"})
    assert remembered(world) == "sex=M"


def test_filter_that_makes_no_sense_is_not_remembered(world, sign_in):
    assert sign_in("board").get(PEOPLE, {"age_from": "abc"}).status_code == 400
    assert remembered(world) == ""


def test_list_is_reset(world, sign_in):
    client = sign_in("board")
    shown = client.get(PEOPLE, {"sex": "F"})
    assert shown.context["listing"].plain == f"{PEOPLE}?reset=1"
    assert shown.context["chips"] == [("Giới tính: nữ", f"{PEOPLE}?reset=1")]
    assert client.get(PEOPLE, {"reset": "1"}).url == PEOPLE
    assert client.get(PEOPLE).status_code == 200
    assert remembered(world) == ""


def test_what_one_reader_keeps_is_nobody_elses(world, sign_in):
    sign_in("board").get(PEOPLE, {"sex": "F"})
    assert sign_in("appraiser").get(PEOPLE).status_code == 200


def test_chosen_columns_are_shown_and_numbers_masked(world, sign_in):
    with history.acting(actor=None, verb="fill", reason="tests"):
        Contact.objects.create(person=world.people["an"], residence="Ấp An Hòa", phone="02960123456")
    client = sign_in("board")
    chosen = ["core.identity_number", "core.religion", "contact.residence", "contact.phone"]
    assert client.post(COLUMNS_PAGE, {"column": chosen}).url == PEOPLE
    answer = client.get(PEOPLE, {"q": "Nguyễn Văn An"})
    assert [words for _label, words in answer.context["people"][0].more] == [
        "Không",
        "••••••••0000",
        "Ấp An Hòa",
        "•••••••3456",
    ]
    body = answer.content.decode()
    assert "Ấp An Hòa" in body
    assert "02960123456" not in body


def test_columns_cost_three_queries_however_many_they_are(world, sign_in, django_assert_num_queries):
    client = sign_in("board")
    with django_assert_num_queries(7):
        client.get(PEOPLE)
    lists.choose_columns(actor=world.user("board"), keys=["core.religion", "papers.profile_number", "party.status"])
    with django_assert_num_queries(10):
        client.get(PEOPLE)


def test_column_of_a_list_says_its_newest_row(world, sign_in):
    with history.acting(actor=None, verb="fill", reason="tests"):
        for year, words in ((2018, "tốt"), (2019, "xuất sắc")):
            Rating.objects.create(person=world.people["an"], year=year, decided_by=f"Đảng ủy, {words}")
    lists.choose_columns(actor=world.user("board"), keys=["ratings.year", "ratings.decided_by"])
    answer = sign_in("board").get(PEOPLE, {"q": "Nguyễn Văn An"})
    assert [words for _label, words in answer.context["people"][0].more] == ["2019", "Đảng ủy, xuất sắc"]


def test_columns_of_restricted_parts_are_not_offered():
    sections = {key.partition(".")[0] for key in COLUMNS}
    once = {"core", "contact", "papers", "employment", "party", "schooling", "service"}
    newest_first = {"badges", "languages", "training", "work", "pay", "commendations", "ratings", "stated_plans"}
    assert sections == once | newest_first
    assert "core.full_name" not in COLUMNS


@pytest.mark.parametrize("columns", [["background.arrests"], ["core.nonsense"], list(COLUMNS)[:13]])
def test_columns_that_are_none_or_too_many_are_refused(world, sign_in, columns):
    assert sign_in("board").post(COLUMNS_PAGE, {"column": columns}).status_code == 400
    assert not ListState.objects.exists()


def test_column_that_exists_no_more_is_left_out(world, sign_in):
    ListState.objects.create(user=world.users["board"], listing="people", columns=["core.religion", "gone.away"])
    assert len(sign_in("board").get(PEOPLE).context["columns"]) == 1


def test_filter_is_saved_under_a_name_and_stands_above_the_list(world, sign_in):
    client = sign_in("board")
    address = f"{FILTERS}?sex=F&page=3&q=Lan"
    assert client.post(address, {"name": " Cán bộ  nữ "}).url == f"{PEOPLE}?sex=F"
    assert client.get(PEOPLE).context["saved"] == [("Cán bộ nữ", "sex=F", True)]
    client.post(f"{FILTERS}?sex=M", {"name": "Cán bộ nữ"})
    assert SavedFilter.objects.get().query == "sex=M"


def test_shared_filter_is_everybodys_and_only_the_board_shares(world, sign_in):
    sign_in("board").post(f"{FILTERS}?sex=F", {"name": "Nữ", "shared": "1"})
    assert sign_in("alpha_secretary").get(PEOPLE).context["saved"] == [("Nữ", "sex=F", False)]
    answer = sign_in("alpha_secretary").post(f"{FILTERS}?sex=M", {"name": "Nam", "shared": "1"})
    assert answer.status_code == 403
    assert SavedFilter.objects.count() == 1


def test_personal_filter_is_seen_by_its_owner_alone(world, sign_in):
    sign_in("alpha_secretary").post(f"{FILTERS}?sex=F", {"name": "Của tôi"})
    assert sign_in("board").get(PEOPLE).context["saved"] == []
    pk = SavedFilter.objects.get().pk
    assert sign_in("appraiser").post(FILTERS, {"remove": pk}).status_code == 404
    assert sign_in("alpha_secretary").post(FILTERS, {"remove": pk}).url == FILTERS
    assert not SavedFilter.objects.exists()


def test_shared_filter_is_not_removed_by_a_unit(world, sign_in):
    sign_in("board").post(f"{FILTERS}?sex=F", {"name": "Nữ", "shared": "1"})
    pk = SavedFilter.objects.get().pk
    assert sign_in("alpha_secretary").post(FILTERS, {"remove": pk}).status_code == 403
    assert SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("query", "name", "status"),
    [("sex=F", " ", 400), ("sex=F", "x" * 81, 400), ("", "Tên", 400), ("q=Lan", "Tên", 400)],
)
def test_filter_without_name_or_content_is_refused(world, sign_in, query, name, status):
    assert sign_in("board").post(f"{FILTERS}?{query}", {"name": name}).status_code == status
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["auditor", "admin", "nobody"])
def test_desk_of_the_list_is_not_for_those_who_open_no_dossier(world, sign_in, name):
    assert {sign_in(name).get(address).status_code for address in (FILTERS, COLUMNS_PAGE)} == {403}
