"""In which order those planned for a title come into question when it falls vacant."""

from planning.choices import Verdict

_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


def order(verdict: Verdict | None, name_key: str) -> tuple:
    """The key to sort successors by: the better verdict first, whoever cannot be judged last; then by name."""
    return (-_ORDER[verdict] if verdict else 1), name_key
