"""Bytes → text → rows of a CSV, whatever its delimiter and encoding.

Told apart by trying: a byte-order mark, then the zero bytes of UTF-16, then strict UTF-8 line by line (files pasted
together from two systems exist), and for lines that are not UTF-8 the 8-bit page that makes most words Vietnamese.
TCVN3 and VNI need no page of their own: they are Western bytes here and become Unicode in `legacy.repair`.
"""

import codecs
import csv
import re
import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from anphu.kit.intake import containers, legacy
from anphu.kit.intake.limits import Limits
from anphu.kit.intake.syllables import plausible
from anphu.kit.refusals import Refused

DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_LINES = 60
_MOST_BREAKS = 50
_FEW_QUESTIONS = 3
_LOST_LETTER = re.compile(r"[A-Za-z]\?+[A-Za-z]|\?\?[a-z]")
_BINARY = re.compile(b"[\\x00-\\x08\\x0e-\\x19\\x1b-\\x1f]")
_WORD = re.compile(r"[^\W\d_]+")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.S)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read(data: bytes, limits: Limits) -> tuple[list[list], str]:
    """The rows, each ending with its last filled cell, and the name of the encoding. Raises Refused."""
    text, encoding = text_of(data)
    text = text.rstrip("\x1a\r\n\t ;,|")
    if _letters_lost(text):
        raise _lost()
    delimiter, text = _delimiter(text)
    if text.count(delimiter) + text.count("\n") > 4 * limits.cells or len(text) > limits.characters:
        raise containers.too_large()
    return _rows(text, delimiter, limits), encoding


def _letters_lost(text: str) -> bool:
    """Saved in a page without Vietnamese, "Nguyễn Văn" becomes "Nguy?n V?n": more than a question or two in a list."""
    sample = text[: 1 << 18]
    lost = len(_LOST_LETTER.findall(sample))
    return lost >= _FEW_QUESTIONS and lost > 0.02 * len(sample.split())


def _lost() -> Refused:
    sentence = _(
        "The Vietnamese letters of this file were lost when it was saved: question marks stand for them. "
        "Save the original list again as .xlsx, or as CSV UTF-8, and choose that file."
    )
    return Refused("file_letters_lost", sentence, status=400)


def text_of(data: bytes) -> tuple[str, str]:
    """The text of a file without a format, and the encoding it proved to be in. Raises Refused for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    if wide := _wide(data):
        return _strictly(data, wide), wide
    if len(_BINARY.findall(data[: 1 << 16])) or b"\0" in data:
        raise _not_text()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _mixed(data)


def _not_text() -> Refused:
    sentence = _(
        "The file holds bytes that are no text, so it cannot be read as a list. Save the list as .xlsx and choose it."
    )
    return Refused("file_not_text", sentence, status=400)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text() from None
    if "\0" in text:
        raise _not_text()
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western and Vietnamese text most of every second byte is zero."""
    sample = data[: 1 << 12]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2
    if high > 0.5 * most and low < 0.05 * most:
        return "utf-16-le"
    if low > 0.5 * most and high < 0.05 * most:
        return "utf-16-be"
    return None


def _mixed(data: bytes) -> tuple[str, str]:
    """Lines that are UTF-8 are read so; the others in the one page that suits them together."""
    lines = data.split(b"\n")
    narrow = [line for line in lines if not _is_utf8(line)]
    page = _page(b"\n".join(narrow))
    text = "\n".join(line.decode("utf-8") if _is_utf8(line) else _in_page(line, page) for line in lines)
    mixed = any(not line.isascii() and _is_utf8(line) for line in lines)
    return text, f"utf-8+{page}" if mixed else page


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _page(data: bytes) -> str:
    """windows-1258 writes tones as marks after the letter; it wins only where that makes more syllables."""
    sample = data[: 1 << 16]
    western = _in_page(sample, "windows-1252")
    readings = {"windows-1252": western, "windows-1258": _in_page(sample, "windows-1258")}
    readings |= {kind: legacy.decode(western, kind) for kind in legacy.KINDS}
    best = max(readings, key=lambda name: _share_of_syllables(readings[name]))
    return "windows-1258" if best == "windows-1258" else "windows-1252"


def _share_of_syllables(text: str) -> float:
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(plausible, marked)) / len(marked) if marked else 0.0


def _in_page(line: bytes, page: str) -> str:
    return unicodedata.normalize("NFC", codecs.charmap_decode(line, "strict", _TABLES[page])[0])


def _table(page: str) -> str:
    """All 256 places; those the page leaves undefined stand for themselves, so that no byte stops the reading."""
    return "".join(bytes([code]).decode(page, "ignore") or chr(code) for code in range(256))


_TABLES = {page: _table(page) for page in ("windows-1252", "windows-1258")}


def _delimiter(text: str) -> tuple[str, str]:
    """The character that cuts most lines into equally many cells, and the text without a `sep=` line of Excel."""
    first, _newline, rest = text.partition("\n")
    if first.strip("\r")[:4].lower() == "sep=" and len(first.strip("\r")) == 5:
        return first[4], rest
    sample = [line for line in text[: 1 << 16].splitlines() if line.strip()][:_SAMPLE_LINES]
    return max(DELIMITERS, key=lambda one: _evenness(sample, one)), text


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    widths = Counter()
    try:
        widths.update(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0.0, 0
    widths.pop(0, None)
    width, count = max(widths.items(), key=lambda one: (one[0] > 1, one[1] * one[0] ** 0.5), default=(0, 0))
    return (count / len(lines) * width**0.5 if width > 1 else 0.0), width


def _rows(text: str, delimiter: str, limits: Limits) -> list[list]:
    rows: list[list] = []
    cells = 0
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            rows.append(_cells(row) or ())
            used = sum(cell is not None for cell in rows[-1])
            cells += used
            if used > limits.columns or cells > limits.cells:
                raise containers.too_large()
            if any(cell.count("\n") > _MOST_BREAKS for cell in row):
                raise _open_quote(len(rows))
    except csv.Error:
        raise _open_quote(len(rows) + 1) from None
    return rows


def _open_quote(row: int) -> Refused:
    sentence = _(
        'Row %(row)s opens a quotation mark (") that is never closed. Delete the mark or save the list as .xlsx.'
    )
    return Refused("file_open_quote", sentence % {"row": row}, status=400, row=row)


def _cells(row: list[str]) -> list:
    """Empty cells as None, the tail cut, and `="0123"` (how some systems keep a zero) without its wrapping."""
    while row and not row[-1].strip():
        row.pop()
    return [_FORMULA_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell or None for cell in row]
