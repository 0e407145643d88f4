"""What is wrong with one cell, and its value as a text."""

import datetime

from django.utils.translation import gettext as _

from anphu.kit.intake.files import CellError


class CellProblem(ValueError):
    """A cell that cannot be taken: a stable code, and a sentence that says what to do."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def plain(value) -> str:
    """A cell as text: whole numbers without a fraction, dates as dd/mm/yyyy. Raises cell_error."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, CellError):
        raise _error(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)


def _error(value: CellError) -> CellProblem:
    if value.text == "=":
        return CellProblem(
            "cell_unsolved",
            _("This formula has no stored result. Open the file in Excel, save it and choose it again."),
        )
    sentence = _("The cell shows the error %(error)s. Correct its formula in the sheet, or write the value here.")
    return CellProblem("cell_error", sentence % {"error": value.text[:20]})
