"""Rule sets and numbers: which apply, and when rule sets do not fit together."""

import datetime
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from anphu.kit import history
from anphu.kit.periods import period
from planning.models import RuleParameter, RuleSet
from planning.rules.law import Law, is_doubtful, why_not_rule_set

OLD = RuleSet(pk=1, name="Cũ", period=period(datetime.date(2012, 1, 1), datetime.date(2021, 12, 27)))
NEW = RuleSet(pk=2, name="Mới", period=period(datetime.date(2021, 12, 27)))


def rule_set(first, end=None) -> RuleSet:
    return RuleSet(pk=3, name="Thêm", period=period(first, end))


def test_sets_that_follow_each_other_are_welcome():
    assert why_not_rule_set(NEW, [OLD]) is None
    assert why_not_rule_set(rule_set(datetime.date(2010, 1, 1), datetime.date(2012, 1, 1)), [OLD, NEW]) is None


def test_sets_that_overlap_are_refused():
    refusal = why_not_rule_set(rule_set(datetime.date(2021, 12, 26)), [OLD])
    assert (refusal.code, refusal.status) == ("rule_sets_overlap", 400)
    assert "Cũ" in str(refusal)


def test_gap_between_sets_is_refused():
    refusal = why_not_rule_set(rule_set(datetime.date(2022, 1, 1)), [OLD])
    assert refusal.code == "rule_sets_gap"
    assert "27/12/2021" in str(refusal)
    assert "31/12/2021" in str(refusal)


@pytest.mark.parametrize(
    ("day", "judged"),
    [
        (datetime.date(2020, 7, 7), datetime.date(2020, 7, 7)),
        (datetime.date(2022, 3, 1), datetime.date(2021, 12, 26)),
        (datetime.date(2010, 1, 1), datetime.date(2012, 1, 1)),
    ],
)
def test_set_that_is_over_judges_by_its_last_day(day, judged):
    assert OLD.judging_day(day) == judged


def parameter(value="3", **fields) -> RuleParameter:
    return RuleParameter(**{"key": "most", "value": value, "scope": "central", "level": "", "divisor": 1, **fields})


def test_nearest_scope_and_own_level_go_first():
    law = Law((parameter("3"), parameter("2", scope="province"), parameter("5", level="district")))
    assert (law.number("most"), law.number("most", "commune"), law.number("most", "district")) == ("2", "2", "5")


def test_gap_of_the_law_is_no_number():
    law = Law(())
    assert (law.find("most"), law.number("most"), law.ratio("most"), law.word("most")) == (None, None, None, "")


def test_two_thirds_are_two_thirds():
    law = Law((parameter(2, divisor=3),))
    assert law.ratio("most") == Fraction(2, 3)
    assert Fraction(2, 3) >= law.ratio("most")


@pytest.mark.parametrize(("mark", "doubtful"), [("S", False), ("S2", False), ("I", True), ("U", True)])
def test_unverified_and_inferred_rules_are_doubtful(mark, doubtful):
    assert is_doubtful(mark) is doubtful


def test_database_refuses_two_rule_sets_on_one_day(db):
    with history.acting(actor=None, verb="test", reason="two sets"), transaction.atomic():
        RuleSet.objects.create(code="a", name="A", period=period(datetime.date(2012, 1, 1)))
        with pytest.raises(IntegrityError, match="ruleset_no_overlap"):
            RuleSet.objects.create(code="b", name="B", period=period(datetime.date(2020, 1, 1)))


def test_province_may_have_a_set_of_its_own_and_it_goes_first(db):
    with history.acting(actor=None, verb="test", reason="two scopes"):
        RuleSet.objects.create(code="a", name="A", period=period(datetime.date(2012, 1, 1)))
        RuleSet.objects.create(code="b", name="B", scope="province", period=period(datetime.date(2020, 1, 1)))
    assert RuleSet.objects.in_force(datetime.date(2019, 1, 1)).code == "a"
    assert RuleSet.objects.in_force(datetime.date(2020, 7, 7)).code == "b"
    assert RuleSet.objects.in_force(datetime.date(2000, 1, 1)) is None
