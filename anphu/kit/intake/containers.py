"""What a file is, by its bytes, and whether opening it would be a mistake. The name says nothing here."""

import io
import zipfile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import archives
from anphu.kit.intake.limits import Limits
from anphu.kit.refusals import Refused

_SHORT = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEADER = 512
_OLD_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_OTHERS = (
    (b"%PDF", gettext_lazy("a PDF document")),
    (b"\xff\xd8\xff", gettext_lazy("a JPEG picture")),
    (b"\x89PNG", gettext_lazy("a PNG picture")),
    (b"GIF8", gettext_lazy("a GIF picture")),
    (b"MZ", gettext_lazy("a program")),
    (b"\x7fELF", gettext_lazy("a program")),
    (b"Rar!", gettext_lazy("a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", gettext_lazy("a 7z archive")),
    (b"\x1f\x8b", gettext_lazy("a GZIP archive")),
    (b"{\\rtf", gettext_lazy("a Word document")),
    (b"SQLite format 3", gettext_lazy("a database")),
)
_ENTITIES = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)


def kind_of(data: bytes, limits: Limits) -> str:
    """`xlsx`, `xlsm`, `xls`, `ods`, `html` or `csv`; whatever else it is, is refused by its name in words."""
    if not data.strip(b"\x00\t\r\n\x0c \xef\xbb\xbf\xff\xfe"):
        raise Refused("file_empty", _("The file is empty. Choose the file that holds your list."), status=400)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data, limits)
    if data.startswith(_OLE):
        return _ole(data)
    for start, words in _OTHERS:
        if data.startswith(start):
            raise wrong_type(words)
    return _plain(data)


def wrong_type(words) -> Refused:
    """The refusal of a file that is something else, whatever its name claims."""
    sentence = _(
        "The file is %(kind)s, not a list in Excel, OpenDocument or CSV. Choose the file that holds your list."
    )
    return Refused("file_wrong_type", sentence % {"kind": words}, status=400)


def save_as_xlsx(words) -> Refused:
    """The refusal of a list in a form that is not read here but that Excel can open."""
    sentence = _(
        "The file is %(kind)s, which cannot be read here. Open it in Excel and save it as .xlsx, then choose that file."
    )
    return Refused("file_unreadable_kind", sentence % {"kind": words}, status=400)


def damaged() -> Refused:
    """The refusal of a file that begins right and then breaks off or contradicts itself."""
    sentence = _(
        "The file is damaged or was not copied to its end. Open it in Excel, save it again and choose the new file."
    )
    return Refused("file_damaged", sentence, status=400)


def too_large() -> Refused:
    """The refusal of a file that would expand beyond the limits."""
    sentence = _(
        "The file holds more than can be read at once. Delete the empty rows and columns around the list, "
        "or divide it into several files."
    )
    return Refused("file_too_large", sentence, status=413)


def locked() -> Refused:
    """The refusal of a file that asks for a password."""
    sentence = _(
        "The file is protected by a password. Open it in Excel, remove the password, save it and choose it again."
    )
    return Refused("file_password", sentence, status=400)


def _zipped(data: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members, len(data), limits)
            kind = _office_kind(archive)
            _read_through(archive, members, limits)
    except archives.BROKEN as error:
        raise damaged() from error
    return kind


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """By what the archive declares; `_read_through` then holds it to its word."""
    unpacked = sum(member.file_size for member in members)
    swollen = unpacked > limits.ratio_from and unpacked > size * limits.ratio
    if len(members) > limits.members or unpacked > limits.unpacked or swollen:
        raise too_large()
    if any(member.flag_bits & 1 for member in members):
        raise locked()


def _office_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if "xl/workbook.bin" in names:
        raise save_as_xlsx(_("an Excel binary workbook (.xlsb)"))
    if "mimetype" in names and _head(archive, "mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if "META-INF/manifest.xml" in names and b"encryption-data" in _head(archive, "META-INF/manifest.xml"):
            raise locked()
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise wrong_type(_("a Word document"))
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise wrong_type(_("another kind of document"))
    raise wrong_type(_("a ZIP archive"))


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_SHORT)


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack every member and keep none: checksums hold, sizes are as declared, no XML declares entities."""
    for member in members:
        tail = b""
        with archive.open(member) as content:
            while piece := content.read(_SHORT):
                window = tail + piece
                if any(mark in window for mark in _ENTITIES):
                    raise _entities()
                tail = piece[-20:]


def _entities() -> Refused:
    sentence = _(
        "The file carries definitions that can harm a computer. Copy the list into a new workbook and choose that."
    )
    return Refused("file_dangerous", sentence, status=400)


def _ole(data: bytes) -> str:
    """By the names in the directory of the compound file, which are UTF-16."""
    if len(data) < _OLE_HEADER:
        raise damaged()
    size, first = 1 << min(data[30], 16), int.from_bytes(data[48:52], "little")
    if (first + 2) * size > len(data) + size:
        raise damaged()
    if _utf16("EncryptedPackage") in data:
        raise locked()
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return "xls"
    if _utf16("WordDocument") in data:
        raise wrong_type(_("a Word document"))
    raise wrong_type(_("another kind of document"))


def _utf16(name: str) -> bytes:
    return (name + "\0").encode("utf-16-le")


def _plain(data: bytes) -> str:
    """Text of some sort, or refused. HTML wants a tag near its beginning, since a cell may also hold a `<`."""
    if data[:2] in _OLD_BIFF and len(data) > 4 and data[2] in (4, 6, 8, 16) and data[3] == 0:
        raise save_as_xlsx(_("a workbook of a very old Excel"))
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"mime-version:"):
        raise save_as_xlsx(_("a web page archive"))
    if head.startswith(b"<?xml") and b"<html" not in head:
        raise save_as_xlsx(_("an XML document"))
    if head.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<div", b"<?xml", b"<body", b"<!--")
    ):
        return "html"
    return "csv"
