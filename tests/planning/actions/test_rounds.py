"""Rounds and the rules that they are made under."""

import datetime

import pytest

from anphu.kit.refusals import Refused
from planning.actions import rounds
from planning.models import RuleSet
from planning.queries.eligibility import rules_for
from planning.rules.steps import Step


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


def amend(world, row, **more):
    given = {"name": "Đợt sửa", "day": world.today, "deadline": datetime.date(2020, 12, 1)}
    given |= {"terms": [world.terms["2020-2025"]]}
    return rounds.amend(actor=world.user(more.pop("user", "board")), on=world.today, round=row.pk, **{**given, **more})


def test_round_in_preparation_is_put_right(world):
    row = prepare(world)
    amend(world, row, deadline=datetime.date(2020, 11, 1), units=[world.units["beta"]])
    row.refresh_from_db()
    assert (row.name, row.kind, row.deadline) == ("Đợt sửa", "review", datetime.date(2020, 11, 1))
    assert list(row.terms.all()) == [world.terms["2020-2025"]]
    assert list(row.units.all()) == [world.units["beta"]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"user": "appraiser"}, "not_allowed"),
        ({"name": " "}, "bad_name"),
        ({"terms": []}, "no_terms"),
        ({"units": []}, "no_units"),
        ({"deadline": datetime.date(2020, 7, 6)}, "deadline_before_day"),
        ({"day": datetime.date(2005, 1, 1)}, "no_rule_set"),
        ({"deadline": datetime.date(2020, 7, 10)}, "bad_steps"),
    ],
)
def test_round_is_not_put_wrong(world, more, code):
    row = prepare(world)
    late = Step(position=1, code="x", name="Hội nghị", due=datetime.date(2020, 11, 20))
    rounds.set_steps(actor=world.user("board"), on=world.today, round=row.pk, steps=[late])
    with pytest.raises(Refused) as refused:
        amend(world, row, **more)
    row.refresh_from_db()
    assert (refused.value.code, row.name, row.terms.count()) == (code, "Đợt", len(world.terms))


def test_open_round_is_not_put_right(world):
    with pytest.raises(Refused) as refused:
        amend(world, world.round)
    assert (refused.value.code, refused.value.status) == ("wrong_state", 409)
