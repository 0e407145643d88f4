"""Rounds and the rules that they are made under."""

import datetime

import pytest

from anphu.kit.refusals import Refused
from planning.actions import rounds
from planning.models import RuleSet
from planning.queries.eligibility import rules_for


def prepare(world, **more):
    given = {"name": "Đợt", "kind": "review", "day": world.today, "deadline": datetime.date(2020, 12, 1)}
    given |= {"authority": world.units["district"], "terms": list(world.terms.values())}
    return rounds.prepare(actor=world.user("board"), on=world.today, **{**given, **more})


def test_round_is_made_under_the_rules_of_its_day(world, law):
    assert prepare(world).rule_set == law


def test_round_may_keep_older_rules(world, law):
    """As the reviews of 2020-2025 kept HD 15 after QĐ 50 (CV 1398-CV/BTCTW)."""
    day = datetime.date(2022, 3, 1)
    row = prepare(world, day=day, deadline=datetime.date(2022, 6, 1), rule_set=law)
    assert row.rule_set.code == "hd-15-2012"
    assert row.rule_set.judging_day(day) == datetime.date(2021, 12, 26)
    assert rules_for(row, day) == law
    assert rules_for(None, day).code == "qd-50-2021"


def test_round_on_a_day_without_rules_is_refused(world, law):
    day = datetime.date(2005, 1, 1)
    with pytest.raises(Refused) as refused:
        prepare(world, day=day, deadline=day)
    assert (refused.value.code, refused.value.status) == ("no_rule_set", 400)


def test_later_rules_do_not_judge_a_round_that_has_its_own(world, law):
    later = RuleSet.objects.get(code="qd-377-2025")
    row = prepare(world, rule_set=law)
    assert rules_for(row, later.period.lower) == law
