"""How much two records look like one person, and why: a score from 0 to 100 with its reasons in words.

Weights are estimates of ours, not law: a name and a birth date together ask for a look, either alone does not; numbers
that agree do alone, numbers that differ speak against. What a hand gets wrong is forgiven at a discount: marks, the
order of a name, one letter, a day and month exchanged, one digit, zeros lost on the left.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from anphu.kit import names
from anphu.kit.partial_dates import PartialDate

ASK = 60
"""From this score on somebody should look at the two records."""

_SIGNS = re.compile(r"[^a-z0-9]+")


class Sign(NamedTuple):
    """One thing that two records agree or differ in: what it weighs, and the reason that is given."""

    weight: int
    reason: str | None = None


NOTHING = Sign(0)
SAME_NAME = Sign(40, _("the same name"))
SAME_BUT_MARKS = Sign(36, _("the same name but for its marks"))
OTHER_ORDER = Sign(34, _("the same words of the name in another order"))
ONE_LETTER = Sign(30, _("names that differ by one letter"))
PART_OF_NAME = Sign(20, _("one name is part of the other"))
SAME_BIRTH = Sign(35, _("the same birth date"))
EXCHANGED = Sign(28, _("birth dates with day and month exchanged"))
ONE_DIGIT_OF_BIRTH = Sign(24, _("birth dates that differ by one digit"))
SAME_MONTH = Sign(22, _("the same month of birth, as far as it is known"))
SAME_YEAR = Sign(15, _("the same year of birth, as far as it is known"))
SAME_HOME = Sign(15, _("the same home town"))
PART_OF_HOME = Sign(12, _("one home town is part of the other"))
SAME_IDENTITY = Sign(60, _("the same identity number"))
ONE_DIGIT_OF_IDENTITY = Sign(35, _("identity numbers that differ by one digit"))
SAME_CARD = Sign(60, _("the same Party card"))
ONE_DIGIT_OF_CARD = Sign(35, _("Party cards that differ by one digit"))
OTHER_NUMBER = Sign(-15)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` of 100, and the reasons for it, weightiest first."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """What two records are compared by: names as written and folded, numbers without zeros on the left."""

    written: tuple[str, ...]
    folded: tuple[str, ...]
    born: PartialDate | None
    home: str
    identity: str
    card: str

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Face":
        """From values of the core section; whatever is missing is not compared."""
        written = tuple(names.nfc(name) for key in ("full_name", "other_name") if (name := values.get(key)))
        return cls(
            written=written,
            folded=tuple(plain(name) for name in written),
            born=values.get("birth_date"),
            home=plain(values.get("home_town") or ""),
            identity=digits(values.get("identity_number")),
            card=digits(values.get("party_card")),
        )


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """`text` in small letters and digits without marks, one space between words. Names and places repeat."""
    return _SIGNS.sub(" ", names.fold(text)).strip()


def digits(text: str | None) -> str:
    """The digits of a number as typed, without zeros on the left."""
    return re.sub(r"[^0-9]", "", text or "").lstrip("0")


def likeness(one: Face, other: Face) -> Likeness:
    """Symmetric; of itself at most 100."""
    signs = [
        _name(one, other),
        _birth(one.born, other.born),
        _home(one.home, other.home),
        _number(one.identity, other.identity, (9, 12), (SAME_IDENTITY, ONE_DIGIT_OF_IDENTITY)),
        _number(one.card, other.card, (8, 12), (SAME_CARD, ONE_DIGIT_OF_CARD)),
    ]
    score = max(0, min(100, sum(sign.weight for sign in signs)))
    told = sorted((sign for sign in signs if sign.reason is not None), key=lambda sign: -sign.weight)
    return Likeness(score, tuple(sign.reason for sign in told))


def _name(one: Face, other: Face) -> Sign:
    """The best of the names and other names of both."""
    if len(one.folded) == len(other.folded) == 1:
        return _names(one.written[0], other.written[0], one.folded[0], other.folded[0])
    pairs = ((mine, theirs) for mine in range(len(one.folded)) for theirs in range(len(other.folded)))
    signs = (
        _names(one.written[mine], other.written[theirs], one.folded[mine], other.folded[theirs])
        for mine, theirs in pairs
    )
    return max(signs, default=NOTHING, key=lambda sign: sign.weight)


def _names(written: str, other_written: str, folded: str, other_folded: str) -> Sign:
    if not folded or not other_folded:
        return NOTHING
    if folded == other_folded:
        return SAME_NAME if written.lower() == other_written.lower() else SAME_BUT_MARKS
    words, others = sorted(folded.split()), sorted(other_folded.split())
    if words == others:
        return OTHER_ORDER
    in_order = OSA.distance(" ".join(words), " ".join(others), score_cutoff=1)
    if in_order <= 1 or OSA.distance(folded, other_folded, score_cutoff=1) <= 1:
        return ONE_LETTER
    few, many = sorted((set(words), set(others)), key=len)
    return PART_OF_NAME if len(few) > 1 and few < many else NOTHING


def _birth(one: PartialDate | None, other: PartialDate | None) -> Sign:
    if one is None or other is None:
        return NOTHING
    if one.day and other.day:
        return _days(one, other)
    if one.year != other.year:
        return NOTHING
    if one.month and other.month:
        return SAME_MONTH if one.month == other.month else NOTHING
    return SAME_YEAR


def _days(one: PartialDate, other: PartialDate) -> Sign:
    if one == other:
        return SAME_BIRTH
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return EXCHANGED
    if sum(a != b for a, b in zip(one.stored(), other.stored(), strict=True)) == 1:
        return ONE_DIGIT_OF_BIRTH
    first = (1, 1)
    if one.year == other.year and first in ((one.month, one.day), (other.month, other.day)):
        return SAME_YEAR  # the first of January stands for an unknown day in many papers
    return NOTHING


def _home(one: str, other: str) -> Sign:
    if not one or not other:
        return NOTHING
    if one == other:
        return SAME_HOME
    few, many = sorted((one, other), key=len)
    return PART_OF_HOME if f" {few} " in f" {many} " else NOTHING


def _number(one: str, other: str, lengths: tuple[int, int], signs: tuple[Sign, Sign]) -> Sign:
    """Numbers of different series (9 and 12 digits) are only compared whole: a person has one of each."""
    if not one or not other:
        return NOTHING
    same, near = signs
    if one == other:
        return same
    short = lengths[0]
    if (len(one) > short) != (len(other) > short):
        return NOTHING
    width = short if len(one) <= short else lengths[1]
    if OSA.distance(one.zfill(width), other.zfill(width), score_cutoff=1) <= 1:
        return near
    return OTHER_NUMBER
