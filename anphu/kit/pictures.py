"""Pictures and papers that people send, judged by what is in them."""

import io
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from anphu.kit.artifacts import recognised
from anphu.kit.refusals import Refused

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_PIXELS = 40_000_000
"""Of a picture unpacked, 120 MB in memory: an A4 page scanned at 600 dots an inch has 35 million."""
_TAIL = 2048


def portrait(file: BinaryIO, *, width: int, height: int) -> bytes:
    """The picture as a JPEG that fits into `width` × `height` pixels: turned upright, with nothing hidden in it.

    Whatever else the file carried (place and device of the shot, text, appended archives) is gone. Raises Refused.
    """
    picture = ImageOps.exif_transpose(_opened(file))
    picture.thumbnail((width, height))
    plain = Image.new("RGB", picture.size, "white")
    with_alpha = picture.convert("RGBA")
    plain.paste(with_alpha, mask=with_alpha)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def judge(file: BinaryIO) -> None:
    """Raise Refused unless the file is whole: a picture that can be decoded, or a PDF with both its ends."""
    beginning = file.read(16)
    file.seek(0)
    if recognised(beginning) in KINDS:
        _opened(file)
        file.seek(0)
    elif recognised(beginning) == "application/pdf":
        _insist_whole(file)


def _opened(file: BinaryIO) -> Image.Image:
    """The picture, decoded to its last line; its size is looked at before anything is unpacked."""
    beginning = file.read(16)
    file.seek(0)
    kind = KINDS.get(recognised(beginning))
    if kind is None:
        raise Refused("file_type", _("This is no picture. Choose a JPEG or PNG file."), status=400)
    try:
        picture = Image.open(file, formats=[kind])
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        picture.load()
    except Image.DecompressionBombError as error:
        sentence = _("The picture has too many pixels. Scan it more coarsely, or make it smaller.")
        raise Refused("picture_too_large", sentence, status=400) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        sentence = _("The picture cannot be read to its end. Scan or copy it again.")
        raise Refused("picture_broken", sentence, status=400) from error
    return picture


def _insist_whole(file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _TAIL, 0))
    whole = b"%%EOF" in file.read()
    file.seek(0)
    if not whole:
        sentence = _("The PDF is not whole: its end is missing. Save or scan it again.")
        raise Refused("pdf_broken", sentence, status=400)
