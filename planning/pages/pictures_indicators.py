"""Values of indicators in words and pictures: bands, trends, what is missing to a target."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anphu.kit import charts
from anphu.kit.figures import number, plain
from planning.choices import Theme
from planning.indicators.dashboard import Mark, Row
from planning.indicators.definitions import PERCENT, Indicator
from planning.indicators.norms import Aim
from planning.indicators.readings import Reading

NOTHING = "–"


def amount_words(indicator: Indicator, amount: float | None) -> str:
    """`23,5 %` of a share, `1,52` of a ratio; a dash for neither."""
    if amount is None:
        return NOTHING
    if indicator.measure == PERCENT:
        return f"{plain(amount)}\u00a0%"
    return number_format(round(amount, 2), decimal_pos=2, force_grouping=True)


def short_words(measure: str, amount: float) -> str:
    """The same without its unit, for tables in which every cell would repeat it."""
    return plain(amount) if measure == PERCENT else number_format(amount, decimal_pos=2)


def value_words(reading: Reading, least: int) -> str:
    """The value, or why there is none: too few to be told, or nobody to count."""
    if reading.veiled:
        return _("fewer than %d") % least
    if reading.amount is not None:
        return amount_words(reading.indicator, reading.amount)
    return _("not known") if reading.value and reading.value.unknown else _("nobody to count")


def target_words(target: Aim | None, indicator: Indicator) -> str:
    """`20 to 25 % by 2030`, or `norm: 20 to 25 %`; nothing without a target."""
    if target is None:
        return ""
    low, high = (None if end is None else amount_words(indicator, float(end)) for end in (target.low, target.high))
    if target.year is None:
        return _norm_words(low, high)
    if low and high:
        return _("%(low)s to %(high)s by %(year)d") % {"low": low, "high": high, "year": target.year}
    if low:
        return _("at least %(low)s by %(year)d") % {"low": low, "year": target.year}
    return _("at most %(high)s by %(year)d") % {"high": high, "year": target.year}


def _norm_words(low: str | None, high: str | None) -> str:
    if low and high:
        return _("norm: %(low)s to %(high)s") % {"low": low, "high": high}
    return _("norm: at least %s") % low if low else _("norm: at most %s") % high


def chart_of(indicator: Indicator, amount: float | None, target: Aim | None) -> charts.Band:
    """On the scale of the indicator: 0 to 100 %, or of a ratio up to what it must show."""
    low, high = (target.low, target.high) if target else (None, None)
    if indicator.measure == PERCENT:
        return charts.Band(amount, low, high)
    top = max([2, *(math.ceil(float(end)) for end in (amount, low, high) if end is not None)])
    return charts.Band(amount, low, high, upper=top, unit="")


@dataclass(frozen=True, slots=True)
class Side:
    """One value as a page shows it. `gap`: in words how many are missing to the target, or too many."""

    words: str
    band: SafeString
    counts: str
    gap: str
    verdict: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a dashboard. `ahead`: its `mark` in words."""

    row: Row
    target: str
    actual: Side | None
    plan: Side | None
    trend: SafeString
    ahead: list[str]
    mark: Mark | None


def side(reading: Reading | None, least: int, *, slim: bool = True) -> Side | None:
    """A reading as a page shows it; `least` is the smallest group that is not veiled."""
    if reading is None:
        return None
    chart = chart_of(reading.indicator, reading.amount, reading.target)
    words = value_words(reading, least)
    said = _("%(indicator)s: %(value)s") % {"indicator": reading.indicator.label, "value": words}
    band = SafeString("") if reading.amount is None else charts.band(chart, said, slim=slim)
    return Side(words, band, _counts(reading), gap_words(reading), chart.verdict, reading)


def _counts(reading: Reading) -> str:
    if reading.value is None or reading.veiled:
        return ""
    numbers = {"n": number(reading.value.numerator), "all": number(reading.value.denominator)}
    return _("%(n)s of %(all)s") % numbers


def gap_words(reading: Reading) -> str:
    """How many are missing to the target or too many for it; nothing where it is met or there is none."""
    if reading.met is not False:
        return ""
    if reading.surplus:
        return ngettext("%d too many", "%d too many", reading.surplus) % reading.surplus
    return ngettext("%d missing", "%d missing", reading.missing) % reading.missing


def lines(rows: Sequence[Row], least: int, marks: Mapping[str, Mark]) -> list[tuple[Theme, list[Line]]]:
    """The rows by theme, in the order of the themes."""
    themes: dict[Theme, list[Line]] = {theme: [] for theme in Theme}
    for row in rows:
        themes[Theme(row.indicator.theme)].append(_line(row, least, marks.get(row.indicator.code)))
    return [(theme, found) for theme, found in themes.items() if found]


def _line(row: Row, least: int, mark: Mark | None) -> Line:
    actual, plan = side(row.actual, least), side(row.plan, least)
    return Line(row, target_words(row.target, row.indicator), actual, plan, _trend(row), _ahead(row, mark), mark)


def _ahead(row: Row, mark: Mark | None) -> list[str]:
    """Where the value will stand, and when it turns."""
    if mark is None:
        return []
    said = {"month": f"{mark.day:%m/%Y}", "value": amount_words(row.indicator, mark.amount)}
    words = [_("%(month)s: %(value)s expected") % said]
    if mark.turn:
        turn = f"{mark.turn:%m/%Y}"
        words.append(_("missed from %s on") % turn if row.met else _("met from %s on") % turn)
    return words


def _trend(row: Row) -> SafeString:
    """The months before; nothing where fewer than two of them are known."""
    known = [amount for amount in row.trend if amount is not None]
    if len(known) < 2:
        return SafeString("")
    words = _("%(indicator)s over two years: from %(first)s to %(last)s") % {
        "indicator": row.indicator.label,
        "first": amount_words(row.indicator, known[0]),
        "last": amount_words(row.indicator, known[-1]),
    }
    low, high = (row.target.low, row.target.high) if row.target else (None, None)
    return charts.trend([None if v is None else round(v, 2) for v in row.trend], words, low=low, high=high, spark=True)


def tally(rows: Sequence[Row]) -> dict[str, int]:
    """How many targets are met and missed, and of how many nobody knows."""
    verdicts = [row.met for row in rows if row.target]
    return {"met": verdicts.count(True), "missed": verdicts.count(False), "open": verdicts.count(None)}
