"""Which cell styles of an xlsx show a date without its day, or only its year.

Typing 2/1980 into Excel stores the first of February and shows "Feb-80": the day was never known, and must not be
invented. The spreadsheet library gives the stored day alone.
"""

import re
import xml.etree.ElementTree as ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MONTH_YEAR = 17  # the built-in mmm-yy; every other built-in date has a day
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def coarse_styles(styles: bytes) -> dict[str, str]:
    """Style index, as cells name it → `month` or `year`."""
    root = ElementTree.fromstring(styles)
    formats = {one.get("numFmtId"): _shows(one.get("formatCode", "")) for one in root.iter(f"{_MAIN}numFmt")}
    formats[str(_MONTH_YEAR)] = "month"
    used = root.find(f"{_MAIN}cellXfs")
    shown = [formats.get(style.get("numFmtId")) for style in used] if used is not None else []
    return {str(index): coarse for index, coarse in enumerate(shown) if coarse}


def _shows(code: str) -> str | None:
    letters = _QUOTED.sub("", code.lower().partition(";")[0])
    if "y" not in letters or any(letter in letters for letter in "dhs0#"):
        return None
    return "month" if "m" in letters else "year"
