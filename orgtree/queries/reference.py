"""What the checks of dossiers look up: provinces by their digits, and the numbers in force."""

import datetime
from dataclasses import dataclass

from django.db import connection

from orgtree.choices import Scheme

_SQL = """
SELECT true, id::text, code FROM orgtree_codeentry WHERE scheme = %s
UNION ALL SELECT false, key, value::text FROM orgtree_dossierparameter WHERE period @> %s
"""


@dataclass(frozen=True)
class Reference:
    """`provinces`: first digits of identity numbers by the id of their entry; `numbers`: values by DossierNumber."""

    provinces: dict[int, str]
    numbers: dict[str, int]


def reference(on: datetime.date) -> Reference:
    """As in force on `on`. One query."""
    provinces, numbers = {}, {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [Scheme.PROVINCE, on])
        for is_province, key, value in cursor:
            if is_province:
                provinces[int(key)] = value
            else:
                numbers[key] = int(value)
    return Reference(provinces, numbers)
