"""Passwords and keys that the program makes for itself, kept in one private file of the data folder."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "credentials.json"


def _password() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Credentials:
    """`postgres` is the database superuser's, `anphu` the program's own role's, `secret_key` is Django's."""

    postgres: str
    anphu: str
    valkey: str
    secret_key: str

    @classmethod
    def kept_in(cls, data: Path) -> "Credentials":
        """Read them, or make and keep them. The file belongs to whoever made it and is read by nobody else."""
        file = data / FILE
        if not file.exists():
            cls._write(file, cls(_password(), _password(), _password(), secrets.token_urlsafe(48)))
        return cls(**json.loads(file.read_text(encoding="ascii")))

    @staticmethod
    def _write(file: Path, made: "Credentials") -> None:
        """Whole or not at all: a database whose password was lost in a crash could not be opened again."""
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as stream:
            json.dump(asdict(made), stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
