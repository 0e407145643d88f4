"""Where indicators are heading: measured for the end of every month to the last target year (forecast.py reads it).

Nothing is defined anew: each month is `measuring.counts` over the holdings that planning/rules/forecasts.py expects.
What depends on what nobody can know yet (ratings of coming years, lists, dossiers of members) is not forecast.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit.locks import take_named
from anphu.kit.refusals import Refused
from planning.choices import Foreseen
from planning.indicators import measuring
from planning.indicators.definitions import ACTUAL, BY_CODE
from planning.indicators.holdings import Holdings
from planning.indicators.sources import BODIES, HOLDERS, POSTS
from planning.models import Forecast, Outlook, Scenario
from planning.queries import forecasts as queries
from planning.rules import forecasts as rules
from planning.rules.forecasts import Post, Record
from planning.rules.scenarios import carried_out, step_of

UNFORESEEN = frozenset({"RATED", "RATING_EXCELLENT", "RATING_GOOD"})
"""They rest on ratings that are given in the years to come."""
FORETOLD = frozenset(
    code
    for code, row in BY_CODE.items()
    if ACTUAL in row.bases and row.source in (HOLDERS, BODIES, POSTS) and code not in UNFORESEEN
)
AGEING = frozenset(code for code in FORETOLD if BY_CODE[code].ages)
NOTHING = (0, 0, 0, 0)
ASSUMED = {Foreseen.NOBODY: rules.nobody, Foreseen.PLAN: rules.plan, Foreseen.SAVED: rules.nobody}
"""How posts come and go under each assumption; after the moves of a scenario nobody else is appointed."""

Tell = Callable[[int, datetime.date], None]


@dataclass(frozen=True)
class Plan:
    """One forecast to make: of `units` (each with all below it) at or below `root`, which is one of them."""

    root: int
    scenario: Foreseen
    day: datetime.date
    until: datetime.date
    start: Record
    units: dict[int, list[int]]
    saved: int | None = None


def refresh(day: datetime.date, tell: Tell | None = None) -> int:
    """Forecast every district from the record of `day`, in place of what was forecast before; each district and
    assumption in a transaction of its own. `tell(percent, month)` hears of each month. Returns the number of rows."""
    until = queries.last_target_day(day)
    if until is None:
        return _forget()
    written, roots = 0, queries.districts(day)
    parts = [(root, scenario) for root in roots for scenario in (Foreseen.NOBODY, Foreseen.PLAN)]
    for done, (root, scenario) in enumerate(parts):
        start = queries.record(root, day, followed=scenario == Foreseen.PLAN)
        plan = Plan(root, scenario, day, until, start, queries.tree(root, day))
        written += write(plan, _part(tell, done, len(parts)))
    return written


def is_due(day: datetime.date) -> bool:
    """Whether some district has not been forecast from the record of `day`."""
    if queries.last_target_day(day) is None:
        return False
    made = Outlook.objects.filter(day=day, saved=None).values("unit").distinct().values_list("unit", flat=True)
    return not set(queries.districts(day)) <= set(made)


def write(plan: Plan, tell: Tell | None = None) -> int:
    """Make one forecast and store it in place of the one before. Returns the number of rows."""
    rows = list(_measured(plan, tell))
    with transaction.atomic():
        take_named(f"forecast {plan.root}")
        mine = {"scenario": plan.scenario, "saved": plan.saved}
        Forecast.objects.filter(unit__in=list(plan.units), **mine)._raw_delete(Forecast.objects.db)
        Outlook.objects.filter(unit__in=list(plan.units), **mine).delete()
        Outlook.objects.bulk_create(_outlooks(plan))
        Forecast.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def of_scenario(scenario: Scenario, day: datetime.date, tell: Tell | None = None) -> int:
    """Forecast what a scenario touches, and what stands above that, once its moves have been made on the record of
    `day`; nobody is appointed after them. Returns the number of rows. Raises Refused."""
    until = queries.last_target_day(day)
    root = queries.district_above(scenario.unit_id, day)
    if until is None or root is None:
        raise why_not_until(day, day) or Refused("unit_ended", _("The unit of this scenario does not exist any more."))
    start = queries.record(root, day, followed=False)
    places = [(post.unit, None, post.person, post.title) for post in start.posts]
    tried = carried_out(places, [step_of(move) for move in scenario.moves.all()])
    posts = frozenset(Post(place.unit, place.person, place.title) for place in tried.places if place.term is None)
    start = queries.with_posts(start, posts, day)
    touched = {unit for move in scenario.moves.all() for unit in (move.unit_id, move.from_unit_id)}
    tree = queries.tree(root, day)
    units = {unit: beneath for unit, beneath in tree.items() if unit == root or touched & set(beneath)}
    return write(Plan(root, Foreseen.SAVED, day, until, start, units, scenario.pk), tell)


def why_not_until(day: datetime.date, asked: datetime.date) -> Refused | None:
    """Why there is no forecast of `asked`: the programme has no target so far ahead."""
    last = queries.last_target_day(day)
    if last is None:
        return Refused("no_targets_ahead", _("No target lies ahead of this day: there is nothing to forecast towards."))
    if asked > last:
        sentence = _("Forecasts end with the last target year, %(year)d. Ask for a month no later than December of it.")
        return Refused("beyond_targets", sentence % {"year": last.year}, status=400)
    return None


def _forget() -> int:
    Forecast.objects.filter(saved=None)._raw_delete(Forecast.objects.db)
    Outlook.objects.filter(saved=None).delete()
    return 0


def _part(tell: Tell | None, done: int, parts: int) -> Tell | None:
    """Progress within one of several parts, as progress of the whole."""
    return tell and (lambda percent, month: tell((100 * done + percent) // parts, month))


def _measured(plan: Plan, tell: Tell | None) -> Iterator[Forecast]:
    """One row whenever a value differs from that of the month before."""
    days = rules.month_ends(plan.day, plan.until)
    beneath, turning = plan.units[plan.root], queries.turning_days(plan.day)
    known: dict[tuple[int, str], tuple] = {}
    before, posts_before = plan.day, None
    for number, (day, posts) in enumerate(ASSUMED[plan.scenario](plan.start, days)):
        if tell:
            tell(100 * number // len(days), day)
        whole = posts != posts_before or any(before < turn <= day for turn in turning)
        codes = FORETOLD if whole else AGEING
        now = _values(day, beneath, posts, codes, plan.units)
        for key in [key for key in known if key[1] in codes and key not in now]:
            now[key] = NOTHING
        for (unit, code), counts in now.items():
            if known.get((unit, code)) != counts:
                yield _row(plan, unit, code, day, counts)
        known |= now
        before, posts_before = day, posts


def _values(
    day: datetime.date, beneath: list[int], posts: Iterable[Post], codes: frozenset[str], units: Iterable[int]
) -> dict[tuple[int, str], tuple]:
    held = Holdings.made((post.unit, None, post.person, post.title) for post in posts)
    return measuring.counts(day, beneath, held, codes, list(units))


def _row(plan: Plan, unit: int, code: str, day: datetime.date, counts: tuple) -> Forecast:
    names = ("numerator", "denominator", "unknown", "excluded")
    return Forecast(
        unit_id=unit,
        scenario=plan.scenario,
        saved_id=plan.saved,
        indicator=code,
        day=day,
        **dict(zip(names, counts, strict=True)),
    )


def _outlooks(plan: Plan) -> Iterator[Outlook]:
    for unit, beneath in plan.units.items():
        inside = set(beneath)
        here = replace(plan.start, posts=frozenset(post for post in plan.start.posts if post.unit in inside))
        yield Outlook(
            unit_id=unit,
            scenario=plan.scenario,
            saved_id=plan.saved,
            day=plan.day,
            until=plan.until,
            leaving=len(here.leaving(plan.until)),
            uncertain=len(here.uncertain(plan.until)),
            timeless=len(here.timeless()),
            computed_at=timezone.now(),
        )
