"""The seal of a decision as a file that is checked without this program (docs/sealing.md)."""

import json

from planning.models import Seal


def export(seal: Seal) -> bytes:
    """Number, digest before, payload (a text, exactly as sealed) and digest, as JSON in UTF-8."""
    link = {"number": seal.number, "previous": seal.previous, "payload": seal.payload, "digest": seal.digest}
    return json.dumps(link, ensure_ascii=False, indent=1).encode()
