"""What goes out: the people list as a workbook, and one dossier on an official form."""

import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from django.db import connection
from django.test import Client
from django.urls import reverse

from anphu.bench.figures import Figure
from anphu.bench.readers import reader
from anphu.bench.timing import milliseconds, queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import documents
from anphu.kit.sheets import MEDIA_TYPE
from orgtree.models import Person
from orgtree.reports.forms import FORMS

WHY = {"format": "xlsx", "purpose": "Đo tốc độ xuất danh sách"}
MEGABYTE = 1_000_000

COPY = """
COPY (SELECT p.full_name, p.sex, p.birth_date, e.name, p.home_town, p.education, p.theory, p.state_management,
             p.identity_number, p.party_card
      FROM orgtree_person p JOIN orgtree_ethnicgroup e ON e.id = p.ethnic_group_id
      WHERE EXISTS (SELECT FROM orgtree_partymembership m WHERE m.person_id = p.id AND m.period @> DATE '{day}')
      ORDER BY p.name_key, p.id) TO STDOUT (FORMAT csv)
"""
"""The people of the day as bare text, without posts, rights, words, masks or a workbook."""


def export() -> Iterator[Figure]:
    """The whole list as xlsx through the handler: the first byte, the last, and what stays in memory meanwhile."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader())
    _carry(client)  # warm
    busy = process_time()
    first, whole, size = _carry(client)
    busy = round(1000 * (process_time() - busy))
    floor = milliseconds(_copied)
    tracemalloc.start()
    _carry(client)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    facts = {"floor_is": "COPY of the same people", "bytes": size, "processor_ms": busy}
    queries = queries_of(partial(_carry, client))
    yield Figure("people list to xlsx, whole", round(whole), "ms", round(floor), queries, facts)
    yield Figure("people list to xlsx, first byte", round(first), "ms")
    yield Figure("people list to xlsx, peak of memory", round(peak / MEGABYTE, 1), "MB")


def _carry(client: Client) -> tuple[float, float, int]:
    """Milliseconds to the first piece and to the last, and the size of the file."""
    start = perf_counter()
    answer = client.post(reverse("people-export"), WHY)
    if answer.status_code != 200 or answer["Content-Type"] != MEDIA_TYPE:
        raise RuntimeError(f"export: {answer.status_code}")
    pieces = iter(answer.streaming_content)
    size = len(next(pieces))
    first = perf_counter() - start
    size += sum(map(len, pieces))
    return 1000 * first, 1000 * (perf_counter() - start), size


def _copied() -> None:
    with connection.cursor() as cursor, cursor.copy(COPY.format(day=DAY)) as rows:
        for _piece in rows:
            pass


def document() -> Iterator[Figure]:
    """One dossier on each form, as PDF and as Word document, through the handler; beside setting a page of one word."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader())
    person = Person.objects.visible_to(reader(), DAY).order_by("-postings__title__rank", "pk")[0].pk
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text('#set text(font: "Libertinus Serif")\nAn')
        for form in FORMS:
            for kind in ("pdf", "docx"):
                ours = partial(_printed, client, reverse("person-document", args=[person, form], query={"as": kind}))
                value, floor = side_by_side(ours, partial(documents.pdf, page, {}), times=9)
                facts = {"floor_is": "a page with one word"}
                yield Figure(f"dossier {form} as {kind} p50", value, "ms", floor, queries_of(ours), facts)


def _printed(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
