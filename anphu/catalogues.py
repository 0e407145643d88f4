"""Message catalogues: the `.po` files are the source, the `.mo` files beside them are made here, without gettext."""

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).parent / "locale"


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue whose source is newer; return the files written."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    return [_compile(source) for source in stale]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


def _compile(source: Path) -> Path:
    """Put in place by a rename: another process may be reading the old one."""
    compiled = source.with_suffix(".mo")
    draft = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    polib.pofile(os.fspath(source), encoding="utf-8").save_as_mofile(os.fspath(draft))
    draft.replace(compiled)
    return compiled
