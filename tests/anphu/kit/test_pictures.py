"""Pictures and papers that people send: judged by content, cut down to what can be seen."""

import io
import struct
import zlib

import pytest
from PIL import Image

from anphu.kit import pictures
from anphu.kit.refusals import Refused
from tests.pictures import jpeg, pdf, png


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def shot() -> bytes:
    """As a telephone takes it: lying on its side, with the place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "Secret maker"
    return jpeg(120, 90, exif=exif, comment=b"hidden words")


def test_portrait_is_upright_and_small_with_nothing_hidden_in_it():
    clean = pictures.portrait(io.BytesIO(shot() + b"PK\x03\x04<script>"), width=60, height=80)
    picture = Image.open(io.BytesIO(clean))
    assert (picture.format, picture.size) == ("JPEG", (60, 80))
    assert dict(picture.getexif()) == {}
    assert not any(word in clean for word in (b"Secret maker", b"hidden words", b"<script>"))


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "1", "I;16"])
def test_portrait_takes_every_kind_of_png(mode):
    assert Image.open(io.BytesIO(pictures.portrait(io.BytesIO(png(mode=mode)), width=60, height=80))).mode == "RGB"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf(), "file_type"),
        (b"GIF89a" + b"\0" * 50, "file_type"),
        (b"<svg onload='x'/>", "file_type"),
        (b"", "file_type"),
        (bomb(), "picture_too_large"),
        (jpeg()[:400], "picture_broken"),
        (png()[:60], "picture_broken"),
        (b"\xff\xd8\xff<html>", "picture_broken"),
        (b"\x89PNG\r\n\x1a\nGIF89a", "picture_broken"),
    ],
)
def test_portrait_refuses_what_is_no_whole_picture(data, code):
    with pytest.raises(Refused) as refused:
        pictures.portrait(io.BytesIO(data), width=60, height=80)
    assert (refused.value.code, refused.value.status) == (code, 400)


@pytest.mark.parametrize("data", [jpeg(), png(), pdf(), b"anything else is for the list of types"])
def test_judge_passes_what_is_whole_and_leaves_it_at_its_beginning(data):
    file = io.BytesIO(data)
    pictures.judge(file)
    assert file.read() == data


@pytest.mark.parametrize(
    ("data", "code"), [(pdf()[:30], "pdf_broken"), (b"%PDF-<html>", "pdf_broken"), (bomb(), "picture_too_large")]
)
def test_judge_refuses_what_is_cut_off(data, code):
    with pytest.raises(Refused) as refused:
        pictures.judge(io.BytesIO(data))
    assert refused.value.code == code
