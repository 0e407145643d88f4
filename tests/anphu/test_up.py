"""`manage.py up` as people run it: a process of its own, an empty environment, signals."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from anphu.installation import ROOT

pytestmark = pytest.mark.serial

READY = re.compile(r"ready: http://127\.0\.0\.1:(\d+)/")


class Run:
    """One `up --empty` on a data folder, until it says that it is ready."""

    def __init__(self, data: Path):
        self.data = data
        self.process = subprocess.Popen(order("up", "--empty", "--port=0", f"--data={data}"), **options(stdout=True))
        line = self.process.stdout.readline()
        assert READY.match(line), self.process.communicate()[1]
        self.port = int(READY.match(line).group(1))

    def get(self, path: str) -> tuple[int, dict]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", path)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            link.close()

    def child(self, word: str) -> psutil.Process:
        return next(
            child for child in psutil.Process(self.process.pid).children() if word in " ".join(child.cmdline()).split()
        )

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, blow: signal.Signals) -> int:
        self.process.send_signal(blow)
        self.process.communicate(timeout=60)
        return self.process.returncode


def order(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def options(*, stdout: bool) -> dict:
    """An environment with nothing in it but the packages of this one."""
    environment = {"ANPHU_VENV": "off"}
    return {
        "env": environment,
        "cwd": "/",
        "stdout": subprocess.PIPE if stdout else None,
        "stderr": subprocess.PIPE,
        "text": True,
    }


def refusal(*arguments: str) -> str:
    """What a start that must fail says."""
    done = subprocess.run(order("up", *arguments), timeout=60, **options(stdout=True))
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.strip()


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory(prefix="thư mục ", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def up(folder):
    run = Run(folder / "data")
    yield run
    if run.process.poll() is None:
        run.end(signal.SIGTERM)


def wait_for(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_readyz_every_part_is_named_and_well(up):
    parts = {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"}
    assert up.get("/readyz") == (200, {"status": "ready", **parts})


def test_healthz_answers(up):
    assert up.get("/healthz") == (200, {"status": "ok"})


def test_second_start_on_the_same_data_is_refused_in_one_sentence(up):
    sentence = refusal("--port=0", f"--data={up.data}")
    assert "Another An Phú is running on this data" in sentence
    assert len(sentence.splitlines()) == 1
    assert up.get("/readyz")[0] == 200


def test_busy_port_is_refused_in_one_sentence(up, folder):
    sentence = refusal(f"--port={up.port}", f"--data={folder / 'other'}")
    assert f"Port {up.port} cannot be opened" in sentence
    assert len(sentence.splitlines()) == 1


def test_data_that_is_no_folder_is_refused_in_one_sentence(folder):
    (folder / "file").touch()
    sentence = refusal("--port=0", f"--data={folder / 'file'}")
    assert "The data folder cannot be written" in sentence
    assert len(sentence.splitlines()) == 1


def test_other_commands_find_the_running_database(up):
    code = "from django.db import connection; connection.ensure_connection(); print('reached', connection.vendor)"
    arranged = options(stdout=True)
    arranged["env"] |= {"ANPHU_DATA": str(up.data)}
    done = subprocess.run(order("shell", "--verbosity=0", f"--command={code}"), timeout=60, **arranged)
    assert done.stdout == "reached postgresql\n"


@pytest.mark.parametrize("word", ["worker", "beat", "gunicorn", "-D"])
def test_child_that_was_killed_comes_back(up, word):
    killed = up.child(word)
    killed.kill()
    wait_for(lambda: not killed.is_running() and any(word in child.cmdline() for child in up.family()))
    assert up.child(word).pid != killed.pid
    wait_for(lambda: is_ready(up))


def is_ready(run: Run) -> bool:
    try:
        return run.get("/readyz")[0] == 200
    except (OSError, http.client.HTTPException):  # a web process that was killed leaves its connections behind
        return False


def test_no_secret_is_readable_by_others(up):
    private = [up.data / "credentials.json", up.data / "run", up.data / "log", (up.data / "servers").resolve()]
    assert [path for path in private if path.stat().st_mode & 0o077] == []


def test_killed_parent_takes_its_children_along_and_the_next_start_recovers(up):
    family = up.family()
    assert len(family) > 6
    up.end(signal.SIGKILL)
    _, left = psutil.wait_procs(family, timeout=30)
    assert left == []
    again = Run(up.data)
    family = again.family()
    assert again.get("/readyz")[0] == 200
    assert again.end(signal.SIGINT) == 0
    assert [child for child in family if child.is_running()] == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", again.port)) != 0
