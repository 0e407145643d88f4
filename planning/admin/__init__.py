"""Administration of rules and terms; the workflow as a second face of the same actions; decisions and histories."""

from planning.admin import committee, decisions, histories, lines, reference, rounds, rules, submissions

__all__ = ["committee", "decisions", "histories", "lines", "reference", "rounds", "rules", "submissions"]
