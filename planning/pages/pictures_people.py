"""Drawings of people in numbers: ages by sex, and retirements in the years ahead."""

import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit import charts
from orgtree.choices import Level
from orgtree.models import UnitVersion
from planning.queries import pyramid, retirements
from planning.queries.pyramid import HOLDERS, MEMBERS, OLDEST, YOUNGEST, Pyramid
from planning.queries.retirements import PAST, UNSURE, Calendar, Quarter


def group_words(group: str) -> str:
    """A group of an age pyramid as a tab names it."""
    if group == MEMBERS:
        return _("Party members")
    if group == HOLDERS:
        return _("Everybody with a title")
    return _("Titles: %s") % Level(group).label


def hidden(least: int) -> str:
    """What is written in place of a number that is not told."""
    return f"< {least}"


def _of(unit: UnitVersion, on: datetime.date) -> str:
    return _("%(unit)s and everything below it, %(day)s") % {"unit": unit.name, "day": f"{on:%d/%m/%Y}"}


def ages_figure(found: Pyramid, unit: UnitVersion, on: datetime.date) -> charts.Figure:
    """The pyramid of one group; it has at least one band."""
    few = hidden(found.least)
    rungs = [charts.Rung(_band(band.since), band.men, band.women, band.since is None) for band in found.bands]
    title = _("Ages and sexes: %s") % group_words(found.group)
    sides = (_("Men"), _("Women"))
    words = _("%(title)s. %(men)s men and %(women)s women; the table below says how many of each age.") % {
        "title": title,
        "men": few if found.men is None else found.men,
        "women": few if found.women is None else found.women,
    }
    rows = [(rung.words, *(few if side is None else side for side in (rung.left, rung.right))) for rung in rungs]
    sums = tuple("" if side is None else side for side in (found.men, found.women))
    unknown = any(rung.apart for rung in rungs)
    return charts.Figure(
        slug="ages",
        title=title,
        under=_of(unit, on),
        picture=charts.pyramid(rungs, sides, words, few),
        height=charts.pyramid_height(rungs),
        headings=(pgettext("column", "Age"), *sides),
        rows=[*rows, (_("All together"), *sums)],
        note=_("Unknown: the birth date is known to the month or the year alone and leaves the band open.")
        if unknown
        else "",
    )


def _band(since: int | None) -> str:
    if since is None:
        return pgettext("age", "unknown")
    if since == OLDEST:
        return f"≥ {since}"
    if since == YOUNGEST:
        return f"< {since + pyramid.WIDTH}"
    return f"{since}–{since + pyramid.WIDTH - 1}"


def retirements_figure(found: Calendar, unit: UnitVersion, on: datetime.date) -> charts.Figure:
    """The quarters ahead; before them whoever is past the age, after them those of whom the record leaves it open."""
    few = hidden(found.least)
    shown = [quarter for quarter in found.quarters if quarter.place >= 0 or any(quarter.counts)]
    columns = [_column(quarter) for quarter in shown]
    groups = [str(capfirst(words)) for words, _condition in retirements.GROUPS.values()]
    words = _("Retirements by quarter: %s people altogether; the table below says how many of each group.") % (
        few if found.total is None else found.total
    )
    return charts.Figure(
        slug="retirements",
        title=_("Who reaches retirement age, quarter by quarter"),
        under=_of(unit, on),
        picture=charts.columns(columns, words),
        height=charts.COLUMNS_HEIGHT,
        headings=(_("Quarter"), *groups, _("All together")),
        rows=[
            (
                place_words(quarter.place, on),
                *(few if count is None else count for count in quarter.counts),
                "" if quarter.total is None else quarter.total,
            )
            for quarter in shown
        ],
        keys=[charts.Key(f"series--{place}", words) for place, words in enumerate(groups, 1)],
        note=_("Counted are those who hold a title today, by the retirement ages in force on the day."),
    )


def _column(quarter: Quarter) -> charts.Column:
    parts = [count or 0 for count in quarter.counts]
    if quarter.place == PAST:
        return charts.Column("−", parts, pgettext("quarter", "past"))
    if quarter.place == UNSURE:
        return charts.Column("?", parts, pgettext("quarter", "open"))
    return charts.Column(str(quarter.number), parts, str(quarter.year))


def place_words(place: int, on: datetime.date) -> str:
    """A place of the calendar in full: a quarter, or one of the two beside them."""
    if place == PAST:
        return _("Past retirement age and still holding")
    if place == UNSURE:
        return _("The record leaves the quarter open")
    year, number = retirements.dated(place, on)
    return _("Quarter %(number)d of %(year)d") % {"number": number, "year": year}
