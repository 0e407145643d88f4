import json
import signal
import sys

import pytest

from anphu import supervisor as supervision
from anphu.embedded.processes import Identity
from anphu.supervisor import Program, Supervisor, end_leftovers


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


class Mortal:
    """A member that lives until it is told to die."""

    name = "mortal"

    def __init__(self):
        self.process, self.returncode, self.starts, self.alive = self, 1, 0, False
        self.pid = 1  # of a process that exists

    def poll(self):
        return None if self.alive else self.returncode

    def start(self):
        self.alive, self.starts = True, self.starts + 1

    def stop(self):
        self.alive = False


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(supervision, "time", clock)
    return clock


@pytest.fixture
def watched(tmp_path, clock):
    supervisor, member = Supervisor(tmp_path / "children.json"), Mortal()
    supervisor.start(member)
    return supervisor, member


def restarted_after(supervisor, member, clock, seconds: float) -> bool:
    """Let it die, and say whether it is started again exactly after so many seconds."""
    member.alive = False
    before = member.starts
    supervisor.look_once()
    clock.now += seconds - 0.1
    supervisor.look_once()
    too_early = member.starts > before
    clock.now += 0.2
    supervisor.look_once()
    return not too_early and member.starts == before + 1


def test_member_that_keeps_dying_waits_longer_each_time(watched, clock):
    assert all(restarted_after(*watched, clock, seconds) for seconds in (1, 2, 4, 8, 16, 30, 30))


def test_member_that_lived_long_waits_the_shortest_time_again(watched, clock):
    assert all(restarted_after(*watched, clock, seconds) for seconds in (1, 2, 4))
    clock.now += supervision.STEADY_SECONDS + 1
    assert restarted_after(*watched, clock, 1)


def test_died_names_the_member_that_does_not_run(watched):
    supervisor, member = watched
    assert supervisor.died() is None
    member.alive = False
    assert supervisor.died() is member


def test_program_is_stopped_and_leaves_no_register(tmp_path):
    supervisor = Supervisor(tmp_path / "children.json")
    program = Program("web", ["http.server", "0", "--bind", "127.0.0.1"], {}, tmp_path, tmp_path)
    supervisor.start(program)
    process = program.process
    assert json.loads(supervisor.register.read_text()) == [vars(Identity.of(process.pid))]
    supervisor.stop()
    assert process.returncode == -signal.SIGTERM
    assert not supervisor.register.exists()


def test_leftovers_of_a_killed_run_are_ended_once(tmp_path):
    supervisor = Supervisor(tmp_path / "children.json")
    program = Program("web", ["http.server", "0", "--bind", "127.0.0.1"], {}, tmp_path, tmp_path)
    supervisor.start(program)
    assert end_leftovers(supervisor.register) == 1
    assert end_leftovers(supervisor.register) == 0
    program.process.wait()


def test_register_cut_short_by_the_kill_is_no_obstacle(tmp_path):
    (tmp_path / "children.json").write_text('[{"pid": 12')
    assert end_leftovers(tmp_path / "children.json") == 0


def test_program_runs_inside_this_python(tmp_path):
    program = Program("version", ["this"], {}, tmp_path, tmp_path)
    program.start()
    assert program.process.args[0] == sys.executable
    program.process.wait()
    program.stop()
    assert "Zen of Python" in program.log.read_text()
