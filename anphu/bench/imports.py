"""The import of 4,594 dossiers with 40 columns: preview, writing beside its floor, undoing, and the usual library."""

import io
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anphu.bench import import_sheet, stock_import
from anphu.bench.figures import Figure
from anphu.bench.readers import district_clerk
from anphu.demo.tree import DAY
from anphu.kit.intake import files, tables
from orgtree.actions import import_undoing, import_writing, imports
from orgtree.intake import columns, preview
from orgtree.models import ImportBatch, UnitVersion
from orgtree.queries.provenance import event_table, written
from orgtree.sections import SECTIONS

ROUNDS = 3
REASON = "bench"


def imported() -> Iterator[Figure]:
    """Each gesture several times, the middle one counts; the library once, on the same rows."""
    table = import_sheet.rows()
    data = import_sheet.workbook(table)
    spent: dict[str, list[float]] = {"preview": [], "write": [], "undo": [], "floor": [], "sheet": []}
    asked: dict[str, int] = {}
    for _round in range(ROUNDS):
        batch = _timed(spent["preview"], asked, "preview", lambda: _preview(data))
        imports.accept(actor=district_clerk(), on=DAY, reason=REASON, batch=batch.pk)
        _timed(spent["write"], asked, "write", lambda pk=batch.pk: _write(pk))
        batch.refresh_from_db()
        sheet = _timed(spent["sheet"], asked, "sheet", lambda: _read(data))
        spent["floor"].append(spent["sheet"][-1] + _copied(batch))
        imports.undo(actor=district_clerk(), on=DAY, reason=REASON, batch=batch.pk)
        _timed(spent["undo"], asked, "undo", lambda pk=batch.pk: _take_back(pk))
    facts = {"rows": len(table) - 1, "columns": len(columns.mapped(sheet.columns))}
    middle = {name: sorted(times)[ROUNDS // 2] for name, times in spent.items()}
    yield Figure("import, preview", middle["preview"], "s", middle["sheet"], asked["preview"], facts)
    yield Figure("import, writing with history", middle["write"], "s", middle["floor"], asked["write"], facts)
    yield Figure("import, undoing", middle["undo"], "s", None, asked["undo"], facts)
    library = stock_import.seconds(table)
    ours = middle["preview"] + middle["write"]
    facts = {**facts, "floor_is": "ours, preview and writing", "times_slower": round(library / ours, 1)}
    yield Figure("import by django-import-export", round(library, 2), "s", ours, facts=facts)


def _timed(times: list[float], asked: dict[str, int], name: str, call: Callable[[], Any]) -> Any:
    with CaptureQueriesContext(connection) as captured:
        start = perf_counter()
        answer = call()
        times.append(round(perf_counter() - start, 2))
    asked[name] = len(captured)
    return answer


def _preview(data: bytes) -> ImportBatch:
    top = UnitVersion.objects.on(DAY).filter(unit__in=district_clerk().granted("edit_people")).first()
    return preview.receive(actor=district_clerk(), on=DAY, unit=top.unit_id, file=io.BytesIO(data), name="list.xlsx")


def _write(batch: int) -> None:
    done = import_writing.write(actor=district_clerk(), on=DAY, batch=batch, rows=None, tell=lambda *_told: None)
    if done[1] or done[0] < import_sheet.PEOPLE * 0.99:
        raise RuntimeError(f"not everything was written: {done}")


def _take_back(batch: int) -> None:
    import_undoing.take_back(actor=district_clerk(), on=DAY, reason=REASON, batch=batch, tell=lambda *_told: None)


def _read(data: bytes) -> tables.Table:
    book = files.read(io.BytesIO(data), "list.xlsx")
    return tables.find(book.sheets[0], columns.headings(DAY))


def _copied(batch: ImportBatch) -> float:
    """Seconds to COPY the rows that the import made into tables with the same columns, indexes and checks, without
    history or any other trigger."""
    done = written(batch.gesture)
    made = [section for section in SECTIONS if section.code in done and done[section.code].made]
    with transaction.atomic(), connection.cursor() as cursor:
        dumps = {}
        for section in made:
            table = section.model._meta.db_table
            cursor.execute(f"CREATE TEMP TABLE floor_{section.code} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
            asked = f"COPY (SELECT t.* FROM {table} t JOIN {event_table(section)} e ON e.pgh_obj_id = t.id"
            with cursor.copy(f"{asked} WHERE e.pgh_context_id = '{batch.gesture}') TO STDOUT") as copy:
                dumps[section.code] = b"".join(bytes(piece) for piece in copy)
        start = perf_counter()
        for code, dump in dumps.items():
            with cursor.copy(f"COPY floor_{code} FROM STDIN") as copy:
                copy.write(dump)
        return round(perf_counter() - start, 2)
