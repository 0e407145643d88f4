"""Dates as people type them, known to the day, the month or the year."""

import datetime
import math
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.intake.problems import CellProblem, plain
from anphu.kit.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate

_EPOCH = datetime.date(1899, 12, 30)  # serial 60, the 29 February 1900 that never was, is before any date met here
_EPOCH_1904 = datetime.date(1904, 1, 1)
_SERIALS = range(3_000, 80_000)
_SHORT_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_SHORT_NAMES, 1)}
_SPELLED = re.compile(r"(?:ngay\s*)?(?:(\d{1,2})\s*)?thang\s*(\d{1,2})(?:\s*nam\s*|[\s,/.-]+)(\d{4}|\d{2})")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
_THREE = re.compile(r"(\d{1,2}|[?x_.…-]{1,3})\s*[/.\-\\ ]\s*(\d{1,2}|[?x_.…-]{1,3})\s*[/.\-\\ ]\s*(\d{4}|\d{2})")
_TWO = re.compile(r"(?:thang\s*)?(\d{1,2}|[?x_.…-]{1,3})\s*[/.\-\\ ]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_ENGLISH = re.compile(r"(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s,-]+(\d{4}|\d{2})")
_ENGLISH_MONTH = re.compile(r"([a-z]{3})[a-z]*[\s,-]+(\d{4}|\d{2})")
_CLOCK = re.compile(r"(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?$")


def partial_date(
    value, *, pivot: int = 30, latest: datetime.date | None = None, date1904: bool = False
) -> PartialDate | None:
    """dd/mm/yyyy, mm/yyyy, yyyy and their kin, dates and serial numbers of a sheet, "ngày 3 tháng 2 năm 1980".

    Day comes first. A year of two digits up to `pivot` is of this century. `00` or `?` for the day or the month is
    unknown. Numbers without a date format are serials from 1900, or from 1904 with `date1904`. Raises date_unreadable,
    date_impossible, date_order (month first, as in America), date_future (begins after `latest`).
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        result = _made(value.year, value.month, value.day, plain(value))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        result = _numbered(value, date1904)
    else:
        result = _written(plain(value), pivot, date1904)
    if latest and result and result.earliest > latest:
        sentence = _("%(date)s is in the future: it cannot be later than %(latest)s.")
        raise CellProblem("date_future", sentence % {"date": result, "latest": f"{latest:%d/%m/%Y}"})
    return result


def _numbered(number: float, date1904: bool) -> PartialDate:
    """A year, a serial, or the digits of a date without its separators (3021980, the zero lost)."""
    if not math.isfinite(number):
        raise _unreadable(plain(number))
    whole = int(number)
    if FIRST_YEAR <= number <= LAST_YEAR and whole == number:
        return PartialDate(whole)
    if whole in _SERIALS:
        day = (_EPOCH_1904 if date1904 else _EPOCH) + datetime.timedelta(whole)
        return PartialDate(day.year, day.month, day.day)
    if whole == number and 1_000_000 <= whole <= 99_999_999:
        return _run_together(f"{whole:08}")
    raise _unreadable(plain(number))


@lru_cache(maxsize=1 << 13)
def _written(written: str, pivot: int, date1904: bool) -> PartialDate | None:
    folded = names.fold(written.replace("\u00ad", "")).lstrip(" '’").rstrip(" .,;:")
    if not folded:
        return None
    folded = _CLOCK.sub("", folded)
    if folded.isascii() and folded.isdigit():
        return _run_together(folded) if len(folded) == 8 else _numbered(int(folded), date1904)
    if found := _ISO.fullmatch(folded):
        return _made(*(int(part) if part else None for part in found.groups()), written)
    if found := _YEAR.fullmatch(folded):
        return _made(int(found[1]), None, None, written)
    if found := _SPELLED.fullmatch(folded) or _THREE.fullmatch(folded):
        return _made(_century(found[3], pivot), _part(found[2]), _part(found[1]), written)
    if found := _TWO.fullmatch(folded):
        return _made(int(found[2]), _part(found[1]), None, written)
    if (found := _ENGLISH.fullmatch(folded)) and found[2] in _MONTHS:
        return _made(_century(found[3], pivot), _MONTHS[found[2]], int(found[1]), written)
    if (found := _ENGLISH_MONTH.fullmatch(folded)) and found[1] in _MONTHS:
        return _made(_century(found[2], pivot), _MONTHS[found[1]], None, written)
    raise _unreadable(written)


def _part(written: str | None) -> int | None:
    """A day or a month; `00`, `?` and `...` are unknown."""
    return int(written) or None if written and written.isdigit() else None


def _century(written: str, pivot: int) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year <= pivot else 1900)


def _run_together(eight: str) -> PartialDate:
    """ddmmyyyy or yyyymmdd, whichever is a date; never a guess between two."""
    readings = []
    for year, month, day in ((eight[4:], eight[2:4], eight[:2]), (eight[:4], eight[4:6], eight[6:])):
        try:
            readings.append(PartialDate(int(year), int(month), int(day)))
        except ValueError:
            continue
    if len(readings) != 1:
        raise _unreadable(eight)
    return readings[0]


def _made(year: int, month: int | None, day: int | None, written: str) -> PartialDate:
    if day and not month:
        raise _unreadable(written)
    try:
        return PartialDate(year, month, day)
    except ValueError:
        pass
    if month and day and month > 12 >= day:
        sentence = _("“%(text)s” has the month first. Write the day first: %(day)02d/%(month)02d/%(year)d.")
        raise CellProblem("date_order", sentence % {"text": written[:40], "day": month, "month": day, "year": year})
    sentence = _("“%(text)s” is a date that does not exist. Correct the day, the month or the year.")
    raise CellProblem("date_impossible", sentence % {"text": written[:40]})


def _unreadable(written: str) -> CellProblem:
    sentence = _("“%(text)s” cannot be read as a date. Write it as dd/mm/yyyy, mm/yyyy or yyyy.")
    return CellProblem("date_unreadable", sentence % {"text": written[:40]})
