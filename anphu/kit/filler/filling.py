"""A Word template and plain data → a Word document."""

import base64
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import docx as words
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateAssertionError, UndefinedError
from jinja2.exceptions import TemplateError
from sandbox import Forbidden, Sandbox

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_QUOTED = re.compile(r"'([^']*)'")
_UNCLOSED = re.compile(r"needs to be closed is '([^']*)'")
_LAST_QUOTED = re.compile(r"'([^']*)'(?: is undefined)?$")
_BROKEN = (KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError, RecursionError)
"""What the document libraries say of a package that does not hold together."""
PICTURE = "\0picture"
"""The key by which a picture is told from other data."""


class Refusal(Exception):
    """What is wrong with a template: a code, the word of the template it is about, and a text near which it stands."""

    def __init__(self, code: str, word: str = "", near: str = ""):
        super().__init__(code)
        self.told = {"refused": code, "word": word[:60], "near": near[:120]}


def document(template: bytes, context: Mapping[str, Any], stamp: str) -> bytes:
    """Fill `template`; `stamp` is a line at the foot of every page. Raises Refusal."""
    try:
        filled = _fill(template, context)
        return _stamped(filled, stamp) if stamp else filled
    except TemplateError as error:
        raise Refusal(*_judged(error), _place(error)) from error
    except _BROKEN as error:
        raise Refusal("broken") from error


def _fill(data: bytes, context: Mapping[str, Any]) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    template.render(_printable(context, template), Sandbox(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _printable(value: Any, template: DocxTemplate) -> Any:
    """Plain data without control characters, which XML cannot hold; pictures as the template library wants them."""
    if isinstance(value, Mapping):
        if PICTURE in value:
            return InlineImage(template, io.BytesIO(base64.b64decode(value[PICTURE])), width=Mm(value["width"]))
        return {key: _printable(item, template) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item, template) for item in value]
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


def _judged(error: TemplateError) -> tuple[str, str]:
    """Code and word. The sentences of the template library are English and are not passed on."""
    message = error.message or ""
    if isinstance(error, Forbidden):
        return "forbidden", message
    if isinstance(error, UndefinedError):
        found = _LAST_QUOTED.search(message)
        return "unknown_name", found[1] if found else ""
    if unclosed := _UNCLOSED.search(message):
        return "unclosed", unclosed[1]
    found = _QUOTED.search(message)
    return "unknown_filter" if isinstance(error, TemplateAssertionError) else "unreadable", found[1] if found else ""


def _place(error: TemplateError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    return next((line for line in [*lines[3:], *reversed(lines[:3])] if line), "")


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
