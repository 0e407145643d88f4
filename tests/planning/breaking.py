"""Formulas put in place of those of the catalogue."""

from planning.indicators import sql

STATEMENTS = (sql.rolled_up, sql.full, sql.branch, sql.top, sql.incremental, sql.behind, sql.judged)


def install(monkeypatch, indicators) -> None:
    monkeypatch.setattr(sql, "INDICATORS", tuple(indicators))
    monkeypatch.setattr(sql, "BY_CODE", {row.code: row for row in indicators})
    for statement in STATEMENTS:
        statement.cache_clear()
