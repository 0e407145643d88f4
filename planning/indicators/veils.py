"""Which values a reader is not told because so few people stand behind them that the number would point at somebody.

Hidden is a value of fewer people than the rule `small_group_min`, where the reader may not see the people of the unit.
A single one hidden among the units below another could be worked out from the sum and the rest, so the smallest of the
others is hidden with it; and where a value is hidden for that reason, so is the smallest of those it is the sum of.
People who serve in the unit above itself are not counted on as a second unknown: who they are is often known.
"""

import datetime
from collections.abc import Collection, Iterable

from anphu.kit import replica
from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.indicators.definitions import BY_CODE
from planning.models import RuleParameter, Snapshot
from planning.queries.small_groups import least_of, too_few

OF_PEOPLE = [code for code, row in BY_CODE.items() if row.subject == "person"]
_SUMS_SQL = """
WITH days AS (
    SELECT asked, coalesce((SELECT max(day) FROM planning_measuredday WHERE day <= asked),
                           (SELECT min(day) FROM planning_measuredday)) AS day
    FROM unnest(%(days)s::date[]) AS asked
), sums AS (
    SELECT DISTINCT d.asked, d.day, v.parent_id
    FROM days d
    JOIN orgtree_unitlink l ON l.descendant_id = ANY(%(units)s) AND l.period @> d.day
    JOIN orgtree_unitversion v ON v.unit_id = l.ancestor_id AND v.period @> d.day
    WHERE v.parent_id IS NOT NULL
), parts AS (
    SELECT s.asked, s.parent_id, p.indicator, p.term_id, p.unit_id, p.denominator + p.unknown AS people
    FROM sums s
    JOIN orgtree_unitversion v ON v.parent_id = s.parent_id AND v.period @> s.day
    JOIN planning_snapshot p ON p.unit_id = v.unit_id AND p.day = s.day
    WHERE p.indicator = ANY(%(codes)s) AND p.denominator + p.unknown > 0
      AND NOT EXISTS (SELECT FROM orgtree_unitlink o WHERE o.descendant_id = v.unit_id
                      AND o.ancestor_id = ANY(%(granted)s) AND o.period @> s.day)
)
SELECT asked, parent_id, indicator, term_id, count(*) FILTER (WHERE people < %(least)s),
       (array_agg(unit_id ORDER BY people, unit_id) FILTER (WHERE people >= %(least)s))[1] AS smallest
FROM parts
GROUP BY asked, parent_id, indicator, term_id
HAVING count(*) FILTER (WHERE people < %(least)s) < 2 AND bool_or(people >= %(least)s)
ORDER BY (SELECT count(*) FROM orgtree_unitlink u WHERE u.descendant_id = parent_id AND u.period @> asked)
"""


class Veil:
    """What is hidden from one reader; `least`: the smallest group that is told."""

    def __init__(self, open_units: Collection[int], granted: Iterable[int], rules: dict[str, RuleParameter]):
        """`open_units`: where the reader sees the people; `granted`: the units that this right stands on."""
        self._open, self._granted = frozenset(open_units), list(granted)
        self._second: set[tuple[datetime.date, int, str, int | None]] = set()
        self.least = least_of(rules)

    @classmethod
    def of(cls, units: Collection[int], user, on: datetime.date) -> "Veil":
        """For a reader of these units on a day. One query for who sees all their people, three for others."""
        reached = UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on).filter(descendant__in=units)
        found = set(reached.values_list("descendant", flat=True))
        rules = RuleParameter.objects.nearest_on(on) if found < set(units) else {}
        return cls(found, user.granted(Verb.SEE_PEOPLE), rules).drawn(units, [on])

    def drawn(
        self, units: Collection[int], days: Collection[datetime.date], codes: Collection[str] = BY_CODE
    ) -> "Veil":
        """Itself, once it knows what else is hidden of `units` on `days`, lest what is hidden can be worked out. A day
        that is not stored is judged by the last one before that is. No query where nothing can be hidden, else one."""
        closed = [unit for unit in units if unit not in self._open]
        asked = {"units": closed, "days": list(days), "codes": [code for code in OF_PEOPLE if code in codes]}
        if not self.least or not closed or not asked["codes"]:
            return self
        with replica.connection().cursor() as cursor:
            cursor.execute(_SUMS_SQL, asked | {"least": self.least, "granted": self._granted})
            for day, above, code, term, hidden, smallest in cursor:  # from the top
                if hidden or (day, above, code, term) in self._second:
                    self._second.add((day, smallest, code, term))
        return self

    def sees(self, unit: int) -> bool:
        """Whether the reader sees the people of a unit, so that nothing of it is hidden."""
        return unit in self._open

    def covers(self, value: Snapshot | None) -> bool:
        """Whether a value is hidden."""
        if value is None:
            return False
        people = value.denominator + value.unknown
        return self.hides(value.indicator, value.unit_id, people, value.term_id, value.day)

    def hides(self, code: str, unit: int, people: int, term: int | None, day: datetime.date) -> bool:
        """The same for a value that so many stand behind, on a day that `drawn` has been told of."""
        if self.sees(unit) or BY_CODE[code].subject != "person":
            return False
        return too_few(people, self.least) or (people > 0 and (day, unit, code, term) in self._second)
