"""The Word template of a paper, built from its declaration: what a clerk downloads, changes and uploads again."""

import io
from functools import cache

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from planning.reports.papers.declared import Form

FONT = "Times New Roman"
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_LONG, _SHORT, _MARGIN = Cm(29.7), Cm(21), Cm(1.6)


@cache
def template(form: Form) -> bytes:
    """A docx with tags such as `{{ title }}`; see docs/documents.md for the names."""
    document = Document()
    _set_up(document, form)
    _head(document, form)
    _paragraphs(document, "words", _BOTH)
    _table(document, form)
    _paragraphs(document, "closing", WD_ALIGN_PARAGRAPH.LEFT)
    _signatures(document, form)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _width(form: Form) -> int:
    return (_LONG if form.across else _SHORT) - 2 * _MARGIN


def _set_up(document, form: Form) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if form.across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if form.across else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = str(form.code.label), "", form.source
    properties.language = "vi"


def _write(paragraph, text: str, *, bold: bool = False, size: int = 0, align=None) -> None:
    """A run that no word processor splits: a tag with a spelling mark in its middle would be no tag."""
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    run._element.get_or_add_rPr().append(OxmlElement("w:noProof"))
    if align is not None:
        paragraph.alignment = align


def _side_by_side(document, form: Form):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell in table.rows[0].cells:
        cell.width = _width(form) // 2
    return table.rows[0].cells


def _stacked(cell, lines) -> None:
    """Lines of one cell below one another, in the middle: (text, bold, size)."""
    for place, (text, bold, size) in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        _write(paragraph, text, bold=bold, size=size, align=_CENTRE)


def _head(document, form: Form) -> None:
    left, right = _side_by_side(document, form)
    _stacked(
        left, [("{{ above }}", False, 13), ("{{ body }}", True, 13), ("*", False, 13), ("{{ number }}", False, 13)]
    )
    _stacked(right, [("ĐẢNG CỘNG SẢN VIỆT NAM", True, 14), ("", False, 6), ("{{ place }}", False, 13)])
    if form.mark:
        _write(document.add_paragraph(), form.mark, bold=True, align=_CENTRE)
    _write(document.add_paragraph(), "{{ title }}", bold=True, size=14, align=_CENTRE)
    _write(document.add_paragraph(), "{{ subtitle }}", align=_CENTRE)


def _paragraphs(document, name: str, align) -> None:
    _write(document.add_paragraph(), f"{{%p for text in {name} %}}")
    _write(document.add_paragraph(), "{{ text }}", align=align)
    _write(document.add_paragraph(), "{%p endfor %}")


def _table(document, form: Form) -> None:
    columns, size = form.columns, form.size
    shared = any(column.over for column in columns)
    table = document.add_table(rows=shared + 9, cols=len(columns), style="Table Grid")
    rows = list(table.rows)
    _headings(rows[: shared + 1], form)
    numbers, start, choose, across, other, row, end_choice, end = rows[shared + 1 :]
    for place, column in enumerate(columns):
        _write(numbers.cells[place].paragraphs[0], str(place + 1), size=size, align=_CENTRE)
        _write(row.cells[place].paragraphs[0], f"{{{{ row.{column.code} }}}}", size=size)
    tags = ((start, "for row in rows"), (choose, "if row.heading"), (other, "else"))
    for place, words in (*tags, (end_choice, "endif"), (end, "endfor")):
        _write(place.cells[0].paragraphs[0], f"{{%tr {words} %}}", size=size)
    _spread(table, form)
    _write(across.cells[0].merge(across.cells[-1]).paragraphs[0], "{{ row.heading }}", bold=True, size=size)
    _merge_headings(rows[: shared + 1], form)
    document.add_paragraph()


def _headings(rows, form: Form) -> None:
    for place, column in enumerate(form.columns):
        _write(rows[-1].cells[place].paragraphs[0], column.heading, bold=True, size=form.size, align=_CENTRE)
    for row in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _merge_headings(rows, form: Form) -> None:
    """Columns of one kin under one heading; those that stand alone take both lines."""
    if len(rows) == 1:
        return
    place, columns = 0, form.columns
    while place < len(columns):
        last = place
        while columns[place].over and last + 1 < len(columns) and columns[last + 1].over == columns[place].over:
            last += 1
        if columns[place].over:
            upper = rows[0].cells[place].merge(rows[0].cells[last])
            _write(upper.paragraphs[0], columns[place].over, bold=True, size=form.size, align=_CENTRE)
        else:
            _join_down(rows[0].cells[place], rows[1].cells[place])
        place = last + 1


def _join_down(upper, lower) -> None:
    """One cell of two lines with the text of the lower one first, so that no empty line stands above it."""
    text = lower.paragraphs[0]
    upper._tc.remove(upper.paragraphs[0]._p)
    upper._tc.append(text._p)
    lower._tc.append(OxmlElement("w:p"))
    upper.merge(lower)


def _spread(table, form: Form) -> None:
    table.autofit = False
    _narrow(table)
    whole = sum(column.share for column in form.columns)
    for place, column in enumerate(form.columns):
        width = _width(form) * column.share // whole
        table.columns[place].width = width
        for row in table.rows:
            row.cells[place].width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _narrow(table) -> None:
    """Little room beside the text of cells: a date fits into the column of a sex."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "30")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _signatures(document, form: Form) -> None:
    for cell, side in zip(_side_by_side(document, form), ("left", "right"), strict=True):
        lines = [(f"{{{{ {side}_who }}}}", True, 13), (f"{{{{ {side}_how }}}}", False, 12), ("", False, 13)]
        _stacked(cell, [*lines, ("", False, 13), ("", False, 13), (f"{{{{ {side}_name }}}}", True, 13)])
