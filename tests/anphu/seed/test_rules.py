"""The seeded law: complete, in unbroken order, every row with its basis."""

from datetime import date
from fractions import Fraction

import pytest

from anphu.kit import history
from anphu.seed import load_reference, rules
from anphu.seed.documents import DOCUMENTS
from orgtree.choices import Confidence, Level
from planning.models import CountingDate, LegalDocument, RetirementAge, RuleParameter, RuleSet, StandardClause
from planning.rules.clauses import why_not_args
from planning.rules.law import Law


def test_law_is_complete(db):
    load_reference()
    assert LegalDocument.objects.count() == len(DOCUMENTS)
    assert RetirementAge.objects.count() == len(rules.RETIREMENT)
    assert StandardClause.objects.count() == len({(c.kind, c.title, c.first) for c in rules.CLAUSES})
    assert CountingDate.objects.filter(term__code="2025-2030", level=Level.COMMUNE).count() == 2


def test_numbers_that_repeat_are_told_apart_by_their_day(db):
    load_reference()
    days = LegalDocument.objects.filter(number="35-CT/TW").values_list("day", flat=True)
    assert list(days) == [date(2024, 6, 14), date(2019, 5, 30)]


def test_what_was_replaced_names_its_successor(db):
    load_reference()
    assert LegalDocument.objects.get(number="50-QĐ/TW").replaced_by.number == "377-QĐ/TW"
    replaced = LegalDocument.objects.filter(state="replaced")
    assert [row.number for row in replaced.filter(replaced_by=None)] == []


def test_rule_sets_follow_each_other_without_a_gap(db):
    load_reference()
    sets = list(RuleSet.objects.order_by("period"))
    assert [one.period.upper for one in sets] == [*(two.period.lower for two in sets[1:]), None]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2020, 7, 7), "hd-15-2012"),
        (date(2021, 12, 26), "hd-15-2012"),
        (date(2021, 12, 27), "qd-50-2021"),
        (date(2026, 11, 23), "qd-377-2025"),
    ],
)
def test_one_rule_set_is_in_force_on_every_day(db, day, code):
    load_reference()
    assert RuleSet.objects.in_force(day).code == code


def test_numbers_rest_on_documents(db):
    load_reference()
    row = RuleParameter.objects.on(date(2020, 7, 7)).get(key="max_people_per_title")
    assert (row.document.number, row.rule_set.code, row.confidence) == ("15-HD/BTCTW", "hd-15-2012", "U")


def test_document_that_an_administrator_took_away_stays_away_only_with_another_basis(db):
    load_reference()
    with history.acting(actor=None, verb="test", reason="an administrator at work"):
        RuleParameter.objects.filter(key="plan_pref_months").update(document=None, basis="Công văn của tỉnh")
    assert load_reference() == 0
    assert RuleParameter.objects.get(key="plan_pref_months").document is None


@pytest.mark.parametrize("clause", rules.CLAUSES, ids=lambda clause: clause.kind)
def test_seeded_clauses_have_the_particulars_of_their_kind(clause):
    assert why_not_args(clause.kind, clause.args) is None
    assert clause.basis


def test_every_age_says_how_it_is_known():
    assert {row.confidence for row in rules.RETIREMENT} == {Confidence.SEEN, Confidence.INFERRED}


def test_quorum_is_two_thirds_exactly(db):
    load_reference()
    assert Law(tuple(RuleParameter.objects.on(date(2020, 7, 7)))).ratio("quorum") == Fraction(2, 3)
