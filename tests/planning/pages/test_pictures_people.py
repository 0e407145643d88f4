"""Age pyramid and retirement calendar."""

import datetime

import pytest

from anphu.kit import history
from orgtree.models import Person
from tests.planning.pages.conftest import words


def test_ages_draw_the_group_asked_for_with_its_table(ask):
    answer = ask("btv", "ages")
    assert answer.context["figure"].rows[-1] == ("All together", 3, 3)
    assert [(label, active) for label, _url, active in answer.context["tabs"]] == [
        ("Party members", False),
        ("Everybody with a title", True),
        ("Titles: commune", False),
    ]
    assert ask("btv", "ages", group="members").context["figure"].rows[-1] == ("All together", 5, 4)
    page = words(answer)
    assert "3 men and 3 women" in page
    assert page.count("pyramid__bar--left") == 2


def test_ages_of_a_group_without_people_explain(ask):
    assert "Nobody of this group is here" in words(ask("btv", "ages", group="province"))


def test_ages_of_an_unknown_group_are_refused_in_words(ask):
    answer = ask("btv", "ages", group="x")
    assert (answer.status_code, "There is no such group" in words(answer)) == (400, True)


def test_pictures_before_any_unit_explain(ask):
    for page in ("ages", "retirements"):
        assert "No unit of yours existed on that day" in words(ask("btv", page, on="1950-01-01"))


def test_retirements_say_when_and_who(ask, retiring):
    answer = ask("btv", "retirements")
    [(row, quarter, group)] = answer.context["rows"]
    assert (row.person.full_name, quarter, group) == ("Nguyễn Văn An", "Quarter 2 of 2021", "Heads")
    assert row.latest == datetime.date(2021, 5, 31)
    assert [line for line in answer.context["figure"].rows if line[-1]] == [("Quarter 2 of 2021", 1, 0, 0, 0, 1)]


def test_retirements_are_narrowed_and_count_whom_the_reader_may_not_see(ask, retiring):
    assert ask("btv", "retirements", place="3").context["rows"][0][0].person.full_name == "Nguyễn Văn An"
    assert ask("btv", "retirements", place="4").context["rows"] == []
    assert ask("btv", "retirements", group="others").context["rows"] == []
    unseen = ask("auditor", "retirements")
    assert (unseen.context["rows"], unseen.context["not_shown"]) == ([], 1)


@pytest.mark.parametrize(("wrong", "status"), [({"place": "99"}, 400), ({"group": "x"}, 400), ({"page": "7"}, 404)])
def test_retirements_refuse_what_does_not_exist(ask, retiring, wrong, status):
    assert ask("btv", "retirements", **wrong).status_code == status


def test_retirements_of_nobody_explain(world, ask, retiring):
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(pk=world.people["an"].pk).update(birth_date=datetime.date(1990, 1, 1))
    assert "Nobody reaches retirement age within five years" in words(ask("btv", "retirements"))


def test_pictures_cost_the_same_for_one_unit_and_for_three(queries, retiring):
    for user in ("alpha_secretary", "btv"):
        assert queries(user, "ages") == 9
        assert queries(user, "retirements") == 13
