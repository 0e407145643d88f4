"""Statements that the server plans once a connection."""

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor):
    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


def execute(statement: str, parameters: dict) -> int:
    """Carries out a statement by a plan that is kept, and suits parameters of whatever value; for large statements over
    few rows, whose planning costs more than they do. In a transaction. What the plan must know (a day that decides how
    many rows a condition lets through) stands in the statement itself. Returns the number of rows written.
    """
    with connection.cursor() as plain:
        plain.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(_Prepared(connection.connection)) as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount
