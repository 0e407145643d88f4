"""Deadlines for requests of data subjects (`domain.md` §9.1) and the public holidays that fall on a fixed day.

The lunar ones (New Year, the Hùng kings) and the days that the government moves each year are left to administrators.
"""

from dataclasses import dataclass
from datetime import date

from anphu.seed.law import BEGINNING, ND356
from orgtree.choices import Confidence, RightsKind

_ND356 = "NĐ 356/2025/NĐ-CP, Điều 5"
_BEFORE = f"{_ND356}; áp dụng cho thời gian trước đó"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Working days to acknowledge, to answer, and of the one extension."""

    kind: RightsKind
    acknowledge: int
    answer: int
    extension: int
    since: date
    basis: str
    confidence: Confidence


DEADLINES = tuple(
    Deadline(kind, 2, answer, answer, since, basis, confidence)
    for since, basis, confidence in (
        (BEGINNING, _BEFORE, Confidence.INFERRED),
        (ND356, _ND356, Confidence.SECOND_HAND),
    )
    for kind, answer in (
        (RightsKind.SEE, 10),
        (RightsKind.CORRECT, 10),
        (RightsKind.COPY, 10),
        (RightsKind.RESTRICT, 15),
        (RightsKind.DELETE, 20),
    )
)

HOLIDAY_YEARS = range(2015, 2036)
_FIXED = (
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Chiến thắng"),
    (5, 1, "Ngày Quốc tế Lao động"),
    (9, 2, "Quốc khánh"),
)
HOLIDAYS = {date(year, month, day): name for year in HOLIDAY_YEARS for month, day, name in _FIXED}
"""Days off by their dates (Labour Code, article 112; general knowledge)."""
