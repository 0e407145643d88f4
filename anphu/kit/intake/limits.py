"""How much of a stranger's file is believed before it is refused."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Each figure is a ceiling; what goes above it is refused, before it is expanded where the file itself says so.

    Sizes are in bytes, `seconds` is wall time, `cells` and `columns` count what is used (a styled empty cell is not).
    `characters` bounds the text of a CSV, and of the answer of the parser. `memory` is the address space of the process
    that parses, of which Python itself takes about 60 MiB.
    """

    size: int = 32 * MIB
    members: int = 2_000
    unpacked: int = 384 * MIB
    ratio: int = 250
    ratio_from: int = 64 * MIB
    sheets: int = 200
    cells: int = 3_000_000
    columns: int = 2_000
    characters: int = 64_000_000
    memory: int = 1024 * MIB
    seconds: int = 20


USUAL = Limits()
