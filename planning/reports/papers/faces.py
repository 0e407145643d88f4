"""A paper as PDF, Word document or workbook."""

import datetime
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from anphu.kit import documents, sheets
from orgtree.reports.dossier import LAYOUTS
from planning.reports.papers import blank
from planning.reports.papers.declared import Column, Form
from planning.reports.papers.shapes import Paper, Row, Signature

_SHORT = re.compile(r"[0-9+,%–/-]{0,10}")
_LAYOUT = LAYOUTS / "round.typ"


def as_pdf(paper: Paper, stamp: str) -> bytes:
    """Set on A4 pages; lists lie across."""
    columns = paper.form.columns
    data = paper.facts(stamp) | {
        "across": paper.form.across,
        "size": paper.form.size,
        "codes": [column.code for column in columns],
        "heads": [column.heading for column in columns],
        "over": [list(group) for group in over(paper.form)],
        "shares": [column.share for column in columns],
        "strong": [row.strong for row in paper.rows],
        "centred": [_is_short(paper, column.code) for column in columns],
    }
    return documents.pdf(_LAYOUT, data)


def as_docx(paper: Paper, stamp: str, template: BinaryIO | None = None) -> bytes:
    """From a clerk's `template` or the one built in. Raises Refused `bad_template`."""
    source = template or io.BytesIO(blank.template(paper.form))
    return documents.docx(source, paper.facts(stamp), stamp=stamp)


def as_xlsx(paper: Paper, stamp: str) -> Iterator[bytes]:
    """The table as a sheet, everything around it on the first one. No text in it can turn into a formula."""
    columns = paper.form.columns
    book = sheets.Book(
        title=paper.form.mark or paper.title.capitalize(),
        about_title="Văn bản",
        about=list(_around(paper)),
        columns=[sheets.Column(_heading(column), max(6, 2 * column.share)) for column in columns],
        stamp=stamp,
    )
    return sheets.xlsx(book, (_cells(row, columns) for row in paper.rows))


def try_out(form: Form, template: BinaryIO) -> None:
    """Fill a template with a paper about nobody. Raises Refused `bad_template` for what it could never print."""
    row = Row({column.code: "x" for column in form.columns})
    nobody = Signature("…", "…", "…")
    paper = Paper(
        form, "…", "…", "…", "…", "…", "…", [Row(heading="…"), row], nobody, nobody, words=["…"], closing=["…"]
    )
    as_docx(paper, f"{datetime.date.min:%d/%m}", template)


def over(form: Form) -> Iterator[tuple[str, int]]:
    """The upper line of headings: a shared one with how many columns it spans; empty above a column of its own."""
    waiting = list(form.columns)
    while waiting:
        shared = waiting[0].over
        span = 1
        while shared and span < len(waiting) and waiting[span].over == shared:
            span += 1
        del waiting[:span]
        yield shared, span


def _is_short(paper: Paper, code: str) -> bool:
    """Whether a column holds nothing but numbers, days and marks, which stand in its middle."""
    return all(_SHORT.fullmatch(str(row.cells.get(code, ""))) for row in paper.rows)


def _heading(column: Column) -> str:
    return f"{column.over}: {column.heading}" if column.over else column.heading


def _cells(row: Row, columns: tuple[Column, ...]) -> list:
    if row.heading:
        return ["", row.heading, *[""] * (len(columns) - 2)]
    return [row.cells.get(column.code, "") for column in columns]


def _around(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "", "ĐẢNG CỘNG SẢN VIỆT NAM"
    for said in (paper.above, paper.body, paper.number, paper.place, paper.form.mark, paper.title, paper.subtitle):
        if said:
            yield "", said
    for said in (*paper.words, *paper.closing):
        yield "", said
    for one in (paper.left, paper.right):
        yield one.who.replace("\n", " "), " ".join(filter(None, (one.how, one.name))).replace("\n", " ")
