"""What else lies behind a different number than posts that begin and end: records corrected, and law that turned.

What a dossier says without a date holds for every day, so that a correction moves the numbers of all days, kept ones
too. The history of the records says what was there before.
"""

import datetime
import json
import re
from dataclasses import dataclass

from django.utils import timezone

from orgtree.models import Person, TitleStandard
from orgtree.queries.records import build
from orgtree.sections.values import columns, get, same
from planning.indicators import failing, sql
from planning.indicators.behind import below, fetched, visible
from planning.indicators.definitions import Indicator
from planning.models import RuleParameter, Term

MOST = 200
"""People whose corrections are listed."""
LOOKS_AT = {
    "sex": r"\.sex\b|retires_|women",
    "birth_date": r"\.young\b|under_older|retires_|doubtful",
    "ethnic_group": r"minority|\bg\.code",
    "home_commune_code": r"home_commune_code",
    "education": r"\.education\b",
    "theory": r"\.theory\b",
    "state_management": r"\.state_management\b",
}
"""Fields of a person's record, and how a formula says that it looks at them."""
_STANDARD = re.compile(r"\bs\.")
_CORRECTED_SQL = f"""
WITH counted AS (SELECT DISTINCT b.subject_id AS id FROM ({{behind}}) AS b(unit_id, subject_id, answer, excluded)
                 WHERE {{seen}}),
touched AS (
    SELECT DISTINCT e.pgh_obj_id AS id FROM orgtree_personevent e JOIN counted c ON c.id = e.pgh_obj_id
    WHERE e.pgh_label = 'update' AND e.pgh_created_at >= %(from)s AND e.pgh_created_at < %(until)s)
SELECT to_jsonb(one)::text, to_jsonb(two)::text, two.pgh_created_at
FROM touched t
CROSS JOIN LATERAL (
    SELECT * FROM orgtree_personevent e WHERE e.pgh_obj_id = t.id
    ORDER BY e.pgh_created_at < %(from)s DESC,
             CASE WHEN e.pgh_created_at < %(from)s THEN -e.pgh_id ELSE e.pgh_id END LIMIT 1) one
CROSS JOIN LATERAL (
    SELECT * FROM orgtree_personevent e WHERE e.pgh_obj_id = t.id AND e.pgh_created_at < %(until)s
    ORDER BY e.pgh_id DESC LIMIT 1) two
WHERE ({{same}})
ORDER BY two.pgh_created_at DESC, t.id LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's record as it was recorded on the first day (if later, at first) and on the second; `fields` of it that
    the indicator looks at are others."""

    subject: int
    fields: tuple[str, ...]
    before: Person
    after: Person
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A number of law, or the standard of titles (`rule` None), that is another from `day` on."""

    day: datetime.date
    rule: RuleParameter | None


def fields_of(indicator: Indicator) -> tuple[str, ...]:
    """The fields of a person's record that the formula looks at."""
    parts = (indicator.population, indicator.excluded, indicator.hit, indicator.amount, indicator.per)
    formula = " ".join(parts)
    return tuple(name for name, said in LOOKS_AT.items() if re.search(said, formula))


def corrections(
    indicator: Indicator, term: Term | None, unit: int, user, first: datetime.date, last: datetime.date, *, is_now: bool
) -> list[Correction]:
    """Of people behind the number on `last` whom the reader sees, recorded after `first` and until the end of `last`,
    with `is_now` until this moment; the latest first, at most MOST. Two queries, none for what is no number of people.
    Raises Refused when the formula fails."""
    fields = fields_of(indicator)
    if indicator.subject != "person" or not fields:
        return []
    seen, more = visible(user, last)
    named = [Person._meta.get_field(name).column for field in fields for name in columns(Person, [field])]
    statement = _CORRECTED_SQL.replace("{behind}", sql.behind(indicator.code)).replace("{seen}", seen)
    statement = statement.replace("{same}", " OR ".join(f"one.{name} IS DISTINCT FROM two.{name}" for name in named))
    asked = {
        "day": last,
        "units": below(unit, last),
        "term": term and term.pk,
        "from": _midnight(first),
        "until": timezone.now() if is_now else _midnight(last),
        **more,
    }
    found = failing.asked(lambda: fetched(statement, asked))
    return [_correction(fields, *row) for row in found]


def turns(indicator: Indicator, first: datetime.date, last: datetime.date) -> list[Turn]:
    """Law that the indicator applies and that turned after `first`, until `last`. At most two queries."""
    between = {"period__startswith__gt": first, "period__startswith__lte": last}
    rules = RuleParameter.objects.filter(key__in=indicator.parameters, **between) if indicator.parameters else ()
    found = [Turn(rule.period.lower, rule) for rule in rules]
    if _STANDARD.search(f"{indicator.population} {indicator.excluded} {indicator.hit}"):
        days = TitleStandard.objects.filter(**between).order_by("period").values_list("period", flat=True)
        found += [Turn(day, None) for day in sorted({period.lower for period in days})]
    return sorted(found, key=lambda turn: turn.day)


def _midnight(day: datetime.date) -> datetime.datetime:
    """The end of a day."""
    following = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(following)


def _correction(fields: tuple[str, ...], one: str, two: str, at: datetime.datetime) -> Correction:
    before, after = (_record(text) for text in (one, two))
    changed = tuple(name for name in fields if not same(get(before, name), get(after, name)))
    return Correction(after.pk, changed, before, after, at)


def _record(text: str) -> Person:
    row = json.loads(text)
    return build(Person, {**row, "id": row["pgh_obj_id"]})
