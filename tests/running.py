"""An An Phú as people have it: a bare `up` on free ports and fresh data, with its worker and its demo, whose rounds it
plays while it starts. That takes a minute, so that there is one for the whole run: browsers visit it, and the tests of
the demo look at a copy of its database, taken before anybody came."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from anphu.embedded import Credentials, Postgres, Servers

OURS = ("DATABASE_URL", "CELERY_BROKER_URL", "ANPHU_DATA", "ANPHU_TODAY", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
COPY = "untouched"


@pytest.fixture(scope="session")
def house_data(tmp_path_factory) -> Path:
    """Where the An Phú of these tests keeps its data."""
    ground = tmp_path_factory.mktemp("house")
    os.chmod(ground, 0o711)
    return ground / "data"


@pytest.fixture(scope="session")
def house(house_data):
    """The address of a running An Phú."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in OURS and "PYTEST" not in name}
    command = [sys.executable, settings.BASE_DIR / "manage.py", "up", "--port", str(port), "--data", str(house_data)]
    said = house_data.with_name("up.log")
    with said.open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        ready = next((line for line in process.stdout if line.startswith("ready:")), None)
        assert ready, said.read_text()
        _copy(house_data)
        yield ready.split()[1].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.close()
        assert process.wait(60) == 0


@pytest.fixture(scope="session")
def house_database(house, house_data) -> str:
    """The address of the database that this An Phú stands on."""
    return json.loads((house_data / "run" / "environment.json").read_text())["DATABASE_URL"]


@pytest.fixture(scope="session")
def untouched_database(house, house_data) -> str:
    """The address of the copy of it that was taken as soon as An Phú was ready."""
    return _postgres(house_data).url_of(COPY)


@pytest.fixture(scope="session")
def house_key(house, house_data) -> str:
    """The secret key of this An Phú, which opens what its database holds encrypted."""
    return Credentials.kept_in(house_data).secret_key


def _postgres(data: Path) -> Postgres:
    return Servers(data, valkey=False).postgres


def _copy(data: Path) -> None:
    """Nothing that follows is about power cuts: to wait for the disk after so many new files takes half a minute."""
    postgres, file = _postgres(data), data.with_name("dump")
    superuser = {"host": str(postgres.sockets), "user": "postgres", "password": postgres.credentials.postgres}
    with psycopg.connect(**superuser, dbname="postgres", autocommit=True) as server:
        server.execute("ALTER SYSTEM SET fsync = off")
        server.execute("SELECT pg_reload_conf()")
        server.execute(sql.SQL("CREATE DATABASE {} OWNER anphu").format(sql.Identifier(COPY)))
    _run(postgres, "pg_dump", "--format=custom", "--compress=0", f"--file={file}", postgres.url)
    _run(postgres, "pg_restore", "--exit-on-error", f"--dbname={postgres.url_of(COPY)}", str(file))
    with psycopg.connect(postgres.url_of(COPY), autocommit=True) as copy:
        copy.execute("ANALYZE")  # a dump does not bring along how large the tables are
    file.unlink()


def _run(postgres: Postgres, program: str, *arguments: str) -> None:
    subprocess.run([postgres.place.program(program), *arguments], check=True, timeout=60)
