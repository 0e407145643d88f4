"""Identity numbers and Party cards: right in form (`domain.md` §8.4), nobody's in fact, each given once."""

from collections.abc import Iterable
from datetime import date

from anphu.demo.people import Someone
from orgtree.choices import Sex

PROVINCE = "089"
"""An Giang, in numbers of twelve digits; most people were born there."""
ELSEWHERE = {
    "Đồng Tháp": "087", "Kiên Giang": "091", "Cần Thơ": "092", "Bến Tre": "083", "Nam Định": "036", "Thái Bình": "034",
}  # fmt: skip
OLD_PROVINCE = "35"
CARD_SERIES = 58
"""Not a series in use; old cards have eight digits (form unverified)."""
MILLION = 10**6
PEOPLE_PER_DISTRICT = 10_000
"""Room for serial numbers of one district."""


def give(everybody: Iterable[Someone], district: int) -> None:
    """Papers for everybody of the district with that serial number."""
    for index, someone in enumerate(everybody, district * PEOPLE_PER_DISTRICT):
        someone.identity = identity_number(index, someone)
        someone.card = party_card(index, someone.official)


def province_of(someone: Someone) -> str:
    """The digits of the province where the birth was registered, taken to be that of the home town."""
    return next((code for name, code in ELSEWHERE.items() if someone.home.endswith(name)), PROVINCE)


def identity_number(index: int, someone: Someone) -> str:
    """Twelve digits for those who have the new card in 2020, nine for most, none where the file does not say."""
    kind = index * 7919 % 100
    if kind < 3 or index >= 10 * MILLION:
        return ""
    if kind < 30 and index < MILLION:
        century_and_sex = 2 * (someone.born.year // 100 - 19) + (someone.sex == Sex.FEMALE)
        return f"{province_of(someone)}{century_and_sex}{someone.born.year % 100:02d}{_scatter(index, 611953):06d}"
    return f"{OLD_PROVINCE}{(index * 1299709 + 4711) % (10 * MILLION):07d}"


def party_card(index: int, official: date | None) -> str:
    """Eight digits; probationary members have no card yet."""
    if official is None:
        return ""
    return f"{CARD_SERIES + index // MILLION:02d}{_scatter(index % MILLION, 299993):06d}"


def _scatter(index: int, factor: int) -> int:
    """A number below a million for each index below a million, given a factor that shares no divisor with it."""
    return (index * factor + 12345) % MILLION
