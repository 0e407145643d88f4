"""The indicators: everything measured beside one pass of SQL written by hand, and the cost of one approved change."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median

import psutil
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.bench import by_hand
from anphu.bench.figures import Figure
from anphu.bench.readers import district_clerk
from anphu.bench.timing import TIMES, WARM, milliseconds, queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import history, jobs
from orgtree.models import Person, Posting, Unit, User
from planning.actions import decisions
from planning.choices import Proposal, SubmissionState
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS
from planning.models import Line, StaleMark, Submission

MANY = 1_000_000
"""Values from which on a recompute takes so long that it is repeated only a few times."""
OFTEN, SELDOM = 9, 1
FEWEST_SHARES = 20
"""So many that two who divide them end nearly together."""
MEGABYTE = 1_000_000
PATIENCE = 120.0


def recompute() -> Iterator[Figure]:
    """Every indicator of every unit, beside one statement written by hand that does the same."""
    ours = partial(fill.full, DAY)
    by_hand.prepare()
    rows = ours()
    times = SELDOM if rows > MANY else OFTEN
    value, base = side_by_side(ours, by_hand.run, times=times, warm=1)
    facts = {
        "values": rows,
        "indicators": len(INDICATORS),
        "agrees": not by_hand.disagreements(),
        "memory_mb": round(psutil.Process().memory_info().rss / MEGABYTE),
    }
    yield Figure("full recompute p50", value, "ms", base, queries_of(ours) if times == OFTEN else None, facts)


def workers() -> Iterator[Figure]:
    """A full recompute in shares by this process alone, and beside a worker that divides them with it."""
    settings.MEASURE_SHARE_UNITS = min(settings.MEASURE_SHARE_UNITS, Unit.objects.count() // FEWEST_SHARES)
    rows = fill.full(DAY)
    alone = milliseconds(partial(fill.full, DAY))
    with _worker(concurrency=1) as worker:
        _change_and_wait(Posting.objects.on(DAY).earliest("pk").person)  # it has started
        together = milliseconds(partial(fill.full, DAY))
        memory = _memory(worker)
    facts = {"values": rows, "floor_is": "one alone", "speed": round(alone / together, 2), "worker_memory_mb": memory}
    yield Figure("full recompute by two", together, "ms", alone, facts=facts)


def series() -> Iterator[Figure]:
    """The page of one indicator of the district through sixty months, when all of them are kept."""
    fill.full(DAY)
    days = fill.keep(DAY)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(district_clerk())
    unit = Unit.objects.get(code="an-phu").pk
    address = reverse("indicator-series", args=["women"]) + f"?unit={unit}"
    page = partial(_shown, client, address)
    yield Figure(
        "60 months of an indicator, page p50", side_by_side(page)[0], "ms", None, queries_of(page), {"days": days}
    )


def change() -> Iterator[Figure]:
    """One person's record is changed: what measuring costs, and how long until a worker has done it."""
    fill.full(DAY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE planning_snapshot, planning_stalemark")
    person = Posting.objects.on(DAY).earliest("pk").person
    drains = []
    for _ in range(WARM + TIMES):
        _change(person)
        drains.append(milliseconds(partial(fill.drain, DAY)))
    _change(person)
    with CaptureQueriesContext(connection) as captured:
        units = fill.drain(DAY).units
    yield Figure("numbers after one change p50", _middle(drains), "ms", None, len(captured), {"units_measured": units})
    with _worker() as worker:
        waits = [milliseconds(partial(_change_and_wait, person)) for _ in range(WARM + TIMES)]
        facts = {"worker_memory_mb": _memory(worker)}
    yield Figure("one change to fresh numbers, by the queue p50", _middle(waits), "ms", facts=facts)


def _shown(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


@transaction.atomic
def _change(person: Person) -> None:
    person.sex = "M" if person.sex == "F" else "F"
    with history.acting(actor=None, verb="bench", reason="bench"):
        person.save(update_fields=["sex"])
    jobs.record_changed()


def _change_and_wait(person: Person) -> None:
    _change(person)
    deadline = time.monotonic() + PATIENCE
    while StaleMark.objects.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("nobody measures")
        time.sleep(0.005)


def _memory(worker: psutil.Process) -> int:
    """Megabytes of the largest of a worker's processes."""
    return round(max(one.memory_info().rss for one in [worker, *worker.children(recursive=True)]) / MEGABYTE)


@contextmanager
def _worker(concurrency: int = 2) -> Iterator[psutil.Process]:
    """A worker as `up` starts it."""
    order = [sys.executable, "-m", "celery", "-A", "anphu.celery", "worker", "--concurrency", str(concurrency)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    worker = subprocess.Popen(order, env=os.environ, cwd=settings.BASE_DIR, **quiet)
    try:
        yield psutil.Process(worker.pid)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)


def refresh() -> Iterator[Figure]:
    """One approved change, and bringing the numbers up to date after it; undone each time, so that all are alike."""
    fill.full(DAY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE planning_snapshot, planning_stalemark")  # as autovacuum would have by now
    approvals, drains = [], []
    for number in range(WARM + TIMES):
        with _approved(number) as spent:
            approvals.append(spent)
            drains.append(milliseconds(partial(fill.drain, DAY)))
    with _approved(0), CaptureQueriesContext(connection) as captured:
        units = fill.drain(DAY).units
    facts = {"floor_is": "the same with fewer people", "units_measured": units}
    yield Figure("approval of one list p50", _middle(approvals), "ms", facts=facts)
    yield Figure("numbers after one approval p50", _middle(drains), "ms", queries=len(captured), facts=facts)


def _middle(times: list[float]) -> float:
    return round(median(times[WARM:]), 2)


@contextmanager
def _approved(number: int) -> Iterator[float]:
    """One list is approved for as long as this lasts; how many milliseconds the approval took."""
    submission = _changing()
    clerk = User.objects.get(username="btv")
    with transaction.atomic():
        yield milliseconds(
            lambda: decisions.decide(
                actor=clerk, on=DAY, submissions=[submission.pk], number=f"{number}-BENCH", day=DAY
            )
        )
        transaction.set_rollback(True)


def _changing() -> Submission:
    """The first list before the standing committee that changes something."""
    changing = Line.objects.exclude(proposal=Proposal.KEEP).values("submission")
    return Submission.objects.filter(state=SubmissionState.APPRAISED, pk__in=changing).earliest("pk")
