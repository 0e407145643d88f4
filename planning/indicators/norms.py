"""What the rules of a day ask of an indicator for good, where no programme sets a target: shown and judged like one."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from orgtree.choices import Confidence
from planning.models import RuleParameter, Target

RULES = {
    "COEFFICIENT_ALL": ("coefficient_min", "coefficient_max"),
    "COEFFICIENT_NEW": ("coefficient_min", "coefficient_max"),
    "TITLES_PER_PERSON": ("", "max_titles_per_person_same_level"),
    "WOMEN_COMMITTEE": ("women_min_committee", ""),
    "COMMITTEE_YOUNG": ("young_min_committee", ""),
    "COMMITTEE_MIDDLE": ("age_band_mid_min", "age_band_mid_max"),
}
"""`{indicator: (rule of the least, rule of the most)}`; either may be none."""


@dataclass(frozen=True, slots=True)
class Norm:
    """A lower or upper bound, or both, in the measure of the indicator. Beyond either it is not met: unlike a target,
    which is met as well by more than its range."""

    low: Decimal | None
    high: Decimal | None
    wording: str
    basis: str
    confidence: Confidence
    year: None = None

    def get_confidence_display(self) -> str:
        """As a Target says it."""
        return str(Confidence(self.confidence).label)

    def met_by(self, value: float | None) -> bool | None:
        """None when there is no value."""
        if value is None:
            return None
        return (self.low is None or value >= float(self.low)) and (self.high is None or value <= float(self.high))


Aim = Target | Norm


def beside(targets: dict[str, Target], rules: dict[str, RuleParameter]) -> dict[str, Aim]:
    """Targets by indicator, and norms where there is none."""
    return {**_norms(rules), **targets}


def is_ahead(aim: Aim | None, on: datetime.date) -> bool:
    """Whether it is a target whose year has not passed."""
    return aim is not None and aim.year is not None and aim.year >= on.year


def _norms(rules: dict[str, RuleParameter]) -> dict[str, Norm]:
    found = {}
    for code, keys in RULES.items():
        low, high = (rules[key] if key in rules and rules[key].value is not None else None for key in keys)
        named = [rule for rule in (low, high) if rule]
        if named:
            wording = "; ".join(f"{rule.label}: {rule.said}" for rule in named)
            found[code] = Norm(low and low.value, high and high.value, wording, named[0].basis, named[0].confidence)
    return found
