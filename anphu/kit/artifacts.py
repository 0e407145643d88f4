"""Files received or made: kept once by digest outside the web root, recognised by content, never by name.

Who may open an artifact is decided by the record that points to it; nothing here is served by address.
"""

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import models
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import names
from anphu.kit.refusals import Refused

_CHUNK = 1 << 16
_BEGINNINGS = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "application/zip": (b"PK\x03\x04",),
    "application/vnd.ms-office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
}
ANYTHING = "application/octet-stream"
IMAGES = frozenset({"image/jpeg", "image/png"})
PAPERS = IMAGES | {"application/pdf"}
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class Artifact(models.Model):
    """A file with its digest (SHA-256, hexadecimal). Two of the same content share the bytes on disk."""

    name = models.CharField(gettext_lazy("file name"), max_length=150)
    media_type = models.CharField(gettext_lazy("media type"), max_length=100)
    size = models.PositiveBigIntegerField(gettext_lazy("size in bytes"))
    digest = models.CharField(gettext_lazy("digest"), max_length=64, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("received from"),
    )
    made_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now)

    class Meta:
        app_label = "anphu"
        verbose_name = gettext_lazy("file")
        verbose_name_plural = gettext_lazy("files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return _place(self.digest)

    def open(self) -> BinaryIO:
        """The bytes. Raises Refused `file_missing` when the disk has lost them."""
        try:
            return self.path.open("rb")
        except FileNotFoundError:
            sentence = _("The file is no longer on the disk of the server. Please tell the administrator.")
            raise Refused("file_missing", sentence, status=410) from None


def _place(digest: str) -> Path:
    return Path(settings.ARTIFACTS) / digest[:2] / digest


def recognised(beginning: bytes) -> str:
    """The media type by the first bytes; ANYTHING when it is none that we know."""
    for media_type, marks in _BEGINNINGS.items():
        if beginning.startswith(marks):
            return media_type
    return ANYTHING


def clean_name(name: str) -> str:
    """A file name without folders, control characters or what file systems forbid."""
    last = names.nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join("_" if c in '<>:"|?*' else c for c in last).strip(". ")[-150:] or "file"


def receive(file: BinaryIO, name: str, *, actor, limit: int, allowed: Collection[str] | None = None) -> Artifact:
    """Keep an uploaded file of at most `limit` bytes whose content is one of the `allowed` media types (None: any).

    Raises Refused `file_empty`, `file_too_large`, `file_type`.
    """
    folder = Path(settings.ARTIFACTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            digest, size, beginning = _copy(file, target, limit)
        media_type = recognised(beginning)
        if allowed is not None and media_type not in allowed:
            raise Refused(
                "file_type", _("This kind of file is not taken here. Save it as PDF, JPEG or PNG."), status=400
            )
        place = _place(digest)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Artifact.objects.create(
        name=clean_name(name), media_type=media_type, size=size, digest=digest, made_by=actor
    )


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> tuple[str, int, bytes]:
    digest, size, beginning = hashlib.sha256(), 0, b""
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            sentence = _("The file is larger than %(limit)d MB. Make it smaller, or split it.")
            raise Refused("file_too_large", sentence % {"limit": limit >> 20}, status=400)
        beginning = beginning or chunk[:16]
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise Refused(
            "file_empty", _("The file is empty. Choose it again; it may still have been open or copying."), status=400
        )
    return digest.hexdigest(), size, beginning


def send(artifact: Artifact, *, inline: bool = False) -> FileResponse:
    """The file as an answer: pictures and PDF may be shown in place, everything else is saved."""
    inline = inline and artifact.media_type in PAPERS
    answer = FileResponse(
        artifact.open(), as_attachment=not inline, filename=artifact.name, content_type=artifact.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
