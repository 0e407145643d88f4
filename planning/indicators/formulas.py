"""Which formulas the values of a stored day were measured by, so that only what is declared anew is done again."""

from collections.abc import Iterable, Mapping

from planning.indicators import sql


def versions(codes: Iterable[str] = sql.ALL) -> dict[str, int]:
    """`{code: version}` as declared now."""
    return {row.code: row.version for row in sql.INDICATORS if row.code in frozenset(codes)}


def outdated(measured: Mapping[str, int]) -> sql.Codes:
    """The indicators that have another version now, or have been added, since a day was measured by `measured`."""
    return frozenset(code for code, version in versions().items() if measured.get(code) != version)
