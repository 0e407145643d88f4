"""Templates that may be anybody's, and layouts set without the machine's own fonts."""

import io
import unicodedata
import zipfile

import docx
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from anphu.kit import documents
from anphu.kit.refusals import Refused
from tests.pictures import jpeg

CONTEXT = {"core": {"name": "Nguyễn <An> & {{ 7 * 7 }}"}, "work": [{"what": "một"}, {"what": "hai"}], "empty": ""}
LETTERS = [
    unicodedata.normalize("NFC", base + mark)
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
] + ["đ", "Đ"]


def template(*paragraphs: str, rows: list[str] | None = None) -> io.BytesIO:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=len(rows), cols=1)
        for row, text in zip(table.rows, rows, strict=True):
            row.cells[0].text = text
    out = io.BytesIO()
    document.save(out)
    out.seek(0)
    return out


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_docx_fills_values_and_repeats_rows():
    source = template("Tên: {{ core.name }}", rows=["{%tr for row in work %}", "{{ row.what }}", "{%tr endfor %}"])
    assert words(documents.docx(source, CONTEXT)) == "Tên: Nguyễn <An> & {{ 7 * 7 }}\nmột\nhai"


def test_docx_value_that_looks_like_a_tag_is_not_carried_out():
    filled = documents.docx(template("{{ core.name }}"), CONTEXT)
    assert "{{ 7 * 7 }}" in words(filled)
    assert "49" not in words(filled)


def test_docx_control_characters_do_not_break_the_file():
    assert words(documents.docx(template("{{ a }}"), {"a": "x\x00\x0b\x1fy"})) == "xy"


def test_docx_picture_is_in_the_package():
    filled = documents.docx(template("{{ photo }}"), {"photo": documents.Picture(jpeg(), 30)})
    names = zipfile.ZipFile(io.BytesIO(filled)).namelist()
    assert any(name.startswith("word/media/") for name in names)


def test_docx_stamp_is_at_the_foot_of_every_page():
    document = docx.Document()
    document.add_section()
    document.sections[1].different_first_page_header_footer = True
    document.sections[1].footer.is_linked_to_previous = False
    document.sections[1].footer.paragraphs[0].text = "own foot"
    out = io.BytesIO()
    document.save(out)
    out.seek(0)
    stamped = docx.Document(io.BytesIO(documents.docx(out, {}, stamp="Bản in của ai")))
    feet = [foot for section in stamped.sections for foot in (section.footer, section.first_page_footer)]
    shown = [foot for foot in feet if not foot.is_linked_to_previous]
    assert len(shown) == 3
    assert all(foot.paragraphs[-1].text == "Bản in của ai" for foot in shown)


FORBIDDEN = (
    "{{ ''.__class__.__mro__ }}",
    "{{ core.__class__ }}",
    "{{ core['__class__'].__base__ }}",
    "{{ core|attr('__class__') }}",
    "{{ core.items() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum() }}",
    "{{ range(10) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 99999999 }}",
    "{{ '%9999999999d' | format(1) }}",
    "{{ core.name | center(1000000000) }}",
    "{{ core.name | replace('a', 'aaaaaaaaaaaaaaaaaaaa') }}",
    "{% set x = core.name ~ core.name %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}{% endmacro %}",
    "{% for a in work %}{% for b in work %}{% for c in work %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in 'aaaaaaaaaaaaaaaaaaaa' %}{{ a }}{% endfor %}",
    "{% for a in core.name ~ core.name %}{{ a }}{% endfor %}",
    "{{ core.name | join('aaaaaaaaaa') | join('aaaaaaaaaa') }}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
)


@pytest.mark.parametrize("text", FORBIDDEN)
def test_docx_template_can_only_name_repeat_and_ask(text):
    with pytest.raises(Refused) as refused:
        documents.docx(template(text), CONTEXT)
    assert (refused.value.code, refused.value.status) == ("bad_template", 400)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Họ tên: {{ core.nmae }}", "The template names a value that does not exist: “nmae”."),
        ("Họ tên: {{ nobody }}", "The template names a value that does not exist: “nobody”."),
        ("Họ tên: {{ empty | center }}", "The template uses a filter or test that does not exist: “center”."),
        ("Quê quán: {% if core %}", "The template opens “if” and does not close it. It stands near “Dòng cuối”."),
        ("Quê quán: {% fi core %}", "The template has a tag that cannot be read; look at “fi”."),
        ("Quê quán: {{ core.name", "The template has a tag that cannot be read"),
        ("Quê quán: {{ 1 + 1 }}", "The template asks for arithmetic. Templates may only use names, for and if."),
    ],
)
def test_docx_mistake_is_named_with_its_place(text, told):
    with override("en"), pytest.raises(Refused) as refused:
        documents.docx(template("Dòng đầu", text, "Dòng cuối"), CONTEXT)
    assert str(refused.value).startswith(told)
    assert ".." not in str(refused.value)


@pytest.mark.parametrize(
    ("times", "text"), [(3000, "x" * 100_000), (300_000, "")], ids=["too much memory", "too many seconds"]
)
def test_docx_that_grows_without_bound_ends_in_a_sentence(times, text, monkeypatch):
    monkeypatch.setitem(documents._LIMITS, "seconds", 2)
    source = template("{%p for a in rows %}", "{%p for b in rows %}", "{{ b.text }}", "{%p endfor %}", "{%p endfor %}")
    with override("en"), pytest.raises(Refused) as refused:
        documents.docx(source, {"rows": [{"text": text[:1000]}] * times})
    assert str(refused.value).startswith("With this template the document becomes too large.")


def test_docx_filter_that_is_not_on_the_list_is_no_filter():
    with pytest.raises(Refused):
        documents.docx(template("{{ core.name | tojson }}"), CONTEXT)


def packed(**parts: bytes) -> io.BytesIO:
    """A template with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(template("x")) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    out.seek(0)
    return out


LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" TargetMode="External"'
    b' Target="http://192.0.2.1/x"/></Relationships>'
)


@pytest.mark.parametrize(
    "source",
    [
        io.BytesIO(b""),
        io.BytesIO(b"PK\x03\x04 no archive"),
        io.BytesIO(b"%PDF-1.7"),
        packed(**{"word/vbaProject.bin": b"x"}),
        packed(**{"word/embeddings/oleObject1.bin": b"x"}),
        packed(**{"word/media/bomb.bin": b"\0" * (21 << 20)}),
        packed(**{f"word/x{n}.xml": b"<x/>" for n in range(501)}),
        packed(**{"word/document.xml": b"<w:document"}),
        packed(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
        packed(**{"word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16")}),
        packed(**{"word/_rels/settings.xml.rels": LINK % b"attachedTemplate"}),
        packed(**{"word/_rels/header1.xml.rels": LINK % b"image"}),
    ],
    ids=range(12),
)
def test_docx_package_that_is_hostile_or_broken_is_refused(source):
    with pytest.raises(Refused) as refused:
        documents.docx(source, CONTEXT)
    assert refused.value.code == "bad_template"


def test_docx_hyperlink_may_lead_outside():
    documents.docx(packed(**{"word/_rels/document2.xml.rels": LINK % b"hyperlink"}), CONTEXT)


@pytest.fixture
def layout(tmp_path):
    def write(source: str):
        path = tmp_path / "layout.typ"
        path.write_text(f"#let data = json(bytes(sys.inputs.data))\n{source}")
        return path

    return write


def pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("style", ["", ', weight: "bold"', ', style: "italic"'])
def test_pdf_font_inside_the_package_has_every_vietnamese_letter(layout, style):
    """Without a fallback a letter that the font lacks would not be on the page."""
    source = f'#set text(font: "Libertinus Serif", fallback: false{style})\n#data.letters.join(" ")'
    told = pdf_text(documents.pdf(layout(source), {"letters": LETTERS}))
    assert [letter for letter in LETTERS if letter not in unicodedata.normalize("NFC", told)] == []


def test_pdf_data_is_never_source(layout):
    hostile = '#read("/etc/passwd") $x$ *b* #panic("x") \\ #let a = 1 <label> @ref'
    told = pdf_text(documents.pdf(layout("#data.text"), {"text": hostile}))
    assert " ".join(told.split()) == hostile


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd"])
def test_pdf_layout_reads_in_its_own_folder_only(layout, path):
    with pytest.raises(Exception, match=r"denied|not found|escape|outside"):
        documents.pdf(layout("#read(data.path)"), {"path": path})


def test_pdf_picture_is_set(layout):
    source = "#image(bytes(data.photo.data), width: 3cm)"
    plain = documents.pdf(layout(source), {"photo": documents.Picture(jpeg(), 30)})
    assert len(PdfReader(io.BytesIO(plain)).pages[0].images) == 1
