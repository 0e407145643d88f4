"""Small facts, matters and clauses for the tests of rules."""

import datetime

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Level, Side
from planning.models import RuleParameter
from planning.rules.ages import MonthsLeft
from planning.rules.discipline import Measure
from planning.rules.facts import Asked, Facts, Matter, Post
from planning.rules.law import Law

ON = datetime.date(2020, 7, 7)


def law(**numbers) -> Law:
    return Law(tuple(RuleParameter(key=key, value=value, scope="central", level="") for key, value in numbers.items()))


LAW = law(plan_min_months=60, plan_pref_months=120, term_months=60, discipline_effect_months=12)


def person(**fields) -> Facts:
    return Facts(**{"person_id": 1, "sex": "M", "born": PartialDate(1980, 5, 1), **fields})


def post(level=Level.COMMUNE, side=Side.PARTY, rank=50, since=(2015, 1, 1), until=None, name="Đảng ủy viên") -> Post:
    return Post(name, level, side, rank, datetime.date(*since), datetime.date(*until) if until else None)


def matter(left: MonthsLeft | None = None, **fields) -> Matter:
    """About the secretary of a commune, unless `fields` say otherwise."""
    usual = {"level": Level.COMMUNE, "side": Side.PARTY, "rank": 100, "commune_code": "30340", "on": ON, "law": LAW}
    return Matter(**{**usual, "counting_day": datetime.date(2020, 4, 1), "left": {1: left}, **fields})


def asked(kind: str, later: bool = False, **args) -> Asked:
    return Asked(kind, args, later, "basis", "S")


def measure(code="reprimand", decided="2019-01", ends="2020-01") -> Measure:
    return Measure(code, "Khiển trách", PartialDate.parse(decided), PartialDate.parse(ends) if ends else None, "7-QĐ")
