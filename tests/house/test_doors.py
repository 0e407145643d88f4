"""Doors begin with the reader: no `.objects` in a door unless `visible_to` (or `reached_by`, for units) follows."""

import re

from django.conf import settings

DOORS = ("pages", "api", "admin", "admin.py", "tasks.py", "filters", "filters.py")
BLIND = re.compile(r"\.objects(?!\s*\.(?:visible_to|reached_by)\()")
EXCUSE = re.compile(r"#\s*open to all:\s*\S+")


def blind_lines(text: str) -> list[int]:
    lines = text.split("\n")
    return [
        number
        for number, line in enumerate(lines, 1)
        if BLIND.search(line) and not EXCUSE.search(line) and not _continues(lines, number)
    ]


def _continues(lines: list[str], number: int) -> bool:
    return lines[number - 1].rstrip().endswith(".objects") and lines[number].lstrip().startswith(".visible_to(")


def sources():
    for app in ("orgtree", "planning"):
        for door in DOORS:
            path = settings.BASE_DIR / app / door
            yield from [path] if path.is_file() else path.rglob("*.py")


def test_the_rule_itself():
    assert blind_lines("rows = Person.objects.filter(pk=1)") == [1]
    assert blind_lines("rows = Person.objects.visible_to(user, on)") == []
    assert blind_lines("rows = Term.objects.all()  # open to all: terms name no person") == []


def test_no_door_reads_past_the_reader():
    faults = [f"{path.relative_to(settings.BASE_DIR)}:{n}" for path in sources() for n in blind_lines(path.read_text())]
    assert faults == []
