"""Rows fetched by keys that another query gathers."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, QuerySet


class Among(Func):
    """`filter(Among("pk", keys))`: like `pk__in=keys`, but the keys are gathered first and the rows fetched by them.

    Asked whether a row's key is in one of two sets, PostgreSQL reads the whole table and asks it of every row: what one
    reader sees would cost as much as all there is.
    """

    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, keys: QuerySet):
        super().__init__(column, ArraySubquery(keys))
