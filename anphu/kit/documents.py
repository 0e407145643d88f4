"""Context + template → docx or pdf.

A docx template may be anybody's: it is a form that a clerk changed in a word processor. It can name values, repeat
rows and ask conditions, and nothing else: what is not on the short list of `filler/sandbox.py` is refused before
anything runs, and what runs does so in Jinja's sandbox over plain data, in a process of its own with a ceiling on
memory and time (see `filler/__main__.py` for why). A pdf layout is ours; data reaches it as JSON and is never source.
"""

import base64
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import archives
from anphu.kit.refusals import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
LARGEST_TEMPLATE = 4 << 20
"""Bytes of an uploaded template, packed; unpacked it may be five times as large."""
_UNPACKED = 5 * LARGEST_TEMPLATE
_PARTS = 500
_FILLER = Path(__file__).with_name("filler")
_LIMITS = {"memory": 768 << 20, "seconds": 10, "size": 16 << 20}
"""Of filling one template: bytes of address space (the libraries take about 150 MB of it), seconds, bytes of the
document. A dossier of forty pages takes a tenth of a second and 40 kB."""
_ASKED = {
    "call": gettext_lazy("a call"),
    "assign": gettext_lazy("an assignment"),
    "macro": gettext_lazy("a macro"),
    "join": gettext_lazy("joining a text"),
    "for": gettext_lazy("a loop over something without a name, or too many loops in one another"),
    **dict.fromkeys(("include", "import", "fromimport", "extends"), gettext_lazy("another file")),
    **dict.fromkeys(("add", "sub", "mul", "div", "floordiv", "mod", "pow", "neg", "pos"), gettext_lazy("arithmetic")),
    **dict.fromkeys(("getattr", "getitem"), gettext_lazy("a hidden name")),
}
"""What templates ask for in vain, by the name of Jinja's node."""
_LARGE = gettext_lazy("With this template the document becomes too large. Take out texts that are repeated in loops.")
_BROKEN = gettext_lazy("The file is no whole Word document, or a tag in it spans rows. Save it anew.")
_UNREADABLE = gettext_lazy("The template has a tag that cannot be read.")
_SENTENCES = {
    ("too_large", False): _LARGE,
    ("broken", False): _BROKEN,
    ("unknown_name", True): gettext_lazy("The template names a value that does not exist: %(what)s."),
    ("unknown_name", False): gettext_lazy("The template names a value that does not exist."),
    ("unknown_filter", True): gettext_lazy("The template uses a filter or test that does not exist: %(what)s."),
    ("unknown_filter", False): _UNREADABLE,
    ("forbidden", True): gettext_lazy("The template asks for %(what)s. Templates may only use names, for and if."),
    ("forbidden", False): gettext_lazy("The template asks for what templates may not do. Use names, for and if only."),
    ("unclosed", True): gettext_lazy("The template opens %(what)s and does not close it."),
    ("unreadable", True): gettext_lazy("The template has a tag that cannot be read; look at %(what)s."),
    ("unreadable", False): _UNREADABLE,
}
_OUTSIDE = re.compile(rb"<Relationship\b(?![^>]*/hyperlink[\"'])[^>]*TargetMode\s*=\s*[\"']External[^>]*>")


@dataclass(frozen=True)
class Picture:
    """A JPEG or PNG in a document, `width` in millimetres."""

    data: bytes
    width: int
    kind: str = "jpg"


def docx(template: BinaryIO | Path, context: Mapping[str, Any], *, stamp: str = "") -> bytes:
    """Fill a docx template. `context`: plain data and Pictures; `stamp`: a line at the foot of every page.

    Raises Refused `bad_template` with a sentence that names the place.
    """
    data = template.read_bytes() if isinstance(template, Path) else template.read()
    _look_inside(data)
    sent = {"template": base64.b64encode(data).decode(), "context": context, "stamp": stamp}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_FILLER), json.dumps(_LIMITS)],
            input=json.dumps(sent, default=_for_word).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LIMITS["seconds"] + 5,
            env={"LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("too_large") from error
    if done.returncode or not done.stdout:
        raise _refusal("too_large")
    if done.stdout.startswith(b"{"):
        raise _refusal(**json.loads(done.stdout))
    return done.stdout


def _for_word(value: Any) -> Any:
    if isinstance(value, Picture):
        return {"\0picture": base64.b64encode(value.data).decode(), "width": value.width}
    return str(value)


def _refusal(refused: str, word: str = "", near: str = "") -> Refused:
    """In words: what is wrong, and near which text."""
    what = _ASKED.get(word, "") if refused == "forbidden" else word and f"“{word}”"
    sentence = str(_SENTENCES[refused, bool(what)]) % {"what": what}
    if not near:
        return _bad(sentence)
    place = _("It stands near “%s”.") % near
    return _bad(f"{sentence} {place}")


def _bad(sentence: str) -> Refused:
    return Refused("bad_template", sentence, status=400)


def _look_inside(data: bytes) -> None:
    """Refuse what is no docx, is too large unpacked, or would fetch something from elsewhere when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise _bad(_("The template is too large once unpacked. Take out pictures."))
            if not {"[Content_Types].xml", "word/document.xml"} <= {part.filename for part in parts}:
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
