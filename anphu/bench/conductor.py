"""A scratch database for each size, a measuring process in it, and the comparison of one size with another."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from anphu.bench.figures import FIGURES
from anphu.embedded import Servers
from anphu.installation import DEMO_DAY, ROOT

SCRATCH = "{name}_bench_{scale}"


def measure(names: Sequence[str], scale: str = "") -> Iterator[dict]:
    """One line after another, at the sizes of each figure or at one size of `demo --scale`. `growth` is how many times
    the value of the smaller size it is."""
    chosen = list(names) or list(FIGURES)
    scales = {name: (scale,) if scale else FIGURES[name].scales for name in chosen}
    smaller: dict[str, float] = {}
    with _servers() as environment:
        for size in sorted({size for sizes in scales.values() for size in sizes}):
            here = [name for name in chosen if size in scales[name]]
            with _scratch(environment["DATABASE_URL"], size) as url:
                for line in _lines(environment | {"DATABASE_URL": url}, size, here):
                    before = smaller.setdefault(line["name"], line["value"])
                    yield line | ({"growth": round(line["value"] / before, 2)} if before != line["value"] else {})


@contextmanager
def _servers() -> Iterator[dict[str, str]]:
    """The environment of the measuring processes: the servers given, or throwaway ones; the demo's day and settings."""
    with tempfile.TemporaryDirectory(prefix="anphu-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # root's servers run as another user, who must find their way through
        data = Path(folder) / "data"
        servers = Servers.missing_from(os.environ, data, throwaway=True)
        demo = {"ANPHU_DEMO": "1", "ANPHU_TODAY": DEMO_DAY, "DEBUG": "0", "HTTPS": "0", "ANPHU_DATA": str(data)}
        try:
            servers.start()
            yield os.environ | servers.addresses() | demo | {"LOG_LEVEL": "ERROR", "ALLOWED_HOSTS": "127.0.0.1"}
        finally:
            servers.discard()


@contextmanager
def _scratch(url: str, scale: int | str) -> Iterator[str]:
    """The address of an empty database on the same server, which is gone afterwards."""
    parts = urlsplit(url)
    name = SCRATCH.format(name=parts.path.lstrip("/"), scale=scale)
    with psycopg.connect(url, autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield parts._replace(path=f"/{name}").geturl()
        finally:
            server.execute(drop)


def _lines(environment: dict[str, str], scale: int | str, names: list[str]) -> Iterator[dict]:
    order = [sys.executable, "-m", "anphu.bench", str(scale), *names]
    with subprocess.Popen(order, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, order)
