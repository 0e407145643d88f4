import pytest
from django.urls import reverse

from planning.indicators import fill
from tests.planning.pages.conftest import words
from tests.world import TODAY


def readings(answer, code):
    [sheet] = [sheet for sheet in answer.context["sheets"] if sheet.indicator.code == code]
    return {
        reading.term and reading.term.code: (reading.value.numerator, reading.value.denominator, reading.value.unknown)
        for reading in sheet.readings
        if reading.value
    }


def test_indicators_of_a_unit_on_every_basis(ask):
    answer = ask("btv", "indicators")
    assert len(answer.context["sheets"]) == 5
    assert readings(answer, "WOMEN") == {None: (2, 4, 0), "2020-2025": (2, 3, 0)}
    assert readings(answer, "NON_LOCAL_SECRETARY_COMMUNE")[None] == (1, 2, 0)
    page = words(answer)
    assert "Target for 2030: 20" in page
    assert 'class="band band--above"' in page


def test_indicators_of_a_unit_are_its_own_alone(ask):
    assert readings(ask("alpha_secretary", "indicators"), "WOMEN")[None] == (1, 2, 0)


def test_indicators_stored_and_measured_now_agree(ask):
    measured = readings(ask("btv", "indicators"), "YOUNG_KEY_LEADERS")
    fill.full(TODAY)
    assert readings(ask("btv", "indicators"), "YOUNG_KEY_LEADERS") == measured


def test_indicators_behind_the_records_say_so(propose, appraise, decide, ask):
    fill.full(TODAY)
    assert "Being recomputed" not in words(ask("btv", "indicators"))
    propose("lan", "add")
    appraise("alpha")
    decide("alpha")
    assert "Being recomputed" in words(ask("btv", "indicators"))
    assert "Being recomputed" not in words(ask("btv", "indicators", on="2020-07-06"))
    fill.drain(TODAY)
    answer = ask("btv", "indicators")
    assert "Being recomputed" not in words(answer)
    assert readings(answer, "WOMEN")["2020-2025"] == (3, 4, 0)


def test_rules_that_are_unverified_are_marked(ask):
    assert "unverified" in words(ask("btv", "indicators"))


def test_missing_people_to_the_target_are_counted(world, ask):
    [sheet] = [s for s in ask("btv", "indicators").context["sheets"] if s.indicator.code == "WOMEN"]
    assert [(reading.met, reading.missing) for reading in sheet.readings] == [(True, 0), (True, 0)]
    assert sheet.target.met_by(10) is False


@pytest.mark.parametrize(
    ("ordering", "first"),
    [("name", "Đảng bộ xã Khánh An"), ("-name", "Đảng bộ xã Phú Hội"), ("?", "Đảng bộ xã Khánh An")],
)
def test_indicator_of_units_below_is_sorted(ask, ordering, first):
    rows = ask("btv", "indicator", "women", ordering=ordering).context["rows"]
    assert (rows[0][0].name, len(rows)) == (first, 2)


def test_indicator_on_the_plan_of_a_term(world, ask):
    answer = ask("btv", "indicator", "women", term=world.terms["2020-2025"].pk)
    assert [(unit.name, reading.value.denominator) for unit, reading in answer.context["rows"]] == [
        ("Đảng bộ xã Khánh An", 2),
        ("Đảng bộ xã Phú Hội", 1),
    ]


def test_indicator_unknown_is_not_found(ask):
    assert ask("btv", "indicator", "beauty").status_code == 404


def test_indicator_of_a_cell_explains_that_nobody_is_counted(world, ask):
    page = words(ask("btv", "indicator", "women", unit=world.units["gamma"].pk))
    assert "Nobody to count directly below this unit" in page


def test_indicators_before_any_unit_explain(ask):
    assert "No unit of yours existed on that day" in words(ask("btv", "indicators", on="1950-01-01"))
    assert ask("btv", "indicator", "women", on="1950-01-01").status_code == 200


def test_names_link_to_the_unit(world, ask):
    address = f"{reverse('indicators')}?unit={world.units['alpha'].pk}"
    assert address in words(ask("btv", "indicator", "women"))


def test_indicators_cost_the_same_for_one_unit_and_for_three(world, queries):
    fill.full(TODAY)
    assert queries("alpha_secretary", "indicators") == 15
    assert queries("btv", "indicators") == 15
    assert queries("alpha_secretary", "indicator", "women") == 14
    assert queries("btv", "indicator", "women") == 14
