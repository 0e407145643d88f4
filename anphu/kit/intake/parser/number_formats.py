"""Which number formats, and which cell styles of an xlsx, show a date without its day, or only its year.

Typing 2/1980 into Excel stores the first of February and shows "Feb-80": the day was never known, and must not be
invented. The spreadsheet library gives the stored day alone.
"""

import re
import xml.etree.ElementTree as ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BUILT_IN = {17: "month"}  # mmm-yy; every other built-in date has a day
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def coarse_styles(styles: bytes) -> dict[str, str]:
    """Style index, as cells name it → `month` or `year`."""
    root = ElementTree.fromstring(styles)
    formats = {str(index): coarse for index, coarse in BUILT_IN.items()}
    formats |= {one.get("numFmtId"): shows(one.get("formatCode", "")) for one in root.iter(f"{_MAIN}numFmt")}
    used = root.find(f"{_MAIN}cellXfs")
    shown = [formats.get(style.get("numFmtId")) for style in used] if used is not None else []
    return {str(index): coarse for index, coarse in enumerate(shown) if coarse}


def shows(code: str) -> str | None:
    """`month` for a format with month and year and no day, `year` for one with the year alone."""
    letters = _QUOTED.sub("", code.lower().partition(";")[0])
    if "y" not in letters or any(letter in letters for letter in "dhs0#"):
        return None
    return "month" if "m" in letters else "year"
