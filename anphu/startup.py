"""What `up` does: servers, migration, demo, then web server, worker and beat, until somebody says stop."""

import http.client
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from anphu import demo_accounts
from anphu.embedded import ServerFailed, Servers
from anphu.embedded.processes import end, last_words, spawn
from anphu.installation import ROOT, Installation, StartRefused
from anphu.supervisor import Program, Supervisor, end_leftovers

log = logging.getLogger(__name__)

READY_SECONDS = 120.0
ACCESS_LOG = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
"""The path without the query, and no referrer: what somebody searched for is a name more often than not."""


class StopRequested(BaseException):
    """SIGTERM, SIGINT or SIGHUP. Not an Exception, so that no handler on the way takes it for a failure."""


class Up:
    """One run. `run` returns when it was asked to stop; it raises StartRefused or ServerFailed when it cannot start.

    `announce` is given the line that says where everything can be found, once all of it answers.
    """

    def __init__(self, installation: Installation, *, port: int, empty: bool, announce: Callable[[str], object]):
        self.installation, self.port, self.empty, self.announce = installation, port, empty, announce
        self.supervisor = Supervisor(installation.run / "children.json")
        self.environment: dict[str, str] = {}

    def run(self) -> None:
        self.installation.hold()  # nothing below may touch the folder of another run
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _request_stop)
        try:
            self._start_and_watch()
        except StopRequested:
            log.info("stopping")
        finally:
            self._stop()

    def _start_and_watch(self) -> None:
        if end_leftovers(self.supervisor.register):
            log.info("ended what an earlier run had left running")
        listener = _listen(self.port)
        servers = Servers.missing_from(os.environ, self.installation.data)
        for member in servers.members():
            self.supervisor.start(member)
        self._prepare(servers)
        with self.installation.published(self.environment):
            worker, web, beat = self._programs(listener)
            self.supervisor.start(worker)
            self.supervisor.start(web)
            self._wait_until_ready(listener)
            self.supervisor.start(beat)
            self.announce(self._announcement(listener))
            self.supervisor.watch()

    def _prepare(self, servers: Servers) -> None:
        url = os.environ.get("DATABASE_URL") or servers.postgres.url
        populated = _is_populated(url)
        load = self._decide_demo(populated)
        self.environment = self.installation.environment(servers)
        log.info("preparing the database")
        self._run_to_its_end("prepare")
        if load:
            log.info("loading the demo district")
            self._run_to_its_end("demo")

    def _decide_demo(self, populated: bool) -> bool:
        """Note whether these data are the demo's, which cannot change once there are any. True to load it now."""
        if self.installation.demo and populated and self.empty:
            raise StartRefused(
                f"Dữ liệu {self.installation.data} đang chứa huyện mẫu; muốn bắt đầu trống hãy dùng --data khác.",
                "This data holds the demo; to start empty choose another --data.",
            )
        load = not (populated or self.empty or os.environ.get("ANPHU_DEMO") == "0")
        if load or not populated:
            self.installation.demo = load
        return load

    def _run_to_its_end(self, command: str) -> None:
        """Run a command of manage.py as a child, its output in the log. Raises ServerFailed with its last words."""
        record = self.installation.logs / f"{command}.log"
        order = [sys.executable, ROOT / "manage.py", command]
        child = spawn(order, log=record, env=self.environment, cwd=ROOT)
        try:
            status = child.wait()
        except BaseException:
            end(child, (signal.SIGTERM, 10.0))
            raise
        if status:
            raise ServerFailed(f"{command}: {last_words(record)}")

    def _programs(self, listener: socket.socket) -> list[Program]:
        celery = ["celery", "-A", "anphu.celery"]
        worker = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
        beat = ["beat", "--loglevel=INFO", f"--schedule={self.installation.run / 'beat-schedule'}", "--pidfile="]
        return [
            self._program("worker", [*celery, *worker], patience=20.0),
            self._program("web", web_server_order(listener.fileno()), pass_fds=[listener.fileno()]),
            self._program("beat", [*celery, *beat]),
        ]

    def _program(self, name: str, module: Sequence[str], **options) -> Program:
        return Program(name, module, self.environment, self.installation.logs, ROOT, **options)

    def _wait_until_ready(self, listener: socket.socket) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            if died := self.supervisor.died():
                raise ServerFailed(f"{died.name}: {last_words(self.installation.logs / f'{died.name}.log')}")
            status, answer = _ask_ready(listener.getsockname()[1], self._host())
            if status == 200:
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"not ready after {READY_SECONDS:.0f} s: {answer}")
            time.sleep(0.1)

    def _host(self) -> str:
        """A name under which the web server is willing to be called."""
        names = [name.strip().lstrip(".") for name in self.environment.get("ALLOWED_HOSTS", "").split(",")]
        return next((name for name in names if name not in ("", "*")), "127.0.0.1")

    def _announcement(self, listener: socket.socket) -> str:
        address = f"ready: http://127.0.0.1:{listener.getsockname()[1]}/"
        if self.environment.get("ANPHU_DEMO") != "1":
            return address
        return f"{address} · {', '.join(demo_accounts.ACCOUNTS)} · {demo_accounts.PASSWORD}"

    def _stop(self) -> None:
        """A second signal kills at once; PostgreSQL then replays its log at the next start."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._kill)
        self.supervisor.stop()

    def _kill(self, number, frame) -> None:
        self.supervisor.kill()
        os._exit(128 + number)


def _request_stop(number, frame) -> None:
    raise StopRequested


def _listen(port: int) -> socket.socket:
    """The listening socket, opened here: the port is ours before the long start, and stays while the web restarts."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        raise StartRefused(
            f"Không mở được cổng {port} (có chương trình khác đang dùng?); hãy chọn cổng khác bằng --port.",
            f"Port {port} cannot be opened; choose another with --port.",
        ) from error
    return listener


def web_server_order(handle: int) -> list[str]:
    """Two processes, so that one busy answer does not hold up the rest; loaded before they fork, to share memory."""
    order = ["gunicorn", "anphu.wsgi", f"--bind=fd://{handle}", "--worker-class=gthread", "--workers=2", "--threads=4"]
    order += ["--preload", "--no-control-socket", "--timeout=60", "--graceful-timeout=8", "--access-logfile=-"]
    order += [f"--access-logformat={ACCESS_LOG}"]
    order += ["--max-requests=10000", "--max-requests-jitter=1000"]
    return [*order, "--worker-tmp-dir=/dev/shm"] if Path("/dev/shm").is_dir() else order


def _is_populated(url: str) -> bool:
    """Whether the database knows any unit. Forgets the heartbeat of an earlier run: no worker lives yet."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        if connection.execute("SELECT to_regclass('anphu_heartbeat')").fetchone()[0]:
            connection.execute("DELETE FROM anphu_heartbeat")
        if not connection.execute("SELECT to_regclass('orgtree_unit')").fetchone()[0]:
            return False
        return connection.execute("SELECT EXISTS (SELECT FROM orgtree_unit)").fetchone()[0]


def _ask_ready(port: int, host: str) -> tuple[int, str]:
    """Status and body of /readyz; status 0 while nobody answers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        link.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        answer = link.getresponse()
        return answer.status, answer.read(2000).decode("utf-8", "replace")
    return 0, "no answer"
