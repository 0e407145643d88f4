"""Sealing: each decision becomes the next link of one chain."""

from planning.models import Decision, Seal
from planning.queries import seals as queries
from planning.rules import seals as rules


def seal(decision: Decision) -> Seal:
    """Seal what the rows of `decision` say now. The caller holds `Lock.CHAIN` since before it locked any row: two
    deciders at once come one after the other."""
    last = Seal.objects.order_by("-number").first()
    previous = last.digest if last else rules.GENESIS
    payload = rules.canonical(queries.payload(decision))
    return Seal.objects.create(
        decision=decision,
        number=last.number + 1 if last else 1,
        previous=previous,
        payload=payload,
        digest=rules.digest(previous, payload),
    )
