"""One cell as people type it → one value. Pure: each function returns the value or raises `CellProblem`.

An empty cell is None, for `text` and `name` the empty text. Dates have a file of their own, `dates`.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.intake.dates import partial_date
from anphu.kit.intake.labels import folded, label_key, nearest, tolerated
from anphu.kit.intake.problems import CellProblem, plain

__all__ = ["CellProblem", "choice", "decimal", "digits", "label_key", "name", "partial_date", "text", "whole", "yes_no"]

_YES = frozenset(("x", "co", "1", "✓", "✔", "☑", "v", "yes", "y", "true", "dung", "roi", "da co"))
_NO = frozenset(("khong", "0", "no", "n", "false", "sai", "chua", "-", "☐", "khong co", "k", "ko"))
_SEPARATORS = re.compile(r"[\s.,'’\-/_]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([. ,'])\d{3})(?:\1\d{3})*")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_TONED_BEGINNING = re.compile("(?<= )[àáâãèéêìíòóôõùúýĩũạ-ỹ]")
_LOST_ZEROS = 2
_SAFE_INTEGER = 10**15


def text(value) -> str:
    """One stored form of a text: composed letters, single spaces, no invisible characters."""
    if value.__class__ is not str:
        value = plain(value)
    if (
        value.isprintable()
        and "  " not in value
        and unicodedata.is_normalized("NFC", value)
        and not (value.startswith(" ") or value.endswith(" "))
    ):
        return value
    return names.nfc(value.replace("\u00ad", "").replace("\u2060", ""))


def name(value) -> str:
    """A person's name. All capitals or all small become Vietnamese capitals; what is mixed is left as it was typed.

    But for a small letter with a tone that begins a word: TCVN3 has no such capitals ("Lê Văn ẩn"). Raises not_a_name
    for digits and signs.
    """
    result = text(value)
    if not result:
        return ""
    if any(char.isdigit() for char in result) or not any(char.isalpha() for char in result):
        raise CellProblem("not_a_name", _("“%(text)s” is not a person's name.") % {"text": result[:60]})
    if result.isupper() or result.islower():
        return _capitalised(result)
    return result if result.isascii() else _TONED_BEGINNING.sub(lambda letter: letter.group().upper(), result)


@lru_cache(maxsize=1 << 13)
def _capitalised(name: str) -> str:
    """Also after an apostrophe or a hyphen: "H'HEN NIÊ" → "H'Hen Niê"."""
    return re.sub(r"[^\W\d_]+", lambda word: word.group()[0].upper() + word.group()[1:].lower(), name)


def digits(value, widths: int | Sequence[int]) -> str | None:
    """A number that is a name (identity card, Party card, telephone): only digits, of one of the `widths`.

    Spaces, dots and dashes go. Up to two leading zeros that a spreadsheet has eaten come back. Raises not_digits,
    digits_lost for a number that the sheet has rounded (8.91E+11, or beyond 15 digits), digits_count.
    """
    allowed = sorted((widths,) if isinstance(widths, int) else widths)
    written = _digits_of(value)
    if not written:
        return None
    width = next((width for width in allowed if 0 <= width - len(written) <= _LOST_ZEROS), None)
    if width is None:
        sentence = _("“%(text)s” has %(count)s digits; %(widths)s are needed.")
        widths_text = _(" or ").join(map(str, allowed))
        raise CellProblem(
            "digits_count", sentence % {"text": written[:40], "count": len(written), "widths": widths_text}
        )
    return written.zfill(width)


def _digits_of(value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= _SAFE_INTEGER:
            raise _rounded(str(value))
        value = str(value)
    written = text(value)
    if _SCIENTIFIC.fullmatch(written):
        raise _rounded(written)
    bare = _SEPARATORS.sub("", written)
    if bare and not (bare.isascii() and bare.isdigit()):
        raise CellProblem("not_digits", _("“%(text)s” must be digits only.") % {"text": written[:40]})
    return bare


def _rounded(written: str) -> CellProblem:
    sentence = _("The sheet has rounded this number to %(text)s. Format the column as text and type the number again.")
    return CellProblem("digits_lost", sentence % {"text": written[:40]})


def whole(value, *, least: int | None = None, most: int | None = None) -> int | None:
    """A whole number; 1.234 and 1 234 are grouped thousands. Raises not_a_whole_number, number_out_of_range."""
    number = _whole(value)
    if number is None or ((least is None or number >= least) and (most is None or number <= most)):
        return number
    if most is None:
        sentence = _("%(number)s is too small; at least %(least)s is possible.")
    elif least is None:
        sentence = _("%(number)s is too large; at most %(most)s is possible.")
    else:
        sentence = _("%(number)s is not between %(least)s and %(most)s.")
    raise CellProblem("number_out_of_range", sentence % {"number": number, "least": least, "most": most})


def _whole(value) -> int | None:
    if value.__class__ is int:
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _SAFE_INTEGER:
        return int(value)
    written = text(value)
    if not written:
        return None
    if _GROUPED.fullmatch(written):
        written = re.sub(r"[. ,']", "", written)
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(?:[.,]0+)?", written):
        raise CellProblem("not_a_whole_number", _("“%(text)s” is not a whole number.") % {"text": written[:40]})
    return int(re.split("[.,]", written)[0])


def decimal(value) -> Decimal | None:
    """A number with a comma or a point before its fraction; where both stand, the later one is. Raises not_a_number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return Decimal(f"{value:.12g}") if isinstance(value, float) else Decimal(value)
    written = text(value).replace(" ", "")
    if not written:
        return None
    number = _with_point(written)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,12})?", number):
        raise CellProblem("not_a_number", _("“%(text)s” is not a number.") % {"text": written[:40]})
    return Decimal(number)


def _with_point(written: str) -> str:
    """The only sign, or the later of two sorts, is the fraction's; what stands before it may group thousands."""
    fraction = max(written.rfind("."), written.rfind(","))
    if fraction < 0 or (written.count(written[fraction]) > 1 and _GROUPED.fullmatch(written)):
        return re.sub("[.,]", "", written)
    whole = written[:fraction]
    return f"{re.sub('[.,]', '', whole) if _GROUPED.fullmatch(whole) else whole}.{written[fraction + 1 :]}"


def choice(value, labels: Mapping[str, Hashable], *, shown: Callable[[Hashable], object] = str):
    """The value whose label is written here. `labels` maps folded labels (`names.fold` or `label_key`) to values.

    A misspelt label counts where exactly one value is near (one letter, or two in nine and more; numbers and numerals
    must agree, so that "Loại II" is never taken for "Loại I"). Raises unknown_choice, naming the nearest as `shown`.
    """
    written = text(value)
    if not written:
        return None
    for key in (folded(written), label_key(written)):
        if key in labels:
            return labels[key]
    key = label_key(written)
    values = {label_key(label): value for label, value in labels.items()}
    near = nearest(key, values, max(2, len(key) // 3))
    closest = {values[label] for distance, label in near if distance == near[0][0] and distance <= tolerated(key)}
    if len(closest) == 1:
        return closest.pop()
    raise _unknown(written, [shown(values[label]) for _distance, label in near])


def _unknown(written: str, nearest: list) -> CellProblem:
    if not nearest:
        return CellProblem(
            "unknown_choice", _("“%(text)s” is not in the list of this column.") % {"text": written[:60]}
        )
    sentence = _("“%(text)s” is not in the list of this column. Nearest: %(nearest)s.")
    offered = list(dict.fromkeys(map(str, nearest)))[:3]
    return CellProblem("unknown_choice", sentence % {"text": written[:60], "nearest": ", ".join(offered)})


def yes_no(value) -> bool | None:
    """`x`, `có`, `1`, `✓` are yes; `không`, `0`, `-` are no. Raises not_yes_no."""
    if isinstance(value, bool):
        return value
    written = text(value)
    if not written:
        return None
    key = folded(written).strip(". ")
    if key in _YES or key in _NO:
        return key in _YES
    sentence = _("“%(text)s” is neither yes nor no. Write x or có for yes; leave it empty or write không for no.")
    raise CellProblem("not_yes_no", sentence % {"text": written[:40]})
