"""The Word template of a form, built from its declaration: what a clerk downloads, changes and uploads again."""

import io
from functools import cache

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from orgtree.reports.forms.shapes import PLACE, Form, Heading, Line, Table

FONT = "Times New Roman"
DOTS = "…………"
WIDTH = Cm(17)
PHOTO = Cm(3.6)
PHOTO_HEIGHT = Cm(4.3)
IN_TABLES = Pt(11)


@cache
def template(form: Form) -> bytes:
    """A docx with tags such as `{{ core.full_name }}`; see docs/documents.md for the names."""
    document = Document()
    _set_up(document, form)
    _head(document, form)
    for part in form.parts:
        _BUILDERS[type(part)](document, part)
    _signatures(document, form)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tag(pattern: str, prefix: str = "", *, dots: str = "") -> str:
    """A form's value as Jinja: `{a}, {b}` → `{{ a }}, {{ b }}`, left out, or dotted, when all of it is empty."""
    names = [prefix + place for place in PLACE.findall(pattern)]
    if not names:
        return pattern
    if pattern == f"{{{names[0].removeprefix(prefix)}}}":
        return f'{{{{ {names[0]} or "{dots}" }}}}' if dots else f"{{{{ {names[0]} }}}}"
    shown = PLACE.sub(lambda found: f"{{{{ {prefix}{found[1]} }}}}", pattern)
    otherwise = f"{{% else %}}{dots}" if dots else ""
    return f"{{% if {' or '.join(names)} %}}{shown}{otherwise}{{% endif %}}"


def _set_up(document, form: Form) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.line_spacing = 1
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = form.mark, "", form.source, "vi"


def _write(paragraph, text: str, *, bold: bool = False) -> None:
    """A run that no word processor splits: a tag with a spelling mark in its middle would be no tag."""
    run = paragraph.add_run(text)
    run.bold = bold
    run._element.get_or_add_rPr().append(OxmlElement("w:noProof"))


def _head(document, form: Form) -> None:
    _write(document.add_paragraph(), form.mark, bold=True)
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    photo, words = table.rows[0].cells
    for place, width in enumerate((PHOTO, WIDTH - PHOTO)):
        table.columns[place].width = table.rows[0].cells[place].width = width
    _frame(table.rows[0], photo)
    _write(photo.paragraphs[0], '{{ photo or "Ảnh màu (3 × 4 cm)" }}')
    photo.paragraphs[0].runs[0].font.size = Pt(9)
    _write(words.paragraphs[0], '{{ units | join(" – ") }}', bold=True)
    for field in form.head:
        line = words.add_paragraph()
        _write(line, f"{field.label}: ")
        _write(line, tag(field.value, dots=DOTS) or DOTS, bold=True)
    title = words.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, form.title, bold=True)
    title.runs[0].font.size = Pt(17)
    document.add_paragraph()


def _frame(row, cell) -> None:
    """A box around the place of the photo, as high as the photo is."""
    row.height = PHOTO_HEIGHT
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), "4")
        borders.append(border)
    cell._tc.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")


def _line(document, part: Line) -> None:
    paragraph = document.add_paragraph()
    if part.number:
        _write(paragraph, f"{part.number}) ")
    for place, field in enumerate(part.fields):
        _write(paragraph, f"{'; ' if place else ''}{field.label}: ")
        _write(paragraph, tag(field.value, dots=DOTS), bold=True)


def _heading(document, part: Heading) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, part.text, bold=True)


def _table(document, part: Table) -> None:
    label = document.add_paragraph()
    _write(label, f"{part.number}) {part.label}" if part.number else part.label)
    label.paragraph_format.keep_with_next = True
    table = document.add_table(rows=8, cols=len(part.columns), style="Table Grid")
    head, start, row, end, nothing, _first, _second, done = table.rows
    _write(start.cells[0].paragraphs[0], f"{{%tr for row in {part.source} %}}")
    _write(end.cells[0].paragraphs[0], "{%tr endfor %}")
    _write(nothing.cells[0].paragraphs[0], f"{{%tr if not {part.source} %}}")  # two rows for a hand to fill in
    _write(done.cells[0].paragraphs[0], "{%tr endif %}")
    for place, column in enumerate(part.columns):
        _write(head.cells[place].paragraphs[0], column.heading, bold=True)
        head.cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.cells[place].paragraphs[0].paragraph_format.keep_with_next = True
        _write(row.cells[place].paragraphs[0], tag(column.value, "row."))
    _spread(table, part)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _write(document.add_paragraph(), "")
    document.paragraphs[-1].runs[0].font.size = document.paragraphs[-1].paragraph_format.space_after = Pt(2)


def _spread(table, part: Table) -> None:
    table.autofit = False
    whole = sum(column.share for column in part.columns)
    for place, column in enumerate(part.columns):
        width = WIDTH * column.share // whole
        table.columns[place].width = width
        for row in table.rows:
            row.cells[place].width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for paragraph in (cell.paragraphs[0] for cell in row.cells):
            paragraph.paragraph_format.space_after = Pt(1)
            for run in paragraph.runs:
                run.font.size = IN_TABLES


def _signatures(document, form: Form) -> None:
    table = document.add_table(rows=1, cols=len(form.signatures))
    for cell, (who, how) in zip(table.rows[0].cells, form.signatures, strict=True):
        for place, text in enumerate(("……, ngày …… tháng …… năm ……", who, how)):
            paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, text, bold=place == 1)


_BUILDERS = {Line: _line, Heading: _heading, Table: _table}
