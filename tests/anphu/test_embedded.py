import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from anphu.embedded import Credentials, Place, ServerFailed, Servers
from anphu.embedded import place as places
from anphu.embedded.processes import Account, Identity, end, end_leftover, rotated, spawn
from anphu.installation import ROOT

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture(scope="module")
def folder():
    """A path with spaces and Vietnamese letters through which root's unprivileged servers may pass."""
    with tempfile.TemporaryDirectory(prefix="thư mục ") as name:
        os.chmod(name, 0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def servers(folder):
    pair = Servers(folder / "dữ liệu", throwaway=True)
    pair.start()
    yield pair
    pair.discard()


def wait_for(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_postgres_role_owns_its_database_and_no_more(servers):
    with psycopg.connect(servers.postgres.url) as connection:
        facts = connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000, rolsuper, current_setting('listen_addresses'),"
            " datlocprovider, datlocale FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'anphu'"
        ).fetchone()
    assert facts == (18, False, "", "b", "C.UTF-8")


def test_postgres_extensions_can_be_created_by_the_role(servers):
    with psycopg.connect(servers.postgres.url) as connection:
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


@pytest.mark.parametrize("user", ["anphu", "postgres"])
def test_postgres_wrong_password_is_refused(servers, user):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(servers.postgres.sockets), dbname="anphu", user=user, password="guess")


def test_valkey_without_password_is_refused(servers):
    with redis.Redis(port=servers.valkey.port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_valkey_password_is_in_no_command_line(servers):
    assert servers.valkey.credentials.valkey not in " ".join(psutil.Process(servers.valkey.process.pid).cmdline())


def test_servers_do_not_run_as_root(servers):
    assert all(psutil.Process(member.process.pid).uids().effective != 0 for member in servers.members())


def test_credentials_are_private_and_stay(servers, folder):
    file = folder / "dữ liệu" / "credentials.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert Credentials.kept_in(file.parent) == servers.postgres.credentials


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_postgres_committed_rows_survive_its_end(servers, blow):
    with psycopg.connect(servers.postgres.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (blow int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [blow])
    servers.postgres.process.send_signal(blow)
    servers.postgres.process.wait()
    servers.postgres.start()
    with psycopg.connect(servers.postgres.url) as connection:
        assert connection.execute("SELECT count(*) FROM kept WHERE blow = %s", [blow]).fetchone() == (1,)


def test_postgres_mark_of_another_program_does_not_keep_it_from_starting(servers):
    servers.postgres.stop()
    mark = servers.postgres.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{servers.postgres.data}\n")
    servers.postgres.start()
    assert int(mark.read_text().split()[0]) == servers.postgres.process.pid


def test_valkey_restarted_is_found_at_the_same_address(servers):
    address = servers.valkey.url
    servers.valkey.process.kill()
    servers.valkey.process.wait()
    servers.valkey.start()
    assert servers.valkey.url == address
    with redis.Redis.from_url(address) as client:
        assert client.ping()


def test_postgres_lost_credentials_fail_at_once(folder):
    data = folder / "mất khóa"
    pair = Servers(data, valkey=False, throwaway=True)
    try:
        pair.start()
        pair.stop()
        (data / "credentials.json").unlink()
        with pytest.raises(ServerFailed, match="authentication failed"):
            Servers(data, valkey=False, throwaway=True).start()
    finally:
        pair.discard()


def test_servers_named_in_the_environment_are_not_started(folder):
    real = {"DATABASE_URL": "postgresql://elsewhere/anphu", "CELERY_BROKER_URL": "amqp://elsewhere"}
    assert Servers.missing_from(real, folder / "none").members() == []
    assert Servers.missing_from({"DATABASE_URL": ""}, folder / "both").addresses().keys() == {
        "DATABASE_URL",
        "CELERY_BROKER_URL",
    }


def test_sockets_of_a_long_path_lie_in_a_private_folder(folder):
    long = Place(folder / ("dài" * 40), programs=folder, account=Account())
    sockets = long.sockets()
    try:
        assert sockets.parent == Path("/tmp")
        assert sockets.stat().st_mode & 0o777 == 0o700
        sockets.chmod(0o777)
        with pytest.raises(ServerFailed, match="somebody else"):
            long.sockets()
    finally:
        sockets.rmdir()


def test_path_that_initdb_cannot_take_is_refused(folder):
    with pytest.raises(ServerFailed, match="PostgreSQL"):
        places._made(folder / "$HOME", Account())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another account")
def test_files_out_of_the_accounts_reach_are_kept_elsewhere(folder, monkeypatch):
    monkeypatch.setattr(places, "ELSEWHERE", folder / "elsewhere")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (folder / "elsewhere").mkdir(mode=0o755)
    place = Place.under(closed / "data")
    assert place.home.parent == folder / "elsewhere"
    assert (closed / "data" / "servers").resolve() == place.home
    assert place.home.stat().st_uid == place.account.uid != 0
    assert Place.under(closed / "data") == place


def test_child_dies_with_a_parent_that_was_killed(folder):
    script = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        sys.path.insert(0, {str(ROOT)!r})
        from anphu.embedded.processes import spawn
        print(spawn({SLEEPER!r}, log=Path("child.log")).pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=folder, text=True) as parent:
        child = Identity.of(int(parent.stdout.readline()))
        assert child.alive()
        parent.kill()
    wait_for(lambda: child.alive() is None)


def test_end_insists_with_a_child_that_does_not_listen(folder):
    log = folder / "stubborn.log"
    child = spawn(STUBBORN, log=log)
    wait_for(lambda: log.read_text() == "up\n")
    end(child, (signal.SIGTERM, 0.2))
    assert child.returncode == -signal.SIGKILL


def test_end_leftover_tells_a_process_from_a_later_one_with_its_number(folder):
    child = spawn(SLEEPER, log=folder / "leftover.log")
    known = Identity.of(child.pid)
    assert not end_leftover(Identity(child.pid, known.started - 100), (signal.SIGTERM, 5.0))
    assert child.poll() is None
    assert end_leftover(known, (signal.SIGTERM, 5.0))
    child.wait()
    assert known.alive() is None


def test_log_that_has_grown_is_put_aside(folder, monkeypatch):
    monkeypatch.setattr("anphu.embedded.processes.LOG_BYTES", 3)
    log = folder / "web.log"
    log.write_text("long")
    assert rotated(log) == log
    assert not log.exists()
    assert (folder / "web.old.log").read_text() == "long"
