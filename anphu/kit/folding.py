"""`names.fold` inside the database, for columns that keep no folded copy of themselves."""

import unicodedata

from django.db.models import CharField, Func, Value

_MARKS = ("", "\u0302", "\u0306", "\u031b")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def _letters() -> dict[str, str]:
    """Every composed Vietnamese letter, either case, and every capital, to its plain small letter."""
    folded = {"đ": "d", "Đ": "d", **{chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}}
    for letter in "aeiouyAEIOUY":
        for mark in _MARKS:
            for tone in _TONES:
                composed = unicodedata.normalize("NFC", letter + mark + tone)
                if len(composed) == 1:
                    folded[composed] = letter.lower()
    return folded


_FOLDED = _letters()


class Folded(Func):
    """Text without diacritics, in lower case. Does not depend on the locale of the database, as `lower` would."""

    function = "translate"
    output_field = CharField()

    def __init__(self, expression):
        super().__init__(expression, Value("".join(_FOLDED)), Value("".join(_FOLDED.values())))
