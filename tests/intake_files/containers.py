"""Files that are not what their name says, are broken, locked, or built to harm."""

import io
import struct
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile
from xlwt import Workbook as OldWorkbook

from tests.intake_files.declared import Reading, Refusal, arrives
from tests.intake_files.making import changed, members_of, ods, ods_of, xls, xlsx, zipped
from tests.intake_files.people import PEOPLE, ROWS

_ENTITIES = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
_WRONG = Refusal("file_wrong_type")
_UNREADABLE = Refusal("file_unreadable_kind")
_DAMAGED = Refusal("file_damaged")
_LOCKED = Refusal("file_password")
_DANGEROUS = Refusal("file_dangerous")
_EMPTY = Refusal("file_empty")


@arrives("rong.xlsx", _EMPTY)
def nothing_at_all() -> bytes:
    return b""


@arrives("trang.csv", _EMPTY)
def only_blanks() -> bytes:
    return b" \r\n\t \r\n"


@arrives("khong.xls", _EMPTY)
def only_zero_bytes() -> bytes:
    return bytes(4096)


@arrives("danh-sach.xlsx", _WRONG)
def pdf_called_xlsx() -> bytes:
    return b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@arrives("danh-sach.xlsx", _WRONG)
def jpeg_called_xlsx() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)


@arrives("danh-sach.ods", _WRONG)
def png_called_ods() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(200)


@arrives("danh-sach.xls", _WRONG)
def program_called_xls() -> bytes:
    return b"MZ\x90\x00" + bytes(500)


@arrives("danh-sach.csv", _WRONG)
def rar_called_csv() -> bytes:
    return b"Rar!\x1a\x07\x00" + bytes(100)


@arrives("danh-sach.csv.gz", _WRONG)
def csv_in_gzip() -> bytes:
    return b"\x1f\x8b\x08\x00" + bytes(100)


@arrives("danh-sach.xls", _WRONG)
def rtf_called_xls() -> bytes:
    return rb"{\rtf1\ansi Danh s\'e1ch}"


@arrives("danh-sach.zip", _WRONG)
def workbook_inside_a_zip() -> bytes:
    return zipped({"danh-sach.xlsx": xlsx(ROWS)})


@arrives("danh-sach.xlsx", _WRONG)
def empty_zip() -> bytes:
    return zipped({})


@arrives("danh-sach.xlsx", _WRONG)
def word_document_called_xlsx() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


@arrives("danh-sach.ods", _WRONG)
def text_document_called_ods() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})


@arrives("danh-sach.xls", _WRONG)
def old_word_document_called_xls() -> bytes:
    return xls(ROWS).replace(_wide("Workbook"), _wide("WordDocument")[:18])


def _wide(name: str) -> bytes:
    return (name + "\0").encode("utf-16-le")


@arrives("danh-sach.xlsb", _UNREADABLE)
def binary_workbook() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": bytes(100)})


@arrives("danh-sach.xls", _UNREADABLE)
def xml_of_excel_2003() -> bytes:
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'


@arrives("danh-sach.xls", _UNREADABLE)
def web_archive_called_xls() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html></html>"


@arrives("danh-sach.xls", _UNREADABLE)
def workbook_of_excel_4() -> bytes:
    return bytes.fromhex("0904060000001000") + bytes(100)


@arrives("danh-sach.xlsx", _DAMAGED)
def half_an_xlsx() -> bytes:
    whole = xlsx(ROWS)
    return whole[: len(whole) // 2]


@arrives("danh-sach.xlsx", _DAMAGED)
def xlsx_without_its_last_bytes() -> bytes:
    return xlsx(ROWS)[:-30]


@arrives("danh-sach.xlsx", _DAMAGED)
def xlsx_with_a_flipped_byte() -> bytes:
    data = bytearray(xlsx(ROWS))
    place = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[place] ^= 0xFF
    return bytes(data)


@arrives("danh-sach.xlsx", _DAMAGED)
def xlsx_with_broken_xml() -> bytes:
    return changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])


@arrives("danh-sach.xlsx", _DAMAGED)
def xlsx_without_relations() -> bytes:
    members = members_of(xlsx(ROWS))
    del members["xl/_rels/workbook.xml.rels"]
    return zipped(members)


@arrives("danh-sach.xls", _DAMAGED)
def half_an_xls() -> bytes:
    whole = xls(ROWS * 200)
    return whole[: len(whole) // 2]


@arrives("danh-sach.xls", _DAMAGED)
def first_sector_of_an_xls() -> bytes:
    return xls(ROWS)[:512] + _wide("Workbook")


@arrives("danh-sach.xls", _DAMAGED)
def thirty_bytes_of_an_xls() -> bytes:
    return xls(ROWS)[:30]


@arrives("danh-sach.ods", _DAMAGED)
def ods_that_the_library_never_finishes() -> bytes:
    """A table that is never closed: python-calamine 0.9.1 looks for its end for ever."""
    return changed(ods(ROWS), "content.xml", lambda xml: xml.replace(b"</table:table>", b"</table>"))


@arrives("danh-sach.ods", _DAMAGED)
def ods_with_broken_xml() -> bytes:
    return changed(ods(ROWS), "content.xml", lambda xml: xml[: len(xml) // 2])


@arrives("danh-sach.ods", _DAMAGED)
def ods_without_content() -> bytes:
    members = members_of(ods(ROWS))
    del members["content.xml"]
    return zipped(members)


@arrives("danh-sach.xlsx", _LOCKED)
def xlsx_with_a_password() -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(ROWS))).encrypt("mat-khau", target)
    return target.getvalue()


@arrives("danh-sach.xls", _LOCKED)
def xls_with_a_password() -> bytes:
    """FILEPASS (47) after the first BOF of the stream: XOR obfuscation, as Excel 97 wrote it."""

    class Locked(OldWorkbook):
        def get_biff_data(self):
            stream = super().get_biff_data()
            end = 4 + struct.unpack_from("<H", stream, 2)[0]
            return stream[:end] + struct.pack("<HHHHH", 0x002F, 6, 0, 0x1234, 0x5678) + stream[end:]

    book = Locked()
    book.add_sheet("Danh sách").write(0, 0, "Họ và tên")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@arrives("danh-sach.ods", _LOCKED)
def ods_with_a_password() -> bytes:
    return ods_of("", manifest="<manifest:encryption-data/>")


@arrives("danh-sach.xlsx", _LOCKED)
def zip_with_a_password() -> bytes:
    data = bytearray(xlsx(ROWS))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


@arrives("danh-sach.xlsx", _DANGEROUS)
def entity_bomb_in_the_strings() -> bytes:
    bomb = f'<?xml version="1.0"?>{_ENTITIES}<sst><si><t>&c;</t></si></sst>'
    return changed(xlsx(ROWS), "xl/sharedStrings.xml", lambda _xml: bomb.encode())


@arrives("danh-sach.xlsx", _DANGEROUS)
def entity_bomb_in_utf_16() -> bytes:
    bomb = f'<?xml version="1.0" encoding="UTF-16"?>{_ENTITIES}<sst><si><t>&c;</t></si></sst>'
    return changed(xlsx(ROWS), "xl/sharedStrings.xml", lambda _xml: bomb.encode("utf-16"))


@arrives("danh-sach.xlsx", _DANGEROUS)
def entity_from_the_disk() -> bytes:
    document = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    return changed(xlsx(ROWS), "xl/workbook.xml", lambda xml: document + xml)


@arrives("danh-sach.ods", _DANGEROUS)
def entity_bomb_in_ods() -> bytes:
    return ods_of("<table:table-row><table:table-cell/></table:table-row>", before=_ENTITIES)


@arrives("danh-sach.xlsx", _DANGEROUS)
def entity_behind_a_long_comment() -> bytes:
    head = f'<?xml version="1.0"?><!--{"x" * (1 << 20)}-->{_ENTITIES}'
    return changed(xlsx(ROWS), "xl/sharedStrings.xml", lambda _xml: f"{head}<sst/>".encode())


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE))
def member_that_climbs_out_of_the_archive() -> bytes:
    return zipped({**members_of(xlsx(ROWS)), "../../../tmp/elsewhere": "never written, for nothing is extracted"})


@arrives("danh-sach.xlsx", _DAMAGED)
def archive_that_lies_about_sizes() -> bytes:
    """The sheet claims 10 bytes and holds 8 MB: it is read no further than it claims, and then its checksum fails."""
    data = bytearray(changed(xlsx(ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (8 << 20)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        header = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    entry = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[header + 22 : header + 26] = data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(data)
