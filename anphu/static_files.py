"""Static files are collected, named by content and compressed once for each state of their sources."""

import hashlib
import os
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """A page names some forty files, most of them the same icons: each address is worked out once in a process.

    What has been collected does not change under a running process.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(self.url)


def collect_if_changed() -> bool:
    """Run `collectstatic` unless the sources are those of the last time; it takes longer than all else at a start."""
    stamp = settings.ANPHU_DATA / "static.sha256"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    total = hashlib.sha256(os.fsencode(settings.STATIC_ROOT))
    for line in sorted(_sources()):
        total.update(line.encode())
    return total.hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list(None):
            source = os.stat(storage.path(path))
            yield f"{path}\0{source.st_size}\0{source.st_mtime_ns}\n"
