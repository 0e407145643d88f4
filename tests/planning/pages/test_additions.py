"""Finding somebody to add: near with everything, far with name, unit and verdict."""

import pytest
from django.urls import reverse

from orgtree.actions import reads
from orgtree.models import DossierRead
from orgtree.reports.lists import what_was_read
from tests.planning.pages.conftest import words
from tests.planning.pages.lists import line_of


@pytest.fixture
def alpha(world):
    return world.submission("alpha")


@pytest.fixture
def add(world, alpha, send):
    """`add("lan")`: the form of the people found, sent."""

    def post(key, user="alpha_secretary", **data):
        title = world.plan_titles["alpha", "2020-2025", "standing"]
        sent = {"version": world.submission("alpha").version, "plan_title": title.pk, "reason": "Đủ tiêu chuẩn"}
        if key:
            sent["person"] = world.people[key].pk
        return send(user, "submission-line-add", alpha.pk, **{**sent, **data})

    return post


def test_title_to_fill_is_named_with_its_term(world, alpha, ask):
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    address = {"title": title.pk, "find": "lan"}
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, **address))
    assert f"{title.title.name}, {title.term.name}</option>" in page
    assert f'id="for-title">– {title.title.name}, {title.term.name}<' in page
    assert "hx-swap-oob" in words(ask("alpha_secretary", "submission-line-add", alpha.pk, htmx=True, **address))


def test_person_found_without_diacritics_and_added(alpha, ask, add):
    answer = ask("alpha_secretary", "submission-line-add", alpha.pk, find="bui thi")
    assert [person.full_name for person in answer.context["near"]] == ["Bùi Thị Ngọc Lan"]
    answer = add("lan")
    line = line_of(alpha, "Bùi Thị Ngọc Lan")
    assert answer.headers["location"].endswith(f"#line-{line.pk}")
    assert (line.proposal, line.reason, line.outsider) == ("add", "Đủ tiêu chuẩn", False)


def test_person_of_another_unit_is_told_by_name_year_unit_and_verdict_alone(world, alpha, ask):
    answer = ask("alpha_secretary", "submission-line-add", alpha.pk, find="hoang hai")
    (person,) = answer.context["far"]
    assert (answer.context["near"], person.age, person.posts, person.home) == ([], None, [], "Đảng bộ xã Phú Hội")
    page = words(answer)
    assert "Võ Hoàng Hải" in page
    assert "Đảng bộ xã Phú Hội" in page
    assert 'class="eligible"' not in page, "no clause with its fact"
    assert reverse("person", args=[person.pk]) not in page
    assert ("1993" in page, "09/09/1993" in page, person.judged) == (True, False, None)
    assert person.verdict in ("met", "lacking", "unknown")


@pytest.mark.parametrize(("typed", "few"), [("hai", True), ("hai Hải", True), ("h ha", False), ("hoang h", False)])
def test_people_of_other_units_are_found_by_two_whole_words_alone(alpha, ask, typed, few):
    answer = ask("alpha_secretary", "submission-line-add", alpha.pk, find=typed)
    assert (answer.context["far"], answer.context["few"]) == ([], few)
    assert not DossierRead.objects.exists()


def test_search_that_shows_somebody_of_another_unit_is_in_the_read_log(world, alpha, ask):
    ask("alpha_secretary", "submission-line-add", alpha.pk, find="ngoc lan")
    assert not DossierRead.objects.exists()
    ask("alpha_secretary", "submission-line-add", alpha.pk, find="hoang hai")
    row = DossierRead.objects.get()
    assert (row.reader, row.person, row.kind) == (world.user("alpha_secretary"), world.people["hai"], "dossier")
    assert row.detail == reads.SEARCH
    assert what_was_read(row.detail) == "Search for somebody to add: year of birth, unit and verdict"


def test_person_of_another_unit_is_added_as_an_outsider(alpha, add, ask):
    assert add("hai").status_code == 302
    assert line_of(alpha, "Võ Hoàng Hải").outsider is True
    assert "from another unit" in words(ask("alpha_secretary", "submission", alpha.pk))


def test_person_of_no_unit_under_the_authority_is_not_found(add):
    assert add(None, person=10**15).status_code == 404


def test_nobody_found_is_said(alpha, ask):
    assert "Nobody of that name was found" in words(ask("alpha_secretary", "submission-line-add", alpha.pk, find="zzz"))


def test_person_on_the_list_cannot_be_chosen_again(world, alpha, ask, add):
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, title=title.pk, find="cuong"))
    assert "already on the list" in page
    assert " disabled" in page
    answer = add("cuong")
    assert (answer.status_code, "already in the plan for that title" in words(answer)) == (409, True)


def test_addition_refused_keeps_person_and_reason(world, alpha, sign_in):
    person, title = world.people["lan"], world.plan_titles["alpha", "2020-2025", "standing"]
    address = f"{reverse('submission-line-add', args=[alpha.pk])}?title={title.pk}&find=lan"
    data = {"version": 77, "plan_title": title.pk, "person": person.pk, "reason": "Có năng lực"}
    answer = sign_in("alpha_secretary").post(address, data)
    page = words(answer)
    assert answer.status_code == 409
    assert f'value="{person.pk}" required checked' in page
    assert ">Có năng lực</textarea>" in page


def test_addition_without_a_person_is_refused(add):
    answer = add(None)
    assert (answer.status_code, "Choose one of the people found." in words(answer)) == (400, True)


def test_search_by_htmx_answers_with_the_people_alone(alpha, ask):
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, htmx=True, find="lan"))
    assert "Bùi Thị Ngọc Lan" in page
    assert "<html" not in page


def test_search_costs_the_same_however_many_are_found(alpha, queries):
    asked = ("le quoc", "thi", "hoang hai", "thi giang")
    found = {words: queries("alpha_secretary", "submission-line-add", alpha.pk, find=words) for words in asked}
    assert found == {"le quoc": 14, "thi": 12, "hoang hai": 19, "thi giang": 19}, (
        "more only where somebody of another unit is found"
    )
