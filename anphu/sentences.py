"""The sentences of the sources and their Vietnamese: collecting, updating, and finding what is missing.

Entries whose comment says "library" override sentences of the libraries; they are kept though no source has them.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCES = ("anphu", "orgtree", "planning", "templates")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
"""What is left of a template is no indented Python."""
_VALUES = re.compile(r"%\(\w+\)[a-z]|%[ds]")


def collect(root: Path) -> dict[tuple[str, str], dict]:
    """Every sentence of the sources: `{(context, msgid): {"plural": str, "places": [(file, line)]}}`."""
    found: dict[tuple[str, str], dict] = {}
    for path in sorted(p for name in SOURCES for p in (root / name).rglob("*") if p.suffix in {".py", ".html", ".txt"}):
        for line, message, context in _extract(path):
            single, plural = message if isinstance(message, tuple) else (message, "")
            entry = found.setdefault((context or "", single), {"plural": plural, "places": []})
            entry["plural"] = entry["plural"] or plural
            entry["places"].append((path.relative_to(root).as_posix(), line))
    found.pop(("", ""), None)
    return found


def _extract(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    from babel.messages.extract import extract

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _INDENT.sub("", templatize(text))
    for line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        if context is not None and isinstance(message, tuple):
            message = message[1:] if message[0] == context else message
            message = message[0] if len(message) == 1 else message
        yield line, message, context


def update(path: Path, root: Path) -> None:
    """Write the catalogue anew: sentences found, in order, with the translations that it already had."""
    old = polib.pofile(os.fspath(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "An Phú",
        "Language": "vi",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for (context, msgid), about in sorted(collect(root).items(), key=lambda item: (item[0][1], item[0][0])):
        kept = known.get((context, msgid))
        plural = {"msgid_plural": about["plural"], "msgstr_plural": {0: ""}} if about["plural"] else {}
        entry = polib.POEntry(
            msgid=msgid,
            msgctxt=context or None,
            occurrences=[(place, "") for place in dict.fromkeys(file for file, _line in about["places"])],
            flags=["python-format"] if _VALUES.search(msgid) else [],
            **plural,
        )
        if kept is not None and plural:
            entry.msgstr_plural = kept.msgstr_plural or {0: kept.msgstr}
        elif kept is not None:
            entry.msgstr = kept.msgstr or kept.msgstr_plural.get(0, "")
        entry.comment = kept.comment if kept is not None else ""
        new.append(entry)
    found = {(entry.msgctxt or "", entry.msgid) for entry in new}
    new += [entry for key, entry in known.items() if "library" in entry.comment and key not in found]
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(os.fspath(path))


def outdated(path: Path, root: Path) -> list[str]:
    """What the catalogue lacks, still carries, or breaks: one line each."""
    catalogue = {(e.msgctxt or "", e.msgid): e for e in (polib.pofile(os.fspath(path)) if path.exists() else [])}
    found = collect(root)
    faults = [f"not translated: {msgid!r}" for key in found if _is_empty(catalogue.get(key)) for msgid in [key[1]]]
    for key, entry in catalogue.items():
        if key not in found and "library" not in entry.comment:
            faults.append(f"no longer used: {key[1]!r}")
        values = set(_VALUES.findall(f"{entry.msgid} {entry.msgid_plural}"))
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
            if set(_VALUES.findall(translation)) - values:
                faults.append(f"names a value that the sentence has not: {key[1]!r}")
    return faults


def _is_empty(entry: polib.POEntry | None) -> bool:
    return entry is None or not (entry.msgstr or any(entry.msgstr_plural.values()))
