"""The memory of a web worker that has shown everything, in the server that `up` starts."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from django.conf import settings
from django.test import Client
from django.urls import reverse

from anphu.bench.figures import Figure
from anphu.bench.readers import reader
from anphu.demo.tree import DAY
from anphu.startup import web_server_order
from orgtree.models import Person
from planning.choices import SubmissionState
from planning.indicators.definitions import BY_SLUG
from planning.models import Decision, Round, Submission, Term

ROUNDS = 4
"""How often every address is asked for: several processes answer, and each should have seen all."""
PATIENCE = 120.0
PLAIN = ("worklist", "units", "people", "people-export", "plan", "rounds", "decisions", "indicators", "jobs", "account")
NOUNS = ("units", "people", "postings", "terms", "plan-entries", "rounds", "submissions", "decisions")
MEGABYTE = 1_000_000


def web_worker() -> Iterator[Figure]:
    """Resident memory of the largest worker, beside that of a worker which has answered one request."""
    with _server() as (master, port):
        workers = master.children()
        _ask(port, "/healthz")
        fresh = max(worker.memory_info().rss for worker in workers)
        cookie = _session()
        addresses = list(_addresses())
        for address in addresses * ROUNDS:
            _ask(port, address, cookie)
        full = max(worker.memory_full_info().rss for worker in workers)
        own = max(worker.memory_full_info().uss for worker in workers)
    facts = {"floor_is": "a fresh worker", "own_memory": round(own / MEGABYTE), "addresses": len(addresses)}
    yield Figure("memory of a web worker", round(full / MEGABYTE), "MB", round(fresh / MEGABYTE), facts=facts)


def _addresses() -> Iterator[str]:
    """Every page and endpoint, with the rows of the first district."""
    yield from (reverse(name) for name in PLAIN)
    yield reverse("people") + "?q=nguyen"
    yield reverse("people") + "?page=50&ordering=-birth"
    unit = Submission.objects.earliest("pk").unit_id
    yield reverse("unit", args=[unit])
    yield reverse("person", args=[Person.objects.visible_to(reader(), DAY).earliest("pk").pk])
    yield f"{reverse('plan')}?unit={unit}&term={Term.objects.earliest('-pk').pk}"
    yield reverse("round", args=[Round.objects.earliest("pk").pk])
    yield reverse("decision", args=[Decision.objects.earliest("pk").pk])
    for state in SubmissionState.values:
        yield reverse("submission", args=[Submission.objects.filter(state=state).earliest("pk").pk])
    yield from (reverse("indicator", args=[slug]) for slug in BY_SLUG)
    yield from (f"/api/v1/{noun}/?page_size=200" for noun in NOUNS)
    yield from (
        "/api/v1/indicators/",
        "/api/schema/",
        "/api/docs/",
        "/units/?on=2016-01-01",
        "/indicators/?on=2016-01-01",
    )


@contextmanager
def _server() -> Iterator[tuple[psutil.Process, int]]:
    """The web server as `up` starts it, on a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        handle, port = listener.fileno(), listener.getsockname()[1]
        order = [sys.executable, "-m", *web_server_order(handle)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(order, pass_fds=[handle], env=os.environ, cwd=settings.BASE_DIR, **quiet)
    try:
        _wait(port)
        yield psutil.Process(server.pid), port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _ask(port, "/healthz")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _session() -> str:
    client = Client()
    client.force_login(reader())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _ask(port: int, address: str, cookie: str = "") -> None:
    """Ask and read to the end. Raises RuntimeError for anything but an answer or a redirection."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    link.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = link.getresponse()
    while answer.read(65536):
        pass
    link.close()
    if answer.status >= 400:
        raise RuntimeError(f"{address}: {answer.status}")
