"""Child processes that do not outlive their parent, and how to end them, those of a killed parent included."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

LOG_BYTES = 10_000_000


class ServerFailed(RuntimeError):
    """A server did not come up; the text is its last words."""


@dataclass(frozen=True)
class Account:
    """The user a server runs as. None everywhere means: as whoever runs the command."""

    uid: int | None = None
    gid: int | None = None

    def as_arguments(self) -> dict:
        """For `subprocess`: the account, and none of root's supplementary groups."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, self.gid)


def spawn(
    order: Sequence[str | Path],
    *,
    log: Path,
    env: dict[str, str] | None = None,
    account: Account = Account(),
    cwd: str | Path = "/",
    stdin: int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
    when_orphaned: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen:
    """Start a child in a session of its own, so that Ctrl-C reaches the parent alone and the parent sets the order.

    On Linux the kernel sends `when_orphaned` to the child when the parent dies, SIGKILL included.
    """
    with open(rotated(log), "ab") as output:
        return subprocess.Popen(
            [os.fspath(part) for part in order],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            pass_fds=pass_fds,
            start_new_session=True,
            preexec_fn=_tie_to_parent(when_orphaned),
            **account.as_arguments(),
        )


def _tie_to_parent(last_signal: signal.Signals) -> Callable[[], None] | None:
    """Runs in the child after it has taken its account on: a change of user would clear the setting."""
    if _libc is None:
        return None
    parent = os.getpid()

    def tie() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, last_signal)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return tie


def rotated(log: Path) -> Path:
    """Keep one older file beside a log that has grown over 10 MB."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    return log


def end(process: subprocess.Popen, *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and wait its seconds; after the last, kill the whole session."""
    for step, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(step)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    _kill_session(process)


def _kill_session(process: subprocess.Popen) -> None:
    """The leader and whatever it left behind in its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def last_words(log: Path, lines: int = 5) -> str:
    """The end of a log, for a message about a child that died."""
    if not log.exists():
        return ""
    text = log.read_bytes()[-4000:].decode("utf-8", "replace")
    return "\n".join(text.strip().splitlines()[-lines:])


@dataclass(frozen=True)
class Identity:
    """A process told apart from a later one that was given the same number."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Identity":
        return cls(pid, psutil.Process(pid).create_time())

    def alive(self) -> psutil.Process | None:
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if same else None


def end_leftover(leftover: Identity, *steps: tuple[signal.Signals, float]) -> bool:
    """End a process that is not our child, and its descendants. True when there was one."""
    process = leftover.alive()
    if process is None:
        return False
    family = [process, *process.children(recursive=True)]
    for step, patience in (*steps, (signal.SIGKILL, 5.0)):
        for member in family:
            if step == signal.SIGKILL or member is process:
                _send(member, step)
        _, family = psutil.wait_procs(family, timeout=patience)
        if not family:
            break
    return True


def _send(process: psutil.Process, what: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(what)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen, *, name: str, log: Path, patience: float) -> None:
    """Poll `ready` until it holds. Raises ServerFailed when the process ends first or `patience` seconds pass."""
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None:
            raise ServerFailed(f"{name}: exit status {process.returncode}\n{last_words(log)}")
        if time.monotonic() > deadline:
            raise ServerFailed(f"{name}: not ready after {patience:.0f} s\n{last_words(log)}")
        time.sleep(0.05)
