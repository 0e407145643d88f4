"""A whole installation of its own: embedded PostgreSQL and Valkey as `up` runs them, a web server, a worker.

The tests speak to it as the world does (HTTP, messages, signals) and look into its database directly.
"""

import datetime
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import psutil
import psycopg
import pytest
from celery import Celery
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from knox.models import AuthToken
from kombu import Connection

from anphu.embedded import Servers
from anphu.embedded.processes import spawn
from anphu.kit import jobs
from anphu.settings import database
from anphu.startup import web_server_order
from planning.indicators import fill
from tests import world as worlds
from tests.settings import ANPHU_TODAY

PATIENCE = 30.0
WORKER = [
    "celery",
    "-A",
    "anphu.celery",
    "worker",
    "--concurrency=2",
    "--without-gossip",
    "--without-mingle",
    "--loglevel=INFO",
]


def eventually(what: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until `what` is so; a database or server that is away is not so yet."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if what():
                return
        except (psycopg.Error, OSError):
            pass
        assert time.monotonic() < deadline, f"not so after {patience:.0f} s"
        time.sleep(0.1)


@dataclass
class House:
    """The running installation. `world` names what stands in its database."""

    servers: Servers
    logs: Path
    environment: dict[str, str]
    children: dict[str, subprocess.Popen] = field(default_factory=dict)
    world: worlds.World | None = None
    port: int = 0

    def start(self, name: str, order: list[str], **options) -> None:
        """A Python module as a child in a session of its own, its words in the log; it does not outlive the tests."""
        command = [sys.executable, "-m", *order]
        log = self.logs / f"{name}.log"
        self.children[name] = spawn(command, log=log, env=self.environment, cwd=settings.BASE_DIR, **options)

    def start_web(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(64)
            self.port = listener.getsockname()[1]
            self.start("web", web_server_order(listener.fileno()), pass_fds=[listener.fileno()])
        eventually(lambda: self.ask("GET", "/healthz")[0] == 200)

    def start_worker(self) -> None:
        self.start("worker", WORKER)

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        """The child and all its children, without a word of warning."""
        child = self.children.pop(name)
        os.killpg(child.pid, how)
        child.wait(PATIENCE)

    def ask(self, method: str, address: str, user: str = "", body: dict | None = None) -> tuple[int, dict]:
        """Status and JSON of an answer of the web server, to an account's own token."""
        headers = {"Content-Type": "application/json"}
        if user:
            headers["Authorization"] = f"Token {AuthToken.objects.create(self.world.user(user))[1]}"
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        link.request(method, address, json.dumps(body) if body is not None else None, headers)
        answer = link.getresponse()
        text = answer.read()
        link.close()
        return answer.status, json.loads(text)

    def tick(self, task: str, *args) -> None:
        """What beat sends, or a message that comes twice."""
        app = Celery(set_as_current=False)
        with Connection(self.servers.valkey.url) as link:
            app.send_task(task, args=args, connection=link)

    def catch_up(self) -> None:
        """Ticks as beat sends them, until the numbers are up to date; a worker that ended is started, as `up` does."""

        def caught_up() -> bool:
            if self.children["worker"].poll() is not None:
                self.start_worker()
            self.tick("planning.refresh")
            time.sleep(0.3)
            return not fill.is_due(worlds.TODAY)

        eventually(caught_up)

    def kill_workers(self) -> None:
        """Those who do the work, as if the machine's memory had run out; the one above them starts others."""
        above = psutil.Process(self.children["worker"].pid)
        for one in above.children():
            one.kill()

    def settle(self) -> None:
        """Until every day's numbers are up to date: what the killed were doing is found by the sweep."""

        def settled() -> bool:
            self.catch_up()
            long_ago = timezone.now() - datetime.timedelta(minutes=5)
            jobs.Job.objects.filter(state__in=("queued", "running")).update(seen_at=long_ago)
            for task in ("anphu.sweep", "planning.keep"):
                self.tick(task)
            time.sleep(0.5)
            return not fill.is_due(worlds.TODAY) and not fill.is_keep_due(worlds.TODAY)

        eventually(settled, 4 * PATIENCE)

    def wait_until_blocked(self) -> None:
        """Until somebody waits for a lock, as the worker does behind `holding_numbers`."""
        eventually(lambda: self._backends("wait_event_type = 'Lock'"))

    def wait_until_rolled_back(self) -> None:
        """Until the database has noticed that whoever measured is gone, and undone it."""
        eventually(lambda: not self._backends("query LIKE '%planning_snapshot%' AND xact_start IS NOT NULL"))

    def wait_until_done(self, job: int) -> None:
        eventually(lambda: jobs.Job.objects.get(pk=job).state == jobs.JobState.DONE)

    def _backends(self, condition: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND {condition}")
            return cursor.rowcount

    @contextmanager
    def holding_numbers(self, unit: int | None = None) -> Iterator[None]:
        """Hold the stored numbers, or those of a unit, so that whoever measures stops half-way: marks taken, nothing
        written."""
        holder = psycopg.connect(self.servers.postgres.url)
        which = "WHERE %(unit)s::bigint IS NULL OR unit_id = %(unit)s::bigint"
        holder.execute(f"SELECT id FROM planning_snapshot {which} FOR UPDATE", {"unit": unit})
        try:
            yield
        finally:
            holder.close()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """A dump of the database, restored into a new one, which this process then works in."""
        postgres, file = self.servers.postgres, self.logs / "dump"
        superuser = {"host": str(postgres.sockets), "user": "postgres", "password": postgres.credentials.postgres}
        self._run("pg_dump", "--format=custom", f"--file={file}", postgres.url)
        with psycopg.connect(**superuser, dbname="postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE copy OWNER anphu")
        self._run("pg_restore", "--exit-on-error", f"--dbname={postgres.url_of('copy')}", file)
        with connected_to(postgres.url_of("copy")):
            yield

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run([self.servers.place.program(program), *arguments], check=True, timeout=PATIENCE)

    def verify(self) -> list[str]:
        """What `verify` prints before its summary."""
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("verify", stdout=out)
        return out.getvalue().splitlines()[:-1]

    def stop(self) -> None:
        for name in list(self.children):
            self.kill(name)
        self.servers.discard()


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connection of this process leads to another database."""
    own = connections["default"]
    connections["default"] = type(own)({**own.settings_dict, **database(url)}, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_blocker) -> Iterator[House]:
    """Everything runs, the world is built and measured. The tests of a module share it, each with its own change."""
    data = tmp_path_factory.mktemp("house")
    data.chmod(0o711)
    servers = Servers(data)
    servers.start()
    environment = {
        **os.environ,
        **servers.addresses(),
        "ANPHU_DATA": str(data),
        "ANPHU_DEMO": "1",
        "ANPHU_TODAY": ANPHU_TODAY.isoformat(),
        "ANPHU_REQUIRE_MFA": "0",
        "DJANGO_SETTINGS_MODULE": "anphu.settings",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-tests",
    }
    house = House(servers, data, environment)
    try:
        with django_db_blocker.unblock(), connected_to(servers.postgres.url):
            call_command("migrate", verbosity=0, interactive=False)
            house.world = worlds.build()
            fill.full(worlds.TODAY)
            house.start_worker()
            house.start_web()
            yield house
    finally:
        house.stop()
