"""Proofs of the seals: the chain is whole, rows say what was sealed, and nothing that was decided lacks a seal.

A decision over no submission, of the ordinary kind, was taken over from before the program: it has no seal.
"""

import json
from itertools import islice

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from anphu.kit.encryption import Unreadable, decrypt
from planning.choices import DecisionKind
from planning.models import Decision, Evidence, Seal, Submission
from planning.queries.seals import records, takeovers
from planning.rules.seals import GENESIS, differences, digest, fingerprint

_AT_ONCE = 50
"""Decisions whose rows are read together."""


def chain_faults() -> list[str]:
    """Links that are missing, changed, or do not follow the one before."""
    faults, previous, number = [], GENESIS, 0
    for link in Seal.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        if link.number != number + 1:
            faults.append(f"links {number + 1} to {link.number - 1} are missing")
        if link.previous != previous:
            faults.append(f"link {link.number} does not follow the one before it")
        if link.digest != digest(link.previous, link.payload):
            faults.append(f"link {link.number} is not what its digest says")
        previous, number = link.digest, link.number
    return faults


def sealed_faults() -> list[str]:
    """Rows that say something else than the seal of their decision, and decisions of the program without a seal."""
    taken = takeovers()
    made = Q(Exists(Submission.objects.filter(decision=OuterRef("pk")))) | ~Q(kind=DecisionKind.APPROVAL)
    unsealed = Decision.objects.filter(made, seal=None).order_by("pk")
    faults = [f"decision {pk} has no seal" for pk in unsealed.values_list("pk", flat=True)]
    links = Seal.objects.order_by("number").values_list("number", "decision", "payload").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(links, _AT_ONCE)):
        now = records([decision for _number, decision, _payload in some])
        for number, decision, payload in some:
            faults += [f"link {number}: {fault}" for fault in _differences(payload, now[decision], taken)]
    return faults


def _differences(payload: str, now, taken: dict[int, int]) -> list[str]:
    try:
        sealed = json.loads(payload)["rows"]
    except (ValueError, KeyError, TypeError):
        return ["its payload cannot be read"]
    return differences(sealed, now, lambda pk: taken.get(pk, pk))


def evidence_faults() -> list[str]:
    """Evidence that is not what its digest says."""
    rows = Evidence.objects.annotate(stored=Cast("restricted", TextField())).order_by("pk")
    told = rows.values_list("pk", "line", "facts", "stored", "digest").iterator(chunk_size=500)
    return [
        f"evidence {pk} of line {line} is not what its digest says"
        for pk, line, facts, stored, kept in told
        if _told_by(facts, stored) != kept
    ]


def _told_by(facts: dict, stored: str) -> str:
    """The digest of evidence as stored; of what was tampered with, none."""
    try:
        return fingerprint(facts, decrypt(stored) if stored else "")
    except (Unreadable, ValueError):
        return ""
