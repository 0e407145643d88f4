"""Context + template → docx or pdf.

A docx template may be anybody's: it is a form that a clerk changed in a word processor. It can name values, repeat
rows and ask conditions, and nothing else: what is not on the short list below is refused before anything runs, and what
runs does so in Jinja's sandbox over plain data. A pdf layout is ours; data reaches it as JSON and is never source.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import docx as words
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes, pass_eval_context
from jinja2.exceptions import TemplateError
from jinja2.filters import do_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from anphu.kit import archives
from anphu.kit.refusals import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
LARGEST_TEMPLATE = 4 << 20
"""Bytes of an uploaded template, packed; unpacked it may be five times as large."""
_UNPACKED = 5 * LARGEST_TEMPLATE
_PARTS = 500
_DEEPEST_LOOP = 2
_FILTERS = ("capitalize", "count", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper")
_TESTS = ("defined", "none", "undefined")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.Keyword,
)  # fmt: skip
"""No assignment, call, arithmetic, macro, import or include: nothing that can grow, wander off or reach out."""
_NAMED = (nodes.Name, nodes.Getattr, nodes.Getitem)
"""What a loop may run over: what the dossier has under a name, never a text that the template itself brings along."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BROKEN = (KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError, RecursionError)
"""What the document libraries say of a package that does not hold together."""
_OUTSIDE = re.compile(rb"<Relationship\b(?![^>]*/hyperlink[\"'])[^>]*TargetMode\s*=\s*[\"']External[^>]*>")
_UNKNOWN = re.compile(r"'([^']*)'(?: is undefined)?$")


@dataclass(frozen=True)
class Picture:
    """A JPEG or PNG in a document, `width` in millimetres."""

    data: bytes
    width: int
    kind: str = "jpg"


class _Forbidden(TemplateSyntaxError):
    """A template asked for something that templates may not do."""


class _Sandbox(ImmutableSandboxedEnvironment):
    def __init__(self):
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"join": _join}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compile(self, source, *args, **kwargs):
        if isinstance(source, str):
            source = self.parse(source)
            _inspect(source)
        return super().compile(source, *args, **kwargs)


@pass_eval_context
def _join(context, values: Any, *args, **kwargs) -> str:
    """Jinja's `join`, of lists only: a text joined letter by letter, again and again, grows without bound."""
    if isinstance(values, str):
        raise _Forbidden("join", 1)
    return do_join(context, values, *args, **kwargs)


def _inspect(node: nodes.Node, loops: int = 0) -> None:
    """Raise _Forbidden at the first thing that is not on the list."""
    loops += isinstance(node, nodes.For)
    private = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    made_up = isinstance(node, nodes.For) and not isinstance(node.iter, _NAMED)
    if not isinstance(node, _ALLOWED) or loops > _DEEPEST_LOOP or private or made_up:
        raise _Forbidden(type(node).__name__.lower(), node.lineno)
    for child in node.iter_child_nodes():
        _inspect(child, loops)


def docx(template: BinaryIO | Path, context: Mapping[str, Any], *, stamp: str = "") -> bytes:
    """Fill a docx template. `context`: plain data and Pictures; `stamp`: a line at the foot of every page.

    Raises Refused `bad_template` with a sentence that names the place.
    """
    data = template.read_bytes() if isinstance(template, Path) else template.read()
    _look_inside(data)
    try:
        filled = _fill(data, context)
        return _stamped(filled, stamp) if stamp else filled
    except TemplateError as error:
        raise _refusal(error) from error
    except _BROKEN as error:
        raise _bad(_("The file is no whole Word document, or a tag in it spans rows. Save it anew.")) from error


def _fill(data: bytes, context: Mapping[str, Any]) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    template.render(_printable(context, template), _Sandbox(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _printable(value: Any, template: DocxTemplate) -> Any:
    """Plain data without control characters, which XML cannot hold; pictures as the template library wants them."""
    if isinstance(value, Mapping):
        return {key: _printable(item, template) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item, template) for item in value]
    if isinstance(value, Picture):
        return InlineImage(template, io.BytesIO(value.data), width=Mm(value.width))
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


def _bad(sentence: str) -> Refused:
    return Refused("bad_template", sentence, status=400)


def _look_inside(data: bytes) -> None:
    """Refuse what is no docx, is too large unpacked, or would fetch something from elsewhere when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise _bad(_("The template is too large once unpacked. Take out pictures."))
            if "word/document.xml" not in {part.filename for part in parts}:
                raise _bad(_("This is no Word document. Save it as .docx."))
            for part in parts:
                _look_at(part.filename.lower(), package.read(part))
    except archives.BROKEN as error:
        raise _bad(_("This is no Word document. Save it as .docx.")) from error


def _look_at(name: str, content: bytes) -> None:
    if any(word in name for word in ("vbaproject", "/embeddings/", "/activex/")):
        raise _bad(_("The template holds macros or embedded objects. Save it without them."))
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        raise _bad(_("This is no Word document. Save it as .docx."))
    if name.endswith(".rels") and _OUTSIDE.search(content):
        raise _bad(_("The template links to something outside it. Put the picture or style into the file."))


def _refusal(error: TemplateError) -> Refused:
    """In words: what is wrong, and near which text."""
    if isinstance(error, UndefinedError):
        found = _UNKNOWN.search(error.message or "")
        sentence = _("The template names a value that does not exist: %s.") % (found[1] if found else error.message)
    elif isinstance(error, _Forbidden):
        sentence = _("The template asks for something that templates may not do (%s). Use names, for and if only.")
        sentence %= error.message
    else:
        sentence = _("The template has a tag that cannot be read: %s.") % error.message
    place = _place(error)
    if place:
        sentence += " " + _("It stands near “%s”.") % place
    return _bad(sentence)


def _place(error: TemplateError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    return next((line for line in [*lines[3:], *reversed(lines[:3])] if line), "")[:120]


def _stamped(data: bytes, stamp: str) -> bytes:
    """The same document with `stamp` at the foot of every page, whatever its own footers say."""
    document = words.Document(io.BytesIO(data))
    for foot in _feet(document):
        paragraph = foot.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(stamp)
        run.font.size, run.italic = Pt(8), True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _feet(document) -> Iterator:
    """Every footer that some page shows; one that repeats an earlier section's is there already."""
    even = document.settings.odd_and_even_pages_header_footer
    given = set()
    for section in document.sections:
        shown = {"footer": True, "first_page_footer": section.different_first_page_header_footer}
        for kind in [name for name, is_shown in (shown | {"even_page_footer": even}).items() if is_shown]:
            foot = getattr(section, kind)
            if kind not in given or not foot.is_linked_to_previous:
                given.add(kind)
                yield foot


@cache
def fonts() -> Any:
    """The fonts inside the typst package and no others: a page looks alike on every machine.

    Libertinus Serif (OFL) has every Vietnamese letter in upright, bold and italic.
    """
    import typst  # 7 MB that a worker has no use for before it prints

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(source: Path, data: Mapping[str, Any]) -> bytes:
    """Set the typst layout `source`: it finds `data` as JSON in `sys.inputs.data` and reads in its own folder only."""
    import typst  # as in `fonts`

    compiler = typst.Compiler(
        str(source),
        root=str(source.parent),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=_as_json)},
    )
    return compiler.compile(format="pdf", pdf_tags=False)


def _as_json(value: Any) -> Any:
    if isinstance(value, Picture):
        return {"data": list(value.data), "width": value.width}
    return str(value)
