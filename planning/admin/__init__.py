"""Administration of rules and terms; the workflow as a second face of the same actions; decisions and histories."""

from planning.admin import (
    advice,
    committee,
    decisions,
    histories,
    jobs,
    lines,
    measures,
    process,
    reference,
    rounds,
    rules,
    submissions,
)

__all__ = [
    "advice",
    "committee",
    "decisions",
    "histories",
    "jobs",
    "lines",
    "measures",
    "process",
    "reference",
    "rounds",
    "rules",
    "submissions",
]
