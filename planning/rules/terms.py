"""How long a term lasts: five years for committees, two and a half for subordinate cells (Charter, article 24)."""

from django.db.backends.postgresql.psycopg_any import DateRange

from anphu.kit.partial_dates import months_between
from orgtree.choices import Level
from planning.rules.law import Law


def lasts_as_it_should(days: DateRange, level: str, law: Law) -> bool | None:
    """Whether the term has the months that the law gives to its level: a number, or a range for cells (30 months, six
    early or late). None where the term is open or the law silent."""
    rule = law.find("cell_term_months" if level == Level.CELL else "term_months", level)
    if rule is None or days.upper is None:
        return None
    months = months_between(days.lower, days.upper)
    return rule.value <= months <= (rule.value if rule.high is None else rule.high)
