"""Seals: canonical JSON, links of a chain, and what differs between what was sealed and what the rows say.

The outside witness is the digest printed on the documents of a decision: whoever rewrote the whole chain could not
rewrite paper. docs/sealing.md tells how to check an export without this program.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

FORMAT = "anphu-seal-1"
GENESIS = "0" * 64
"""The digest before the first link."""

Rows = Mapping[str, list[dict[str, Any]]]
PERSON = "person"


def canonical(value: Any) -> str:
    """JSON in the one form that is sealed: keys in order of their code points, no blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest(previous: str, payload: str) -> str:
    """The digest of a link: SHA-256 of the digest before it, a line feed and the payload, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def fingerprint(facts: Mapping[str, Any], restricted: str) -> str:
    """The digest of one piece of evidence: its facts, and its restricted facts as the text that is encrypted."""
    return hashlib.sha256(canonical({"facts": facts, "restricted": restricted}).encode()).hexdigest()


def differences(sealed: Rows, now: Rows, current: Callable[[int], int]) -> list[str]:
    """What the rows say otherwise than the seal, one sentence a fault. `current` leads from a person's id to the id of
    the record that has taken it over in a merge: a merge changes hands, not what was decided."""
    return [
        fault
        for table in sorted(sealed.keys() | now.keys())
        for fault in _of_table(table, _by_id(sealed.get(table, ()), current), _by_id(now.get(table, ()), current))
    ]


def _by_id(rows, current) -> dict[int, dict[str, Any]]:
    return {row["id"]: {**row, PERSON: current(row[PERSON])} if PERSON in row else row for row in rows}


def _of_table(table: str, sealed: dict[int, dict], now: dict[int, dict]) -> list[str]:
    faults = []
    for pk in sorted(sealed.keys() | now.keys()):
        before, after = sealed.get(pk), now.get(pk)
        if after is None:
            faults.append(f"{table} {pk}: sealed, but gone")
        elif before is None:
            faults.append(f"{table} {pk}: there, but never sealed")
        else:
            faults += [
                f"{table} {pk}: {name} was sealed as {before.get(name)!r} and is {after.get(name)!r}"
                for name in sorted(before.keys() | after.keys())
                if before.get(name) != after.get(name)
            ]
    return faults
