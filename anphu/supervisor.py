"""Keeps the children of `up` alive: started in order, restarted when they die, ended in the reverse order."""

import json
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from anphu.embedded import Postgres
from anphu.embedded.processes import Identity, ServerFailed, end, end_leftover, spawn

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
# A child that lived so long starts again at once, and with the shortest wait if it should die again.
STEADY_SECONDS = 60.0
LOOK_EVERY = 0.3


class Member(Protocol):
    """A program, or an embedded server."""

    name: str
    process: subprocess.Popen | None

    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Program:
    """A Python module run as a child. `stop` sends SIGTERM and waits `patience` seconds before it insists."""

    name: str
    module: Sequence[str]
    environment: dict[str, str]
    logs: Path
    folder: Path
    patience: float = 10.0
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen | None = None

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    def start(self) -> None:
        self.process = spawn(
            [sys.executable, "-m", *self.module],
            log=self.log,
            env=self.environment,
            cwd=self.folder,
            pass_fds=self.pass_fds,
        )

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, (signal.SIGTERM, self.patience), (signal.SIGQUIT, 2.0))
            self.process = None


@dataclass
class _Watched:
    member: Member
    wait: float = FIRST_WAIT
    started: float = 0.0
    due: float | None = None  # when to start it again; None while it lives

    def has_died(self) -> bool:
        return self.due is None and (self.member.process is None or self.member.process.poll() is not None)


@dataclass
class Supervisor:
    """`register` is the file in which a later run finds what a killed one left behind."""

    register: Path
    _watched: list[_Watched] = field(default_factory=list)

    def start(self, member: Member) -> None:
        watched = _Watched(member)
        self._watched.append(watched)
        self._start(watched)

    def _start(self, watched: _Watched) -> None:
        watched.started, watched.due = time.monotonic(), None
        watched.member.start()
        self._write_register()

    def died(self) -> Member | None:
        """The first member that is not running, for a start that should fail at once."""
        return next((watched.member for watched in self._watched if watched.has_died()), None)

    def watch(self) -> None:
        """Restart what dies, for ever; ends by an exception from a signal handler."""
        while True:
            self.look_once()
            time.sleep(LOOK_EVERY)

    def look_once(self) -> None:
        now = time.monotonic()
        for watched in self._watched:
            if watched.has_died():
                self._plan_restart(watched, now)
            if watched.due is not None and now >= watched.due:
                self._restart(watched)

    def _plan_restart(self, watched: _Watched, now: float) -> None:
        if now - watched.started > STEADY_SECONDS:
            watched.wait = FIRST_WAIT
        watched.due = now + watched.wait
        status = watched.member.process.returncode if watched.member.process else "?"
        log.warning("%s ended (status %s); starting it again in %.0f s", watched.member.name, status, watched.wait)
        watched.wait = min(2 * watched.wait, LONGEST_WAIT)

    def _restart(self, watched: _Watched) -> None:
        try:
            watched.member.stop()  # whatever the dead one left in its session
            self._start(watched)
        except (ServerFailed, OSError) as error:
            log.error("%s: %s", watched.member.name, error)

    def stop(self) -> None:
        """All programs are asked at once; then each is waited for, the servers last."""
        for watched in reversed(self._watched):
            if isinstance(watched.member, Program):
                watched.member.ask_to_stop()
        for watched in reversed(self._watched):
            watched.member.stop()
        self.register.unlink(missing_ok=True)

    def kill(self) -> None:
        """Without waiting. PostgreSQL loses nothing by it: its next start replays the log."""
        for watched in self._watched:
            if watched.member.process is not None:
                end(watched.member.process)

    def _write_register(self) -> None:
        """PostgreSQL is not in it: it finds its own leftover, and must not be ended by force."""
        members = [watched.member for watched in self._watched if not isinstance(watched.member, Postgres)]
        running = [member.process.pid for member in members if member.process and member.process.poll() is None]
        self.register.write_text(json.dumps([asdict(Identity.of(pid)) for pid in running]), encoding="ascii")


def end_leftovers(register: Path) -> int:
    """End what a killed run left running; returns how many there were."""
    if not register.exists():
        return 0
    try:
        known = [Identity(**entry) for entry in json.loads(register.read_text(encoding="ascii"))]
    except (ValueError, TypeError):  # the run was killed while it wrote
        known = []
    ended = sum(end_leftover(identity, (signal.SIGTERM, 10.0)) for identity in reversed(known))
    register.unlink()
    return ended
