"""Rows fetched by keys that another query gathers."""

from collections.abc import Sequence

from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL


class Among(Func):
    """`filter(Among("pk", sql, parameters))`: like `pk__in`, but the keys are gathered first, the rows fetched by them.

    Asked whether a row's key is in one of two sets, PostgreSQL reads the whole table and asks it of every row: what one
    reader sees would cost as much as all there is.
    """

    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, keys: str, parameters: Sequence[object]):
        super().__init__(column, RawSQL(f"ARRAY({keys})", parameters))
