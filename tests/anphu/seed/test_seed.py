from datetime import date

import pytest

from anphu.kit import history
from anphu.seed import codelists, law, load_reference, titles
from orgtree.choices import Confidence
from orgtree.models import EthnicGroup, Title, TitleStandard
from planning.indicators.definitions import BY_CODE, PARAMETERS
from planning.models import RuleParameter, Target, Term


def test_reference_is_complete(db):
    assert load_reference() > 0
    assert EthnicGroup.objects.count() == 54
    assert EthnicGroup.objects.get(code="17").name == "Chăm"
    assert Title.objects.count() == len(titles.TITLES)
    assert set(TitleStandard.objects.values_list("confidence", flat=True)) == {Confidence.UNVERIFIED}
    assert set(Target.objects.values_list("indicator", flat=True)) == set(BY_CODE)
    assert [term.code for term in Term.objects.all()] == ["2015-2020", "2020-2025", "2025-2030"]


def test_second_run_writes_nothing(db):
    load_reference()
    assert load_reference() == 0


def test_what_administrators_changed_stays(db):
    load_reference()
    with history.acting(actor=None, verb="test", reason="an administrator at work"):
        Title.objects.filter(code="CELL_SECRETARY").update(name="Bí thư")
        RuleParameter.objects.filter(key="young_age_lt").delete()
    assert load_reference() == 2
    assert Title.objects.get(code="CELL_SECRETARY").name == "Bí thư"


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2020, 7, 7), date(2026, 11, 23)])
def test_indicators_have_their_numbers_on_every_day(db, day):
    load_reference()
    assert set(PARAMETERS) <= RuleParameter.objects.values_on(day).keys()


def test_numbers_of_law_change_with_the_day(db):
    load_reference()
    assert RuleParameter.objects.values_on(date(2020, 7, 7))["max_people_per_title"] == 4
    assert RuleParameter.objects.values_on(date(2022, 1, 1))["max_people_per_title"] == 3


def test_every_seed_names_its_basis():
    assert all(parameter.basis for parameter in law.PARAMETERS)
    assert all(target.basis and target.wording for target in law.TARGETS)


def test_codes_are_unique():
    assert len({seed.code for seed in titles.TITLES}) == len(titles.TITLES)
    assert len(set(codelists.ETHNIC_GROUPS)) == 54
