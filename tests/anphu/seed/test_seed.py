from datetime import date

import pytest

from anphu.kit import history
from anphu.seed import codelists, codes, datasubjects, law, load_reference, titles
from orgtree.choices import Confidence, DossierNumber, RightsKind, Scheme
from orgtree.models import (
    CodeEntry,
    DossierParameter,
    EthnicGroup,
    ExternalCode,
    Holiday,
    RightsDeadline,
    Title,
    TitleStandard,
)
from planning.indicators.definitions import BY_CODE, PARAMETERS
from planning.models import RuleParameter, Target, Term


def test_reference_is_complete(db):
    assert load_reference() > 0
    assert EthnicGroup.objects.count() == 54
    assert EthnicGroup.objects.get(code="17").name == "Chăm"
    assert Title.objects.count() == len(titles.TITLES)
    assert set(TitleStandard.objects.values_list("confidence", flat=True)) == {Confidence.UNVERIFIED}
    assert set(Target.objects.values_list("indicator", flat=True)) == {
        "NON_LOCAL_SECRETARY_COMMUNE",
        "NON_LOCAL_SECRETARY_DISTRICT",
        "TITLE_STANDARD",
        "YOUNG_KEY_LEADERS",
        "YOUNG_DISTRICT_LEADERS",
        "COMMUNE_EDU",
        "WOMEN",
        "WOMEN_COMMITTEE",
        "WOMEN_PRESENT",
    }
    assert set(Target.objects.values_list("indicator", flat=True)) <= set(BY_CODE)
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
    missing = set(PARAMETERS) - RuleParameter.objects.values_on(day).keys()
    assert missing == (set() if day >= date(2021, 12, 27) else {"plan_pref_months"})  # two terms: since QĐ 50


def test_numbers_of_law_change_with_the_day(db):
    load_reference()
    assert RuleParameter.objects.values_on(date(2020, 7, 7))["max_people_per_title"] == 4
    assert RuleParameter.objects.values_on(date(2022, 1, 1))["max_people_per_title"] == 3


def test_every_seed_names_its_basis():
    assert all(parameter.basis for parameter in law.PARAMETERS)
    assert all(target.basis and target.wording for target in law.TARGETS)


def test_every_list_of_a_dossier_has_entries(db):
    load_reference()
    assert set(CodeEntry.objects.values_list("scheme", flat=True)) == set(Scheme)
    assert CodeEntry.objects.filter(scheme=Scheme.PROVINCE).count() == 63
    an_giang = CodeEntry.objects.get(scheme=Scheme.PROVINCE, code="089")
    assert (an_giang.name, an_giang.confidence) == ("An Giang", Confidence.SEEN)
    ratings = CodeEntry.objects.filter(scheme=Scheme.RATING)
    assert [entry.name for entry in ratings] == [entry.name for entry in codes.SCHEMES[Scheme.RATING]]


def test_entries_have_the_names_that_people_and_other_systems_use(db):
    load_reference()
    excellent = ExternalCode.objects.filter(entry__scheme=Scheme.RATING, entry__code="excellent")
    assert dict(excellent.values_list("system", "code")) == {"Viết tắt": "HTXSNV", "Tên khác": "Hoàn thành xuất sắc"}
    rank = ExternalCode.objects.get(system=codes.RANK_LAW, code="01.003")
    assert rank.entry.name == "Chuyên viên"


def test_entry_that_an_administrator_renamed_stays(db):
    load_reference()
    with history.acting(actor=None, verb="test", reason="an administrator at work"):
        CodeEntry.objects.filter(scheme=Scheme.BLOOD, code="O").update(name="O (Rh+)")
        ExternalCode.objects.filter(entry__scheme=Scheme.RATING).delete()
    assert load_reference() == 0
    assert CodeEntry.objects.get(scheme=Scheme.BLOOD, code="O").name == "O (Rh+)"


def test_checks_of_dossiers_have_their_numbers(db):
    load_reference()
    numbers = DossierParameter.objects.on(date(2020, 7, 7))
    assert set(numbers.values_list("key", flat=True)) == set(DossierNumber)
    assert numbers.get(key=DossierNumber.PROBATION_MONTHS).value == 12


@pytest.mark.parametrize(("day", "confidence"), [(date(2020, 7, 7), Confidence.INFERRED), (date(2026, 1, 1), "S2")])
def test_every_kind_of_request_has_its_deadline_on_every_day(db, day, confidence):
    load_reference()
    newest = RightsDeadline.objects.filter(since__lte=day).order_by("kind", "-since").distinct("kind")
    days = {row.kind: (row.acknowledge_days, row.answer_days, row.extension_days) for row in newest}
    assert days == {
        RightsKind.SEE: (2, 10, 10),
        RightsKind.CORRECT: (2, 10, 10),
        RightsKind.COPY: (2, 10, 10),
        RightsKind.RESTRICT: (2, 15, 15),
        RightsKind.DELETE: (2, 20, 20),
    }
    assert {row.confidence for row in newest} == {confidence}


def test_holidays_of_fixed_days_are_there(db):
    load_reference()
    assert [row.day for row in Holiday.objects.filter(day__year=2020)] == [
        date(2020, 1, 1),
        date(2020, 4, 30),
        date(2020, 5, 1),
        date(2020, 9, 2),
    ]
    assert Holiday.objects.count() == len(datasubjects.HOLIDAYS)


@pytest.mark.parametrize("scheme", Scheme)
def test_no_list_says_the_same_twice(scheme):
    entries = codes.SCHEMES[scheme]
    assert len({entry.code for entry in entries}) == len({entry.name for entry in entries}) == len(entries)
    said = [
        name for entry in entries for system, name in entry.known_as.items() if system in (codes.SHORT, codes.OTHER)
    ]
    assert not {entry.name for entry in entries} & set(said)
    assert len(set(said)) == len(said)


def test_codes_are_unique():
    assert len({seed.code for seed in titles.TITLES}) == len(titles.TITLES)
    assert len(set(codelists.ETHNIC_GROUPS)) == 54
