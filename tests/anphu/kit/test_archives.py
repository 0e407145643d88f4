"""An archive that does not hold together is refused by whoever opens it, however it is packed, wherever it breaks."""

import io
import random
import zipfile

import pytest

from anphu.kit import documents
from anphu.kit.intake import containers, limits
from anphu.kit.refusals import Refused

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def broken(packing: int) -> list[bytes]:
    """One archive with one, two or three bytes of it changed, or its end cut off."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packing) as archive:
        archive.writestr("word/document.xml", "<a>" + "Nguyễn Văn An" * 20 + "</a>")
    chance = random.Random(packing)
    files = []
    for number in range(150):
        data = bytearray(whole.getvalue())
        for _time in range(1 + number % 3):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        files.append(bytes(data[: chance.randrange(4, len(data))] if number % 5 == 0 else data))
    return files


@pytest.mark.parametrize("packing", PACKINGS)
def test_archive_that_breaks_anywhere_is_refused(packing):
    for data in broken(packing):
        with pytest.raises(Refused):
            documents.docx(io.BytesIO(data), {})
        with pytest.raises(Refused):
            containers.kind_of(b"PK\x03\x04" + data[4:], limits.USUAL)
