"""How well the key titles are covered, year by year, as a picture with its table."""

import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from anphu.kit import charts
from anphu.kit.figures import number
from orgtree.models import Title, UnitVersion
from planning.models import Term
from planning.pages.pictures_indicators import NOTHING
from planning.queries.coverage import Bench, Coverage, Moment, TitleCoverage

NAMES = 34
"""Percent of the picture's width for the names of titles."""
MOST_YEARS = 8
"""Columns of the picture; the page and the table say all."""
ENOUGH = 1
"""People for each post from which a title is covered."""


def coverage_figure(found: Coverage, unit: UnitVersion, term: Term | None, on: datetime.date) -> charts.Figure | None:
    """Of the titles of key leaders, heads and standing committees, where any is planned; else of all titles. None
    where no title is planned at all."""
    titles = [row for row in found.titles if _is_key(row.title)] or found.titles
    if not titles:
        return None
    late = found.moments[-MOST_YEARS:]
    headings = [_year(moment, on) for moment in late]
    drawn = [(row.title.name, [_cell(bench) for bench in row.benches[-MOST_YEARS:]]) for row in titles]
    return charts.Figure(
        slug="coverage",
        title=_("Coverage of key titles"),
        under=f"{unit.name}, {term.name if term else _('the term of each year')}, {on:%d/%m/%Y}",
        picture=charts.grid(headings, drawn, _("People planned for each post"), names=NAMES, numbered=False),
        height=charts.grid_height(headings, drawn, numbered=False),
        headings=(_("Title"), *(_year(moment, on) for moment in found.moments), _("Places with nobody now")),
        rows=[_row(row) for row in titles],
        note=_("People planned for each post. ▼: fewer than one."),
        wide=True,
    )


def _is_key(title: Title) -> bool:
    return title.is_key_leader or title.is_head or title.seat.startswith("standing")


def _year(moment: Moment, on: datetime.date) -> str:
    return f"{moment.day:%d/%m/%Y}" if moment.day == on else str(moment.day.year)


def _cell(bench: Bench | None) -> charts.Cell:
    if bench is None or bench.per_post is None:
        return charts.Cell(NOTHING, charts.UNKNOWN)
    chart = charts.Band(bench.per_post, ENOUGH, upper=max(2, bench.per_post), unit="")
    return charts.Cell(number_format(bench.per_post, decimal_pos=1), chart.verdict, charts.strength(chart))


def _row(row: TitleCoverage) -> tuple:
    now = row.benches[-1]
    return (row.title.name, *(_said(bench) for bench in row.benches), now and now.empty)


def _said(bench: Bench | None) -> str | None:
    """`3 / 2`: people planned and posts."""
    return f"{number(bench.planned)} / {number(bench.posts)}" if bench else None
