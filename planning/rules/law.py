"""The numbers of law that apply to one matter: of a rule set, on a day, at a level; and rule sets that fit together."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Confidence
from planning.choices import Scope
from planning.models import RuleParameter, RuleSet

_NEARNESS = {scope: rank for rank, scope in enumerate(Scope.values)}


NEEDED = (
    *("max_people_per_title", "max_titles_per_person_same_level", "coefficient_min", "coefficient_max"),
    *("plan_min_months", "plan_pref_months", "term_months", "young_age_lt", "age_bands"),
    *("quorum", "pass_threshold", "discipline_effect_months"),
)
"""Keys that rules ask for on every day; one without a value is a gap, and shown as such."""
TWO_TERMS_SINCE_QD50 = frozenset({"plan_pref_months"})
"""Asked for, but unknown to older law: its absence is no gap."""


@dataclass(frozen=True)
class Law:
    """Parameters that apply to one matter, asked by key and level. A level's own value goes before that of all levels,
    and of both the one of the nearest scope."""

    parameters: tuple[RuleParameter, ...]

    def find(self, key: str, level: str = "") -> RuleParameter | None:
        """The parameter in force; None where the law has a gap: whoever applies it says so instead of guessing."""
        rows = [row for row in self.parameters if row.key == key and row.level in ("", level)]
        return max(rows, key=lambda row: (row.level != "", _NEARNESS[row.scope]), default=None)

    @property
    def gaps(self) -> list[str]:
        """Keys that rules ask for and that have no value at all."""
        known = {row.key for row in self.parameters}
        return [key for key in NEEDED if key not in known and key not in TWO_TERMS_SINCE_QD50]

    def number(self, key: str, level: str = "") -> Decimal | None:
        row = self.find(key, level)
        return None if row is None else row.value

    def ratio(self, key: str, level: str = "") -> Fraction | None:
        """Exactly: two thirds are two thirds."""
        row = self.find(key, level)
        return None if row is None or row.value is None else Fraction(row.value) / row.divisor

    def word(self, key: str, level: str = "") -> str:
        row = self.find(key, level)
        return row.text if row else ""


def is_doubtful(confidence: str) -> bool:
    """Whether what rests on it carries a mark wherever it is applied."""
    return confidence in (Confidence.UNVERIFIED, Confidence.INFERRED)


def why_not_rule_set(rule_set: RuleSet, others: Iterable[RuleSet]) -> Refused | None:
    """Why the rule sets of a scope would not follow each other day by day: an overlap, or a gap between two of them."""
    for other in sorted(others, key=lambda row: row.period.lower):
        if _overlap(rule_set.period, other.period):
            return Refused(
                "rule_sets_overlap",
                _("“%(name)s” is in force on some of these days. End it on the day before this one begins.")
                % {"name": other.name},
                status=400,
            )
    rows = sorted([rule_set, *others], key=lambda row: row.period.lower)
    for before, after in pairwise(rows):
        if before.period.upper != after.period.lower and rule_set in (before, after):
            return Refused(
                "rule_sets_gap",
                _("No rules would be in force from %(first)s to %(last)s. Let one set begin when the other ends.")
                % {
                    "first": f"{before.period.upper:%d/%m/%Y}",
                    "last": f"{after.period.lower - datetime.timedelta(days=1):%d/%m/%Y}",
                },
                status=400,
            )
    return None


def _overlap(one, other) -> bool:
    return (one.upper is None or other.lower < one.upper) and (other.upper is None or one.lower < other.upper)
