"""The embedded PostgreSQL: made once, started as a child, reached through a socket with a password."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from anphu.embedded.credentials import Credentials
from anphu.embedded.place import Place
from anphu.embedded.processes import Identity, ServerFailed, end, end_leftover, last_words, spawn, wait_until

DATABASE = ROLE = "anphu"
SUPERUSER = "postgres"
# Fast shutdown: clients are sent away, nothing committed is lost. Then immediate: the next start replays the log.
STOP = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))
# Replaying the log after a crash takes its time; an ordinary start takes a fraction of a second.
PATIENCE = 300.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "512MB",
    "jit": "off",  # costs more than it gains on short queries
    # random_page_cost stays as it is: lower, the indexes of the no-overlap constraints look better than they are
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # statements and details of errors hold names and numbers of people
    "log_min_error_statement": "panic",
}
# Survives the death of the server, not that of the machine.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "10min"}


class Postgres:
    """One server. `start` may be called again after `stop`, or after the server died."""

    name = "postgres"

    def __init__(self, place: Place, credentials: Credentials, *, logs: Path, throwaway: bool = False):
        self.place, self.credentials, self.throwaway = place, credentials, throwaway
        self.data = place.home / "postgres"
        self.sockets = place.sockets()
        self.log = logs / "postgres.log"
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Where the program finds its database."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql://{ROLE}:{self.credentials.anphu}@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> None:
        """Return when the database answers. Raises ServerFailed with the end of the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._clear_leftovers()
        for attempt in range(3):
            self.process = self._spawn()
            try:
                wait_until(self._answers, self.process, name="PostgreSQL", log=self.log, patience=PATIENCE)
                break
            except ServerFailed:
                self.stop()
                # The helpers of a server that was killed hold its memory for a moment longer.
                if attempt == 2 or "still in use" not in last_words(self.log):
                    raise
                time.sleep(1)
        self._ensure_database()

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, *STOP)
            self.process = None

    def _initialise(self) -> None:
        """Make the cluster beside its final place and rename it, so that one half made is never taken for whole."""
        draft = self.data.with_name("postgres.new")
        _remove_tree_as(self.place, draft)
        with self._password_file() as password:
            order = [self.place.program("initdb"), "-D", draft, f"--username={SUPERUSER}", "--auth=scram-sha-256"]
            order += [f"--pwfile={password}", "--encoding=UTF8", "--locale=C"]
            order += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
            order += ["--no-sync"] if self.throwaway else []
            self._run(order)
        draft.rename(self.data)

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        file = self.place.home / "password"
        file.unlink(missing_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as stream:
            stream.write(self.credentials.postgres)
        self.place.account.own(file)
        yield file
        file.unlink()

    def _run(self, order: list) -> None:
        account = self.place.account.as_arguments()
        done = subprocess.run(order, cwd="/", env=_environment(), capture_output=True, **account)
        if done.returncode:
            raise ServerFailed(f"{Path(order[0]).name}: {done.stderr.decode('utf-8', 'replace').strip()}")

    def _clear_leftovers(self) -> None:
        """End a server that outlived its parent, and remove the marks of one that died.

        The caller holds the data folder's lock, so any server on these files is nobody's any more. A number in
        `postmaster.pid` that now belongs to another program must not keep PostgreSQL from starting.
        """
        mark = self.data / "postmaster.pid"
        if mark.exists():
            leftover = self._postmaster(int(mark.read_text().split()[0]))
            if leftover is not None:
                end_leftover(leftover, *STOP)
            mark.unlink(missing_ok=True)
        for stale in self.sockets.glob(".s.PGSQL.*"):
            stale.unlink()

    def _postmaster(self, pid: int) -> Identity | None:
        try:
            process = psutil.Process(pid)
            ours = process.name() == "postgres" and str(self.data) in process.cmdline()
            return Identity.of(pid) if ours else None
        except psutil.Error:
            return None

    def _spawn(self) -> subprocess.Popen:
        sockets = str(self.sockets).replace('"', '""')
        settings = SETTINGS | {"unix_socket_directories": f'"{sockets}"'} | (THROWAWAY if self.throwaway else {})
        order = [self.place.program("postgres"), "-D", self.data]
        for name, value in settings.items():
            order += ["-c", f"{name}={value}"]
        account = self.place.account
        return spawn(order, log=self.log, env=_environment(), account=account, when_orphaned=signal.SIGINT)

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            dbname=database,
            user=SUPERUSER,
            password=self.credentials.postgres,
            autocommit=True,
            connect_timeout=5,
        )

    def _answers(self) -> bool:
        try:
            self._connect().close()
            return True
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise ServerFailed(f"PostgreSQL: {error}") from error  # the credentials file was lost or replaced
            return False

    def _ensure_database(self) -> None:
        """The program's role owns its database and no more; only a throwaway server lets it make others."""
        role = sql.Identifier(ROLE)
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
                password = sql.Literal(self.credentials.anphu)
                connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password))
            if self.throwaway:
                connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(role))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), role))


def _environment() -> dict[str, str]:
    """Nothing of the caller's: a stray PGDATA or LC_ALL must not reach the server."""
    return {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


def _remove_tree_as(place: Place, folder: Path) -> None:
    subprocess.run(["/bin/rm", "-rf", "--", folder], check=True, cwd="/", **place.account.as_arguments())
