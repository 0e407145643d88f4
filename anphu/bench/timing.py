"""Stop watches. Medians, because a shared machine has bad moments."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM = 3
TIMES = 25


def milliseconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return 1000 * (perf_counter() - start)


def side_by_side(*calls: Callable[[], object], times: int = TIMES, warm: int = WARM) -> list[float]:
    """Median milliseconds of each call, run in turn: whatever else the machine does slows all of them alike."""
    for call in calls * warm:
        call()
    rounds = [[milliseconds(call) for call in calls] for _ in range(times)]
    return [round(median(times), 2) for times in zip(*rounds, strict=True)]


def queries_of(call: Callable[[], object]) -> int:
    """How many statements a warm call sends."""
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
