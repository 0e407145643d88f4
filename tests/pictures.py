"""Pictures and papers for tests, made on the spot."""

import io

from PIL import Image


def jpeg(width: int = 90, height: int = 120, **options) -> bytes:
    return _saved(Image.linear_gradient("L").resize((width, height)).convert("RGB"), "JPEG", **options)


def png(width: int = 90, height: int = 120, mode: str = "RGBA") -> bytes:
    return _saved(Image.new(mode, (width, height)), "PNG")


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def _saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
