"""How a file is declared: its builder, the name it arrives under, and the expectation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

DECLARED: dict[str, "IntakeFile"] = {}


@dataclass(frozen=True)
class Refusal:
    """The file is refused as a whole."""

    code: str
    status: int = 400


@dataclass(frozen=True)
class Reading:
    """The file is read.

    `people`: (name, birth, unit, card) of each line, as text, None where the cell is empty or has a problem.
    `problems`: (row, column, code) in Excel's terms. `ignored`: reason → how many rows were set aside for it.
    """

    kind: str
    people: tuple = ()
    problems: tuple = ()
    ignored: dict = field(default_factory=dict)
    groups: tuple = ()
    hidden: tuple = ()
    converted: dict = field(default_factory=dict)
    encoding: str = ""
    duplicates: tuple = ()


@dataclass(frozen=True)
class IntakeFile:
    """One file of the collection."""

    filename: str
    build: Callable[[], bytes]
    expectation: Refusal | Reading

    def write(self, folder: Path) -> Path:
        """Build the file into `folder`."""
        path = folder / self.filename
        path.write_bytes(self.build())
        return path


def arrives(filename: str, expectation: Refusal | Reading):
    """Declare the decorated builder, under its own name."""

    def declare(build: Callable[[], bytes]) -> Callable[[], bytes]:
        DECLARED[build.__name__] = IntakeFile(filename, build, expectation)
        return build

    return declare
