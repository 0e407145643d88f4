"""Numbers and words of a new decision, whatever its kind."""

import contextlib
import datetime
import re
from collections.abc import Iterator

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from anphu.kit import names
from anphu.kit.refusals import Refused
from planning.models import Decision

LIMITS = {"number": 50, "note": 500, "signer": 150, "signer_title": 150}


def checked(**words: str) -> dict[str, str]:
    """Number, note and signer as they are stored. Raises Refused."""
    words = {name: names.nfc(text) for name, text in words.items()}
    if not words["number"]:
        raise Refused("number_needed", _("Give the number of the decision, such as 15-QĐ/HU."), status=400)
    if any(len(text) > LIMITS[name] for name, text in words.items()):
        raise Refused("too_long", _("The number, the note or the signer of the decision is too long."), status=400)
    return words


def why_not_number(authority: int, number: str, day: datetime.date) -> Refused | None:
    """Why the authority (id) cannot use the number in that year: capitals, spaces and kinds of dashes make no other
    number on paper. One query; the caller holds `Lock.CHAIN`."""
    taken = Decision.objects.filter(authority=authority, day__year=day.year).values_list("number", flat=True)
    return _taken() if _plain(number) in map(_plain, taken) else None


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"[\u2010-\u2015\u2212]", "-", number)).casefold()


def _taken() -> Refused:
    return Refused("number_taken", _("This authority already has a decision of that number in that year."))


@contextlib.contextmanager
def numbered() -> Iterator[None]:
    """Around the transaction of a new decision: the refusal of a number that the authority used in that year."""
    try:
        yield
    except IntegrityError as error:
        if "decision_number_unique" in str(error):
            raise _taken() from error
        raise
