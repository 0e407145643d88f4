"""What the spreadsheet library does not tell of an .ods: error cells, and cells repeated beyond measure."""

import io
import re
import zipfile

from budget import Budget
from well_formed import insist_well_formed

_ERROR = re.compile(rb'(<table:table-cell\b[^>]*?) office:string-value=""([^>]*? calcext:value-type="error")')
_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.S)
_CELL = re.compile(rb"<table:table-cell\b([^>]*\boffice:value-type=[^>]*)>")
_REPEATED = re.compile(rb'\btable:number-(?:rows|columns)-repeated="(\d{1,9})"')


def with_errors_shown(data: bytes, budget: Budget) -> bytes:
    """The same document, with error cells as the text that they show (`#DIV/0!`).

    LibreOffice stores them as empty texts with the error beside. Raises TooMuch where filled cells repeat too often.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
        insist_well_formed(content)
        _refuse_repetition(content, budget)
        if b'calcext:value-type="error"' not in content:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
            for name in ("mimetype", "META-INF/manifest.xml"):
                if name in archive.namelist():
                    copy.writestr(name, archive.read(name))
            copy.writestr("content.xml", _ERROR.sub(rb"\1\2", content))
        return target.getvalue()


def _refuse_repetition(content: bytes, budget: Budget) -> None:
    for attributes, inside in _ROW.findall(content):
        height = _times(attributes)
        for cell in _CELL.findall(inside) if height > 1 or b"-repeated" in inside else ():
            budget.take(height * _times(cell))


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
