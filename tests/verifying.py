"""What tests of `verify` share: asking it, and writing behind the back of the program."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection


def verify() -> tuple[int, list[str]]:
    """Exit status and the lines about differences."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=out)
    *differences, _summary = out.getvalue().splitlines()
    return ended.value.code, differences


def without_triggers(sql: str, *parameters) -> None:
    """What a person with the password of the database's owner could do."""
    table = re.search(r"(?:UPDATE|INTO|FROM) (\w+)", sql).group(1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
