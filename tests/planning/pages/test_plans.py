import datetime

import pytest

from planning.pages import pickers
from tests.planning.pages.conftest import words


def planned(answer):
    return {str(title.title): [e.person.full_name for e in title.planned] for title in answer.context["titles"]}


def test_plan_opens_on_the_own_unit_and_the_term_of_the_day(world, ask):
    answer = ask("alpha_secretary", "plan")
    assert answer.context["picker"].unit.unit_id == world.units["alpha"].pk
    assert answer.context["term"] == world.terms["2020-2025"]
    assert planned(answer) == {"Bí thư Đảng ủy xã": ["Trần Thị Bình"], "Ủy viên Ban Thường vụ": ["Lê Quốc Cường"]}
    assert "01/06/2018" in words(answer)


def test_plan_of_another_day_is_that_of_the_day(propose, appraise, decide, ask, settings):
    propose("cuong", "remove")
    propose("lan", "add")
    appraise("alpha")
    decide("alpha")
    assert planned(ask("btv", "plan", unit=_alpha(ask)))["Ủy viên Ban Thường vụ"] == ["Bùi Thị Ngọc Lan"]
    before = ask("btv", "plan", unit=_alpha(ask), on="2020-07-06")
    assert planned(before)["Ủy viên Ban Thường vụ"] == ["Lê Quốc Cường"]
    assert planned(ask("btv", "plan", unit=_alpha(ask), on="2017-01-01"))["Ủy viên Ban Thường vụ"] == []


def _alpha(ask):
    return ask("alpha_secretary", "plan").context["picker"].unit.unit_id


def test_plan_of_a_unit_without_titles_says_so(ask):
    assert "This unit plans no titles in this term" in words(ask("btv", "plan"))


def test_plan_on_a_day_before_every_unit_says_so(ask):
    answer = ask("btv", "plan", on="1990-01-01")
    assert answer.status_code == 200
    assert "No unit of yours existed on that day" in words(answer)


def test_plan_links_only_what_the_reader_can_open(world, propose, appraise, decide, ask):
    assert "/decisions/" not in words(ask("alpha_secretary", "plan")).split("<table")[1]
    propose("lan", "add")
    appraise("alpha")
    decision = decide("alpha", day=datetime.date(2020, 7, 6))
    assert f"/decisions/{decision.pk}/" in words(ask("alpha_secretary", "plan"))


def test_unit_is_found_without_diacritics_among_those_in_reach(world, ask):
    answer = ask("btv", "plan", htmx=True, find="phu hoi")
    assert "Đảng bộ xã Phú Hội" in words(answer)
    assert "<html" not in words(answer)
    nothing = words(ask("alpha_secretary", "plan", htmx=True, find="phu hoi"))
    assert "Đảng bộ xã Phú Hội" not in nothing
    assert "No unit in your reach is called “phu hoi”." in nothing


def test_search_says_when_more_units_match(ask, monkeypatch):
    more = "There are more; write more of the name."
    assert more not in words(ask("btv", "plan", htmx=True, find="xa"))
    monkeypatch.setattr(pickers, "MOST", 1)
    answer = words(ask("btv", "plan", htmx=True, find="xa"))
    assert more in answer
    assert answer.count("<li>") == 1


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2014-01-01", "2015-2020"),
        ("2016-01-01", "2015-2020"),
        ("2019-12-31", "2020-2025"),
        ("2024-01-01", "2020-2025"),
    ],
)
def test_plan_opens_on_the_term_that_is_worked_on(ask, day, code):
    answer = ask("btv", "plan", on=day)
    assert answer.context["term"].code == code
    assert [term.code for term in answer.context["terms"]] == ["2020-2025", "2015-2020"]


def test_plan_costs_the_same_at_one_person_and_at_three(world, propose, appraise, decide, queries):
    assert queries("alpha_secretary", "plan") == 16
    propose("lan", "add")
    propose("dung", "add")
    appraise("alpha")
    decide("alpha")
    assert queries("alpha_secretary", "plan") == 16
