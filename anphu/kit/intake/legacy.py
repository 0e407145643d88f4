"""TCVN3 (ABC) and VNI: text typed with the fonts of before Unicode, recognised and converted.

Both store Vietnamese in the places of Western letters: "NguyÔn V¨n An" (TCVN3) and "Nguyeãn Vaên An" (VNI) are the same
name. TCVN3 gives each letter a place of its own; VNI writes the plain letter and its mark after it.

A text is converted only where that turns words that are no Vietnamese into words that are (`syllables.plausible`); text
with a letter that only Unicode has is never touched. Some words read well both ways ("Sôn" is VNI for Sơn, and could
be a syllable too): alone they are left as they stand, and `repair` decides them by the other cells of their column.

Capital fonts (.VnTimeH) show small letters as capitals, so a name that was NGUYỄN VĂN AN on paper may be stored as
"nguyÔn v¨n an" and is read in small letters; the cleaning of names gives it its capitals. Typed with the shift key
it is stored as "NGUYÔN V¡N AN", plain letters large and marked ones small; such text is made all capitals.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from anphu.kit.intake.syllables import plausible

# Letter, then its code with no tone (0: the plain letter itself) and with grave, hook, tilde, acute and dot.
_TCVN3 = """
a 00 B5 B6 B7 B8 B9
ă A8 BB BC BD BE C6
â A9 C7 C8 C9 CA CB
e 00 CC CE CF D0 D1
ê AA D2 D3 D4 D5 D6
i 00 D7 D8 DC DD DE
o 00 DF E1 E2 E3 E4
ô AB E5 E6 E7 E8 E9
ơ AC EA EB EC ED EE
u 00 EF F1 F2 F3 F4
ư AD F5 F6 F7 F8 F9
y 00 FA FB FC FD FE
"""
_TCVN3_OTHERS = {"®": "đ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ"}
# Letter, how VNI writes it, then the mark after it with grave, hook, tilde, acute and dot; `-`: a letter of its own.
_VNI = """
a a  ø û õ ù ï
ă aê è ú ü é ë
â aâ à å ã á ä
e e  ø û õ ù ï
ê eâ à å ã á ä
o o  ø û õ ù ï
ô oâ à å ã á ä
ơ ô  ø û õ ù ï
u u  ø û õ ù ï
ư ö  ø û õ ù ï
y y  ø û õ ù -
"""
_VNI_OTHERS = {"ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _tcvn3_letters() -> dict[str, str]:
    letters = dict(_TCVN3_OTHERS)
    for line in _TCVN3.split("\n")[1:-1]:
        letter, *codes = line.split()
        for code, tone in zip(codes, ("", *_TONES), strict=True):
            if code != "00":
                letters[chr(int(code, 16))] = unicodedata.normalize("NFC", letter + tone)
    return letters


def _vni_letters() -> dict[str, str]:
    """Small and capital; a circumflex or breve with a tone replaces the mark of the letter: aâ, then aá for ấ."""
    letters = dict(_VNI_OTHERS)
    for line in _VNI.split("\n")[1:-1]:
        letter, written, *marks = line.split()
        letters[written] = letter
        for mark, tone in zip(marks, _TONES, strict=True):
            if mark != "-":
                base = written[0] if letter in "ăâêô" else written
                letters[base + mark] = unicodedata.normalize("NFC", letter + tone)
    return letters | {written.upper(): letter.upper() for written, letter in letters.items()}


_LETTERS = {"tcvn3": _tcvn3_letters(), "vni": _vni_letters()}
KINDS = tuple(_LETTERS)
_PATTERNS = {
    kind: re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    for kind, letters in _LETTERS.items()
}
_MARKED = re.compile("[\u00a1-\u00ff]")
_UNICODE = re.compile("[\u0102-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
# Foreign words and signs that one of the two encodings would turn into a syllable.
_FOREIGN = frozenset(("où", "thaï", "caïn", "laïc", "dû", "lü", "nü", "xü", "µm", "µg", "µl", "µs"))


def detect(text: str) -> str | None:
    """`tcvn3`, `vni`, or None for what is Unicode already, plain ASCII, foreign or undecidable."""
    return None if text.isascii() else _detect(text)


def decode(text: str, kind: str | None = None) -> str:
    """`text` in Unicode: by its own evidence, or as `kind` where the caller knows better."""
    kind = kind or detect(text)
    return _converted(text, kind) if kind else text


def encode(text: str, kind: str) -> str:
    """`text` as the old fonts had it; what they cannot write stays. TCVN3 has no capitals with a tone."""
    written = {letter: code for code, letter in _LETTERS[kind].items()}
    if kind == "tcvn3":
        written |= {letter.upper(): code for letter, code in written.items() if letter.upper() not in written}
    return "".join(written.get(char, char) for char in unicodedata.normalize("NFC", text))


def repair(rows: list[list]) -> dict[str, int]:
    """Convert the cells of a sheet in place; return how many were converted from which encoding.

    Each column is judged by itself, since files mix fonts by column. Where a column shows one old encoding, the cells
    below its first such cell that read well both ways are taken to be of that encoding too; those above it (a heading
    typed later: "Tên") only if nothing in their row is Unicode. A sheet all in one old encoding is taken so in every
    column.
    """
    converted: Counter = Counter()
    habits: dict[int, str] = {}
    doubtful = []
    any_unicode = False
    for row in filter(None, rows):
        kinds = {column: _kind(cell) for column, cell in enumerate(row) if cell.__class__ is str and not cell.isascii()}
        any_unicode = any_unicode or "unicode" in kinds.values()
        for column, kind in kinds.items():
            if kind in _LETTERS:
                habits.setdefault(column, kind)
                row[column] = _converted(row[column], kind)
                converted[kind] += 1
            elif kind is None and (column in habits or "unicode" not in kinds.values()):
                doubtful.append((row, column))
    whole = next(iter(converted)) if len(converted) == 1 and not any_unicode else None
    for row, column in doubtful:
        kind = habits.get(column, whole)
        if kind and _reads_well(row[column], kind):
            row[column] = _converted(row[column], kind)
            converted[kind] += 1
    return dict(converted)


def _kind(text: str) -> str | None:
    return "unicode" if _UNICODE.search(text) else _detect(text)


@lru_cache(maxsize=1 << 15)
def _detect(text: str) -> str | None:
    if _UNICODE.search(text) or not _MARKED.search(text):
        return None
    words = _WORD.findall(text)
    marked = [word for word in words if not word.isascii()]
    strange = [word for word in marked if not plausible(word, strict=False)]
    if any(word.lower() in _FOREIGN for word in strange):
        return None
    evidence = {kind: _evidence(words, marked, strange, kind) for kind in KINDS}
    best, other = sorted(KINDS, key=evidence.get, reverse=True)
    return best if evidence[best] > evidence[other] else None


def _evidence(words: list[str], marked: list[str], strange: list[str], kind: str) -> int:
    """How many strange words the encoding turns into syllables; 0 when too many others stay or become nonsense.

    A sign alone ("µ", "§") is no evidence. A single word is, only if all plain words beside it could be Vietnamese.
    """
    good = [word for word in marked if plausible(_converted(word, kind))]
    if len(good) < len(marked) and not (len(good) >= 3 and len(good) >= 0.8 * len(marked)):
        return 0
    healed = sum(1 for word in strange if word in good and len(word) > 1)
    if healed == 1 and not all(
        plausible(word, strict=False) for word in words if word.isascii() and not word.isupper()
    ):
        return 0
    return healed


def _reads_well(text: str, kind: str) -> bool:
    """Every mark is one of this encoding, and every word with one becomes a syllable."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return all(_PATTERNS[kind].sub("", word).isascii() and plausible(_converted(word, kind)) for word in words)


def _converted(text: str, kind: str) -> str:
    letters = _LETTERS[kind]
    result = _PATTERNS[kind].sub(lambda match: letters[match.group()], text)
    return result.upper() if kind == "tcvn3" and _typed_in_capitals(text) else result


def _typed_in_capitals(text: str) -> bool:
    """No small plain letter anywhere, and a word with two or more large ones ("Hµ" alone is only a capital initial)."""
    return not re.search("[a-z]", text) and bool(re.search("[A-Z][^A-Za-z\\s]*[A-Z]", text))
