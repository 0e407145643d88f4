import datetime
from dataclasses import replace

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.seed import rules as seeds
from planning.indicators import sql
from planning.models import RuleParameter, RuleSet
from tests.planning.breaking import install


@pytest.fixture
def law(world) -> RuleSet:
    """The seeded law beside the small district, in place of its one rule set; the set in force on its day."""
    numbers = {"plan_min_months": 60, "plan_pref_months": 120, "max_people_per_title": 3, "coefficient_min": "1.5"}
    with history.acting(actor=None, verb="test", reason="law"):
        world.round.rule_set = None
        world.round.save()
        RuleSet.objects.filter(code="tests").delete()
        seeds.load()
        for key, value in (numbers | {"coefficient_max": 2, "max_titles_per_person_same_level": 3}).items():
            since = period(datetime.date(2010, 1, 1))
            RuleParameter.objects.create(key=key, label=key, value=value, period=since, basis="t", confidence="S")
        world.round.rule_set = RuleSet.objects.in_force(world.today)
        world.round.save()
    return world.round.rule_set


@pytest.fixture
def breaks(monkeypatch):
    """`breaks("WOMEN")`: from now on its SQL divides by zero; `breaks()`: nothing does any more."""
    sound = sql.INDICATORS

    def change(*codes: str) -> None:
        install(monkeypatch, [replace(row, hit="1 / 0 = 1") if row.code in codes else row for row in sound])

    yield change
    install(monkeypatch, sound)
