import pytest
from django.urls import reverse

from planning.models import Decision
from tests.planning.pages.conftest import words


@pytest.fixture
def ready(propose, appraise):
    propose("lan", "add")
    propose("cuong", "remove", reason="Xin thôi")
    appraise("alpha")
    appraise("beta")


@pytest.fixture
def typed(world, ready):
    alpha, beta = world.submission("alpha"), world.submission("beta")
    return {
        "submission": [alpha.pk, beta.pk],
        f"version-{alpha.pk}": alpha.version,
        f"version-{beta.pk}": beta.version,
        "number": "15-QĐ/HU",
        "day": "07/07/2020",
        "note": "",
    }


def test_form_ticks_what_the_address_names(world, ready, ask):
    alpha, beta = world.submission("alpha"), world.submission("beta")
    page = words(ask("btv", "decision-new", submission=alpha.pk))
    assert f'id="list-{alpha.pk}" checked' in page
    assert f'id="list-{beta.pk}"' in page
    assert f'id="list-{beta.pk}" checked' not in page
    assert 'value="07/07/2020"' in page


def test_decision_approves_many_lists_at_once(world, typed, send, ask):
    answer = send("btv", "decision-new", **typed)
    row = Decision.objects.get(number="15-QĐ/HU")
    assert answer.headers["location"] == reverse("decision", args=[row.pk])
    answer = ask("btv", "decision", row.pk)
    names = [(word, [entry.person.full_name for entry in entries]) for word, entries in answer.context["changes"]]
    assert names == [("add", ["Bùi Thị Ngọc Lan"]), ("remove", ["Lê Quốc Cường"])]
    assert [row.unit_version.name for row in answer.context["submissions"]] == [
        "Đảng bộ xã Khánh An",
        "Đảng bộ xã Phú Hội",
    ]
    assert "Decision 15-QĐ/HU approves 2 lists." in words(answer)


def test_decision_is_shown_as_far_as_the_reader_sees(typed, send, ask):
    send("btv", "decision-new", **typed)
    row = Decision.objects.get(number="15-QĐ/HU")
    answer = ask("beta_secretary", "decision", row.pk)
    assert [row.unit_version.name for row in answer.context["submissions"]] == ["Đảng bộ xã Phú Hội"]
    assert [entries for _word, entries in answer.context["changes"]] == [[], []]
    assert "Bùi Thị Ngọc Lan" not in words(answer)
    [listed] = ask("beta_secretary", "decisions").context["decisions"]
    assert (listed.units_seen, listed.added, listed.removed) == (1, 0, 0)
    [listed] = ask("alpha_secretary", "decisions").context["decisions"]
    assert (listed.units_seen, listed.added, listed.removed) == (1, 1, 1)


@pytest.mark.parametrize(
    ("field", "value", "status", "sentence"),
    [
        ("submission", [], 400, "Tick at least one list that the decision approves."),
        ("number", "", 400, "This field is required."),
        ("number", "x" * 51, 400, "at most 50 characters"),
        ("number", "1\x00", 400, "Null characters are not allowed."),
        ("day", "31/02/2020", 400, "Enter a valid date."),
        ("day", "2020-07-07", 400, "Enter a valid date."),
        ("day", "08/07/2020", 400, "The day of the decision lies in the future."),
        ("day", "30/06/2020", 400, "before the round"),
        ("submission", [987654321], 404, "That submission is not within your reach."),
    ],
)
def test_decision_wrongly_typed_is_refused_and_kept(typed, send, field, value, status, sentence):
    answer = send("btv", "decision-new", **{**typed, "note": "Theo tờ trình", field: value})
    assert answer.status_code == status
    page = words(answer)
    assert sentence in page
    assert "Theo tờ trình</textarea>" in page
    assert not Decision.objects.filter(number="15-QĐ/HU").exists()


def test_number_taken_is_refused(typed, decide, world, send):
    decide("beta", number="15-QĐ/HU")
    alpha = world.submission("alpha")
    answer = send("btv", "decision-new", **{**typed, "submission": [alpha.pk]})
    assert answer.status_code == 409
    assert "already has a decision of that number in that year" in words(answer)


def test_sent_twice_is_decided_once(typed, send):
    assert send("btv", "decision-new", **typed).status_code == 302
    again = send("btv", "decision-new", **typed)
    assert again.status_code == 409
    assert Decision.objects.filter(number="15-QĐ/HU").count() == 1


def test_list_changed_in_the_meantime_is_refused(typed, step, world, send):
    step("alpha", "return", "btv", reason="Xem lại")
    step("alpha", "submit", "alpha_secretary")
    step("alpha", "appraise", "appraiser")
    answer = send("btv", "decision-new", **typed)
    assert answer.status_code == 409
    assert "Somebody changed this submission in the meantime." in words(answer)


def test_without_a_list_the_form_explains(ask):
    assert "No appraised list is waiting for a decision" in words(ask("btv", "decision-new"))


def test_register_is_filtered_by_number_and_day(typed, send, ask):
    send("btv", "decision-new", **typed)
    found = [row.number for row in ask("btv", "decisions", q="15").context["decisions"]]
    assert found == ["15-QĐ/HU"]
    assert ask("btv", "decisions", q="99").context["decisions"] == []
    assert ask("btv", "decisions", day_from="31/02/2020").status_code == 400
    assert ask("btv", "decisions", page="7").status_code == 200
    assert ask("btv", "decisions", colour="red").status_code == 400


def test_register_costs_the_same_at_one_decision_and_at_three(ready, appraise, decide, queries):
    decide("alpha", number="1")
    assert queries("btv", "decisions") == 6
    decide("beta", number="2")
    appraise("gamma")
    decide("gamma", number="3")
    assert queries("btv", "decisions") == 6


def test_decision_costs_the_same_at_one_change_and_at_three(propose, appraise, decide, queries):
    propose("lan", "add")
    propose("hai", "add", unit="beta", user="beta_secretary")
    propose("em", "add", unit="beta", user="beta_secretary")
    propose("giang", "remove", title="secretary", unit="beta", user="beta_secretary")
    for unit in ("alpha", "beta", "gamma"):
        appraise(unit)
    assert queries("btv", "decision", decide("alpha", number="1").pk) == 18
    assert queries("btv", "decision", decide("beta", "gamma", number="2").pk) == 18


def test_form_costs_the_same_at_two_lists_and_at_three(ready, appraise, queries):
    assert queries("btv", "decision-new") == 5
    appraise("gamma")
    assert queries("btv", "decision-new") == 5
