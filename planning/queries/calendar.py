"""The year of committees: what is on in a month, what is due, whether they meet as often as the rules say."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from orgtree.choices import Verb
from orgtree.models import UnitVersion
from orgtree.queries.units import versions_on
from planning.choices import ItemState, MeetingState
from planning.models import AgendaItem, Meeting, Programme, ProgrammeItem, RuleParameter
from planning.queries.eligibility import rules_for
from planning.rules.committee import Overdue, first_of_month, overdue
from planning.rules.law import Law

LEFT = (ItemState.PLANNED, ItemState.DOING)


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar; `inside` the month shown or of the weeks around it."""

    day: datetime.date
    inside: bool
    meetings: list[Meeting]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks from Monday, its meetings and the tasks due in it."""

    first: datetime.date
    weeks: list[list[Day]]
    meetings: list[Meeting]
    items: list[ProgrammeItem]

    @property
    def before(self) -> datetime.date:
        return first_of_month(self.first, -1)

    @property
    def after(self) -> datetime.date:
        return first_of_month(self.first, 1)


def month(first: datetime.date, user, on: datetime.date) -> Month:
    """The month of `first` with the visible meetings and tasks. Three queries."""
    first = first_of_month(first)
    start = first - datetime.timedelta(days=first.weekday())
    days = [start + datetime.timedelta(days=number) for number in range(42)]
    days = days[: 35 if days[35].month != first.month else 42]
    rows = with_unit_names(
        _between(Meeting.objects.visible_to(user, on), days[0], days[-1] + datetime.timedelta(days=1)), on
    )
    by_day: dict[datetime.date, list[Meeting]] = {}
    for row in rows:
        by_day.setdefault(timezone.localdate(row.starts_at), []).append(row)
    squares = [Day(day, day.month == first.month, by_day.get(day, [])) for day in days]
    weeks = [squares[place : place + 7] for place in range(0, len(squares), 7)]
    due = items_due(user, on).filter(due=first)
    return Month(
        first, weeks, [row for row in rows if timezone.localdate(row.starts_at).month == first.month], list(due)
    )


def items_due(user, on: datetime.date) -> QuerySet[ProgrammeItem]:
    """Visible tasks of programmes with their programme, by month."""
    rows = ProgrammeItem.objects.visible_to(user, on)
    return rows.select_related("programme").order_by("due", "programme", "position")


def due_now(user, on: datetime.date) -> list[ProgrammeItem]:
    """Tasks not done that are due by the end of the month of `on`, for who keeps the programmes. One query."""
    if not user.may_somewhere(Verb.KEEP_AGENDA):
        return []
    return list(items_due(user, on).filter(state__in=LEFT, due__lte=on))


def next_meetings(user, on: datetime.date, *, most: int = 5) -> list[Meeting]:
    """The next meetings planned, with the number of their points. Two queries."""
    rows = _between(Meeting.objects.visible_to(user, on), on, None).filter(state=MeetingState.PLANNED)
    return with_unit_names(rows.annotate(points=Count("items"))[:most], on)


def behind(unit: int, user, on: datetime.date) -> list[Overdue]:
    """Committees of the unit that have not met as often as the rules of the day say. Three queries."""
    rules = rules_for(None, on)
    rows = RuleParameter.objects.on(on).filter(Q(rule_set=None) | Q(rule_set=rules), key__startswith="meeting_months_")
    return overdue(Meeting.objects.visible_to(user, on).filter(unit=unit), Law(tuple(rows)), on)


def agenda(meeting: Meeting, user, on: datetime.date) -> list[AgendaItem]:
    """The points of a meeting in order, each with its submission and unit or its decision as far as the reader sees
    them. Two queries."""
    rows = list(
        AgendaItem.objects.visible_to(user, on)
        .filter(meeting=meeting)
        .select_related("submission__round", "decision")
        .order_by("position", "pk")
    )
    with_unit_names((row.submission for row in rows if row.submission_id), on)
    return rows


def committees(user, on: datetime.date) -> list[UnitVersion]:
    """The units whose committee's year the reader keeps, by name."""
    units = user.granted(Verb.KEEP_AGENDA)
    return list(UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=units).order_by("sort_key"))


def programmes(user, on: datetime.date) -> list[Programme]:
    """Visible programmes with the numbers of their tasks (`tasks`, `done`, `late`) and `unit_version`. Two queries."""
    this_month = first_of_month(on)
    rows = Programme.objects.visible_to(user, on).select_related("term")
    return with_unit_names(
        rows.annotate(
            tasks=Count("items"),
            done=Count("items", filter=Q(items__state=ItemState.DONE)),
            late=Count("items", filter=Q(items__state__in=LEFT, items__due__lt=this_month)),
        ).order_by("unit", "kind", "-year", "-term__code"),
        on,
    )


def with_unit_names(rows: Iterable, on: datetime.date) -> list:
    """The rows as a list, each with `unit_version`. One query."""
    rows = list(rows)
    versions = versions_on((row.unit_id for row in rows), on)
    for row in rows:
        row.unit_version = versions[row.unit_id]
    return rows


def _between(rows: QuerySet[Meeting], first: datetime.date, end: datetime.date | None) -> QuerySet[Meeting]:
    """Meetings that begin on `first` or later and before `end`, by local days."""
    zone = timezone.get_current_timezone()
    rows = rows.filter(starts_at__gte=datetime.datetime.combine(first, datetime.time(), zone))
    if end is not None:
        rows = rows.filter(starts_at__lt=datetime.datetime.combine(end, datetime.time(), zone))
    return rows.order_by("starts_at", "pk")
