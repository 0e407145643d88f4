"""What looks wrong in a dossier, and which rule says so. Errors block what is being entered; warnings stay visible
until somebody clears them with a reason, and come back when the facts they rest on change.

A rule is a function from Facts to Remarks, declared with its severity and source in CHECKS.
"""

from collections.abc import Iterable

from orgtree.rules.checks import identity, learning, party, times
from orgtree.rules.checks.shapes import ERROR, WARNING, Check, Facts, Finding

__all__ = ["CHECKS", "ERROR", "WARNING", "Check", "Facts", "Finding", "findings"]

CHECKS: tuple[Check, ...] = (*identity.CHECKS, *party.CHECKS, *learning.CHECKS, *times.CHECKS)


def findings(facts: Facts, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Everything that the rules say of one dossier, errors first."""
    found = [finding for check in checks for finding in check.of(facts)]
    return sorted(found, key=lambda finding: finding.severity != ERROR)
