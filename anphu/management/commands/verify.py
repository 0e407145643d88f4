"""Everything that is derived is derived once more and compared with what is stored."""

import sys
from collections.abc import Callable

from django.core.management import BaseCommand
from django.db import connection, transaction

from anphu.kit import proofs as kit
from orgtree.queries import proofs as orgtree
from planning.indicators import fill
from planning.queries import proofs as planning
from planning.queries import seal_proofs as seals

GROUND: dict[str, Callable[[], list[str]]] = {"migrations": kit.migration_faults}
"""Without these the other questions cannot be asked."""

PROOFS: dict[str, Callable[[], list[str]]] = {
    "triggers": kit.trigger_faults,
    "history": kit.history_faults,
    "links between units": orgtree.link_faults,
    "members": orgtree.cell_faults,
    "postings": orgtree.posting_faults,
    "names of people": orgtree.name_faults,
    "names of units": orgtree.sort_key_faults,
    "states of submissions": planning.state_faults,
    "plan": planning.plan_faults,
    "chain of seals": seals.chain_faults,
    "what was sealed": seals.sealed_faults,
    "evidence": seals.evidence_faults,
    "triggers of measurement": planning.mark_trigger_faults,
    "waiting for measurement": planning.waiting_faults,
    "indicators": fill.all_faults,
}


class Command(BaseCommand):
    help = "Derive again whatever is derived, and print every difference. Exit status 1 if there is any."

    def handle(self, *args, **options):
        found = self.ask(GROUND) or self.ask_at_one_moment(PROOFS)
        asked = len(GROUND) + len(PROOFS)
        self.stdout.write(f"verify: {found} difference(s)" if found else f"verify: {asked} proofs, no difference")
        sys.exit(1 if found else 0)

    def ask_at_one_moment(self, proofs) -> int:
        """All answers are about the same moment, so that work going on meanwhile is no difference."""
        if connection.in_atomic_block:
            return self.ask(proofs)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return self.ask(proofs)

    def ask(self, proofs) -> int:
        """Print the differences one a line; returns how many there are."""
        found = 0
        for name, proof in proofs.items():
            for fault in proof():
                self.stdout.write(f"{name}: {fault}")
                found += 1
        return found
