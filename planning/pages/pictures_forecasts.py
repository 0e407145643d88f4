"""Drawings of what is expected: an indicator up to the present, and ahead under each assumption."""

import datetime
from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import charts
from anphu.kit.figures import plain
from orgtree.models import UnitVersion
from planning.choices import Foreseen
from planning.indicators.definitions import PERCENT
from planning.indicators.forecast import Course, Point, Prospect
from planning.models import Target

TONES = {Foreseen.NOBODY: "certain", Foreseen.PLAN: "planned", Foreseen.SAVED: "tried"}
ASSUMED = {
    Foreseen.NOBODY: gettext_lazy("nobody is appointed"),
    Foreseen.PLAN: gettext_lazy("the plan is carried out"),
}
_MOST_YEARS = 6


def assumption(prospect: Prospect, scenario: Foreseen) -> str:
    """An assumption in words; a saved scenario by its name."""
    saved = prospect.outlooks[scenario].saved
    return saved.name if saved else str(ASSUMED[scenario])


def forecast_figure(past: list[Point], prospect: Prospect, code: str, unit: UnitVersion) -> charts.Figure | None:
    """The picture of one indicator; None where no value is known."""
    courses = prospect.courses[code]
    lines = [past, *(course.points for course in courses.values())]
    if all(point.amount is None for line in lines for point in line):
        return None
    indicator = next(iter(courses.values())).indicator
    longest = max(courses.values(), key=lambda course: len(course.points))
    title = _("Forecast: %s") % indicator.label
    return charts.Figure(
        slug=f"forecast-{indicator.slug}",
        title=title,
        under=_("%(unit)s, from the record of %(day)s") % {"unit": unit.name, "day": f"{prospect.day:%d/%m/%Y}"},
        picture=charts.outlook(
            _points(past),
            _("%s. The table below has every month.") % title,
            ahead=[charts.Ahead(_points(course.points), TONES[scenario]) for scenario, course in courses.items()],
            goals=list(_goals(longest.points)),
            marks=[charts.Mark(at(prospect.day), f"{prospect.day:%m/%Y}"), *_marks(courses)],
            unit="%" if indicator.measure == PERCENT else "",
            moments=list(_moments(min(point.day for line in lines for point in line), prospect.until)),
        ),
        height=charts.OUTLOOK_HEIGHT,
        headings=(_("Month"), *(str(capfirst(assumption(prospect, scenario))) for scenario in courses)),
        rows=list(_rows(past, courses)),
        keys=[
            charts.Key("outlook__line", _("up to the present")),
            *(
                charts.Key(f"outlook__line outlook__line--{TONES[scenario]}", assumption(prospect, scenario))
                for scenario in courses
            ),
        ],
    )


def at(day: datetime.date) -> float:
    """A day as a place on a scale of years."""
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 3)


def said(course: Course, amount: float | None) -> str:
    """A value of the course in words."""
    if amount is None:
        return "–"
    return f"{plain(amount)} %" if course.indicator.measure == PERCENT else number_format(amount, decimal_pos=2)


def _moments(first: datetime.date, last: datetime.date) -> Iterator[tuple[float, str]]:
    """Beginnings of years, few enough to be read side by side on a telephone."""
    every = -(-(last.year - first.year) // _MOST_YEARS) or 1
    for year in range(first.year + 1, last.year + 1, every):
        yield year, str(year)


def _points(points: list[Point]) -> list[charts.Point]:
    return [charts.Point(at(point.day), point.amount) for point in points]


def _goals(points: list[Point]) -> Iterator[charts.Goal]:
    """One band for every stretch of months with the same target."""
    start: datetime.date | None = None
    target: Target | None = None
    for before, point in zip([None, *points], points, strict=False):
        if point.target != target:
            if target is not None and start is not None:
                yield charts.Goal(at(start), at(before.day if before else start), target.low, target.high)
            start, target = point.day, point.target
    if target is not None and start is not None:
        yield charts.Goal(at(start), at(points[-1].day), target.low, target.high)


def _marks(courses: dict[Foreseen, Course]) -> Iterator[charts.Mark]:
    """The first turn of the first assumption that has one: two words side by side could not be read."""
    turn = next((course.first_turn for course in courses.values() if course.first_turn), None)
    if turn is not None:
        words = _("met %s") if turn.met else _("missed %s")
        yield charts.Mark(at(turn.day), words % f"{turn.day:%m/%Y}", "met" if turn.met else "missed")


def _rows(past: list[Point], courses: dict[Foreseen, Course]) -> Iterator[tuple]:
    for point in past:
        yield f"{point.day:%m/%Y}", *([_told(point.amount)] * len(courses))
    months = zip(*(course.points for course in courses.values()), strict=False)
    for points in months:
        yield f"{points[0].day:%m/%Y}", *(_told(point.amount) for point in points)


def _told(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)
