"""Forms of a list as a browser sends them."""

from planning.models import Line, Submission


def line_of(row: Submission, person: str) -> Line:
    return row.lines.get(person__full_name=person)


def fields(line: Line, proposal: str, reason: str = "", ground: str = "", target: object = "") -> dict[str, object]:
    """The four fields of a line."""
    values = {"proposal": proposal, "reason": reason, "ground": ground, "target": target}
    return {f"{name}-{line.pk}": value for name, value in values.items()}
