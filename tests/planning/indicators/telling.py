"""Values as the computation by hand tells them, to be compared."""

COUNTS = ("numerator", "denominator", "unknown", "excluded")
COLUMNS = (*(f"own_{name}" for name in COUNTS), *COUNTS)


def told(rows) -> set[tuple]:
    return {(row.unit_id, row.term_id, row.indicator, *(getattr(row, name) for name in COLUMNS)) for row in rows}
