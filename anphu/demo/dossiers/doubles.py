"""What is wrong in old files: pairs of records that look like one person, and identity numbers typed wrongly."""

import random
from datetime import timedelta
from itertools import pairwise

from anphu.demo.people import Someone
from anphu.demo.tree import DAY
from anphu.kit.names import fold
from orgtree.choices import Precision

PAIRS = 12
MISTYPED = 24
NEAR = timedelta(days=3 * 365)
ADULT = timedelta(days=18 * 366)


def look_alike(everybody: list[Someone], busy: set[Someone], rng: random.Random) -> list[tuple[Someone, Someone]]:
    """Make `PAIRS` pairs of plain members look like one person entered twice. `busy`: those to leave alone."""
    plain = [one for one in everybody if one.cell(DAY) and not one.posts and one not in busy and one.identity]
    plain.sort(key=lambda one: (one.sex.value, one.ethnic, one.born))
    near = [(one, other) for one, other in pairwise(plain) if _may_be_one(one, other)]
    chosen: list[tuple[Someone, Someone]] = []
    taken: set[Someone] = set()
    for one, other in rng.sample(near, len(near)):
        if len(chosen) < PAIRS and not {one, other} & taken:
            taken |= {one, other}
            _copy(one, other, len(chosen))
            chosen.append((one, other))
    return chosen


def _may_be_one(one: Someone, other: Someone) -> bool:
    alike = (one.sex, one.ethnic) == (other.sex, other.ethnic) and one.precision == Precision.DAY
    return alike and abs(one.born - other.born) < NEAR and other.admitted - one.born > ADULT + NEAR


def _copy(one: Someone, other: Someone, serial: int) -> None:
    """`other` is entered as `one` was, with the small differences of a second clerk."""
    kind = serial % 4
    *first, middle, given = one.name.split(" ") if " " in one.name else (one.name, "")
    swapped = " ".join([given, *first, middle]).strip()
    other.name = (one.name, fold(one.name).title(), swapped, one.name.upper())[kind]
    other.born, other.precision = one.born, Precision.DAY
    if kind == 0:
        other.born = one.born.replace(day=one.born.day % 28 + 1)
    elif kind == 3:
        other.born, other.precision = one.born.replace(month=1, day=1), Precision.YEAR
    other.home, other.home_code = one.home, one.home_code
    other.religion, other.other_name = one.religion, ""
    wrong = (int(one.identity[-1]) + 1) % 10
    other.identity = f"{one.identity[:-1]}{wrong}" if kind != 3 else ""


def mistype(everybody: list[Someone], rng: random.Random) -> list[Someone]:
    """Give `MISTYPED` people a number that contradicts sex, year or province; the last six digits keep it unique."""
    new = [one for one in everybody if len(one.identity) == 12 and one.cell(DAY)]
    chosen = rng.sample(new, MISTYPED)
    for serial, one in enumerate(chosen):
        number = one.identity
        kinds = (
            f"{number[:3]}{int(number[3]) ^ 1}{number[4:]}",
            f"{number[:4]}{(int(number[4:6]) + 1) % 100:02d}{number[6:]}",
            f"003{number[3:]}",
        )
        one.identity = kinds[serial % 3]
    return chosen
