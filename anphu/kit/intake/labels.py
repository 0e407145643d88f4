"""Comparing labels and headings that different hands have typed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from anphu.kit import names

_NOT_WORD = re.compile(r"[\W_]+")
_NUMERAL = re.compile(r"[ivxl]+|.|.*\d.*")


folded = lru_cache(maxsize=1 << 14)(names.fold)  # a column of labels repeats a dozen texts thousands of times


@lru_cache(maxsize=1 << 15)
def label_key(label: str) -> str:
    """The form in which labels and headings are compared: no diacritics, small letters, no punctuation."""
    return _NOT_WORD.sub(" ", names.fold(label)).strip()


@lru_cache(maxsize=1 << 13)
def numerals(key: str) -> tuple[str, ...]:
    """Numbers, Roman numerals and single letters of a key: what a small difference may not change."""
    return tuple(word for word in key.split() if _NUMERAL.fullmatch(word))


def tolerated(key: str) -> int:
    """How many letters may differ: none in a short label, one from four letters on, two from nine."""
    return 0 if len(key) < 4 else 1 if len(key) < 9 else 2


def nearest(key: str, labels: Iterable[str], most: int) -> list[tuple[int, str]]:
    """`(distance, label)` of those with at most `most` letters inserted, dropped, changed or swapped; nearest first.

    `labels` are keys. Those whose numerals differ are no neighbours: "Loại II" is not a misspelt "Loại I".
    """
    wanted = numerals(key)
    near = process.extract(key, list(labels), scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted((distance, label) for label, distance, _ in near if numerals(label) == wanted)
