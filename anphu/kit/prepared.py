"""Statements that the database plans once a connection: for those whose planning costs more than their work."""

import psycopg
from django.db import connection


def execute(statement: str, parameters: dict) -> int:
    """Send it with its parameters apart, so that the plan is kept; returns the number of rows.

    Where a connection may not keep plans (`DATABASE_PREPARE=0`, behind some pools) it is planned each time, as others
    are. The plan must suit all parameters alike.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=True)
        return cursor.rowcount
