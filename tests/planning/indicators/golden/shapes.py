"""A golden row: a tiny situation and the four counts that it must give."""

from collections.abc import Callable
from typing import NamedTuple

from tests.planning.indicators.scene import Scene

ACTUAL, PLAN = None, "2020-2025"


class Golden(NamedTuple):
    """`counts`: numerator, denominator, unknown, excluded of the scene's unit on the basis `term`, a term's code."""

    code: str
    term: str | None
    counts: tuple[int, int, int, int]
    build: Callable[[Scene], None]


GOLDEN: list[Golden] = []


def golden(code: str, *counts: int, term: str | None = ACTUAL):
    """Declare that what the function builds gives these counts; those left out are 0."""

    def declare(build: Callable[[Scene], None]) -> Callable[[Scene], None]:
        GOLDEN.append(Golden(code, term, (*counts, *[0] * (4 - len(counts))), build))
        return build

    return declare
