"""What a forecast starts from: who holds titles in a unit and below it, until when, and who is planned to follow."""

import datetime
from collections import defaultdict
from dataclasses import replace

from django.db.models import Q

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import GRASSROOTS, Kind
from orgtree.models import Committee, Person, Posting, Title, TitleStandard, UnitLink, UnitVersion
from orgtree.queries.units import below
from planning.models import PlanEntry, PlanTitle, RetirementAge, RuleParameter, Target, Term
from planning.queries.eligibility import assess, rules_for
from planning.rules.ages import RetirementTable
from planning.rules.forecasts import Line, Post, Record, Rung
from planning.rules.succession_order import order


def last_target_day(day: datetime.date) -> datetime.date | None:
    """The end of the last year with a target, when it lies after `day`."""
    year = Target.objects.order_by("-year").values_list("year", flat=True).first()
    last = datetime.date(year, 12, 31) if year else None
    return last if last and last > day else None


def districts(day: datetime.date) -> list[int]:
    """Units that are forecast with everything below them."""
    return list(UnitVersion.objects.on(day).filter(kind=Kind.DISTRICT).order_by("unit").values_list("unit", flat=True))


def district_above(unit: int, day: datetime.date) -> int | None:
    """The district to which the unit belongs on `day`; where it stands above all districts or under none: itself. None
    when it does not exist."""
    above = UnitLink.objects.on(day).filter(descendant=unit).order_by("depth").values_list("ancestor", flat=True)
    chain, roots = list(above), set(districts(day))
    return next((found for found in chain if found in roots), chain[0] if chain else None)


def record(root: int, day: datetime.date, *, followed: bool) -> Record:
    """The posts held on `day` in the unit and below it; with those planned for them where they are `followed`.

    Ten queries at most, however many people. The law is that of `day`; of a birth known to the month or the year the
    latest possible day counts.
    """
    beneath = below(root, day)
    posts, ends = _posts(beneath, day)
    titles = _plan_titles(beneath, day) if followed else []
    planned = {entry.person_id for title in titles for entry in title.planned}
    table = RetirementTable.of(RetirementAge.objects.on(day))
    first, last = _days(table, _births({post.person for post in posts} | planned))
    return Record(
        posts=frozenset(posts),
        first=first,
        last=last,
        ends=ends,
        rungs=_rungs(),
        lines=_lines(titles, planned, day),
    )


def with_posts(start: Record, posts: frozenset[Post], day: datetime.date) -> Record:
    """`start` with other posts, whose holders may be new to it."""
    table = RetirementTable.of(RetirementAge.objects.on(day))
    births = _births({post.person for post in posts} - start.last.keys())
    first, last = _days(table, births)
    return replace(start, posts=posts, first={**start.first, **first}, last={**start.last, **last})


def turning_days(day: datetime.date) -> set[datetime.date]:
    """Days after `day` on which something begins or ends that is dated already: terms, units, numbers of law. One query
    for each kind."""
    found = set()
    for model in (Term, UnitVersion, Committee, RuleParameter, TitleStandard):
        rows = model.objects.filter(Q(period__startswith__gt=day) | Q(period__endswith__gt=day))
        for period in rows.values_list("period", flat=True):
            found.update(end for end in (period.lower, period.upper) if end is not None and end > day)
    return found


def tree(root: int, day: datetime.date) -> dict[int, list[int]]:
    """`{unit: all units below it, itself too}` of the units that are forecast at or below `root`: districts and their
    grassroots organisations. Two queries."""
    kinds = (Kind.DISTRICT, *GRASSROOTS)
    units = UnitVersion.objects.on(day).filter(unit__in=below(root, day), kind__in=kinds).values_list("unit", flat=True)
    found: dict[int, list[int]] = {unit: [] for unit in units}
    links = UnitLink.objects.on(day).filter(ancestor__in=list(found))
    for ancestor, descendant in links.values_list("ancestor", "descendant").order_by("descendant"):
        found[ancestor].append(descendant)
    return found


def _posts(beneath, day: datetime.date) -> tuple[list[Post], dict[Post, datetime.date]]:
    posts, ends = [], {}
    rows = Posting.objects.on(day).filter(unit__in=beneath).values_list("unit", "person", "title", "period")
    for unit, person, title, period in rows:
        post = Post(unit, person, title)
        posts.append(post)
        if period.upper is not None:
            ends[post] = period.upper - datetime.timedelta(days=1)
    return posts, ends


def _days(table: RetirementTable, births: dict[int, tuple[str, PartialDate]]) -> tuple[dict, dict]:
    """The first and the last possible day of retirement of each person."""
    first = {person: table.retires(sex, born.earliest) for person, (sex, born) in births.items()}
    return first, {person: table.retires(sex, born.latest) for person, (sex, born) in births.items()}


def _births(people: set[int]) -> dict[int, tuple[str, PartialDate]]:
    rows = Person.objects.filter(pk__in=people).values_list("pk", "sex", "birth_date", "birth_precision")
    return {pk: (sex, PartialDate.of(born, precision)) for pk, sex, born, precision in rows}


def _rungs() -> dict[int, Rung]:
    """Ranks order titles of one level; a ladder therefore is of one level, too."""
    rows = Title.objects.values_list("pk", "level", "side", "seat", "rank")
    return {pk: Rung((level, side, seat != ""), rank) for pk, level, side, seat, rank in rows}


def _plan_titles(beneath, day: datetime.date) -> list[PlanTitle]:
    """Those planned for terms that have not ended, each with `planned`."""
    titles = PlanTitle.objects.filter(unit__in=beneath).exclude(term__period__fully_lt=(day, None))
    rows = {row.pk: row for row in titles.select_related("title", "term")}
    for row in rows.values():
        row.planned = []
    for entry in PlanEntry.objects.on(day).filter(plan_title__in=list(rows)).select_related("person").order_by("pk"):
        rows[entry.plan_title_id].planned.append(entry)
    return [row for row in rows.values() if row.planned]


def _lines(titles: list[PlanTitle], people: set[int], day: datetime.date) -> dict[tuple[int, int], list[Line]]:
    if not titles:
        return {}
    judged = assess(titles, people, None, day, rules_for(None, day))
    found = defaultdict(list)
    for row in titles:
        verdicts = judged.overall(row)
        ranked = sorted(row.planned, key=lambda entry: order(verdicts.get(entry.person_id), entry.person.name_key))
        line = Line(row.term.period.lower, row.term.period.upper, [entry.person_id for entry in ranked])
        found[row.unit_id, row.title_id].append(line)
    return dict(found)
