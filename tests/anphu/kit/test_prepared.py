"""Statements whose plan is kept: planned once a connection, counted and refused like any other."""

import pytest
from django.db import DatabaseError, connection, transaction

from anphu.kit import prepared

pytestmark = pytest.mark.django_db


def test_statement_is_planned_once_for_whatever_parameters(django_assert_num_queries):
    statement = "SELECT 1 FROM generate_series(1, 9) AS n WHERE n = ANY(%(some)s::bigint[]) AND 77 = 77"
    prepared.execute(statement, {"some": [1]})
    with django_assert_num_queries(4):
        assert [prepared.execute(statement, {"some": some}) for some in ([1, 2], [7, 8, 9])] == [2, 3]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%77 = 77%%'"
        )
        assert cursor.fetchall() == [(3, 0)]


def test_error_of_the_server_is_one_of_django():
    with pytest.raises(DatabaseError), transaction.atomic():
        prepared.execute("SELECT 1 / %(zero)s::int", {"zero": 0})


def test_other_statements_are_not_prepared():
    with connection.cursor() as cursor:
        for _ in range(9):
            cursor.execute("SELECT %s + 88", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%+ 88%%'")
        assert cursor.fetchone() == (0,)
