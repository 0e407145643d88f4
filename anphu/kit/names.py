"""Vietnamese text: one stored form (NFC), a folded form to search in, a key to sort by.

Order follows Vietnamese lists of people: the given name (last word) first, then the rest as written; letters by the
Vietnamese alphabet (a ă â b c d đ e ê … o ô ơ … u ư …), and where letters agree, tones in the order
level, grave, hook, tilde, acute, dot. The key compares correctly byte by byte (collation "C").
"""

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x41 + index) for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}
_SPACES = re.compile(r"\s+")
CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ufeff]")

SYLLABLES = 8192
"""Remembered: Vietnamese has some 6,800, and lists of people say them again and again."""


def nfc(text: str) -> str:
    """One stored form: composed characters, single spaces, no control or invisible characters."""
    return _SPACES.sub(" ", CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()


def fold(text: str) -> str:
    """`text` without diacritics, in lower case: "Nguyễn Thị Đào" → "nguyen thi dao"."""
    return " ".join(_folded(word) for word in nfc(text).split(" "))


@lru_cache(SYLLABLES)
def _folded(word: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
    return plain.replace("đ", "d")


@lru_cache(SYLLABLES)
def word_key(word: str) -> str:
    """Letters of one syllable, then its tone: `hòa` sorts after `hoa` and before `hóa`."""
    letters, tone = [], "0"
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        elif not unicodedata.combining(char):
            letters.append(char)
    return "".join(_RANK.get(letter, letter) for letter in letters) + tone


def sort_key(full_name: str) -> str:
    """The key by which people are listed. "Trần Văn An" sorts by An, then Trần, then Văn."""
    words = nfc(full_name).split(" ")
    return " ".join(word_key(word) for word in [words[-1], *words[:-1]])
