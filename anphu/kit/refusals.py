"""A refusal is an answer, not an accident: a stable code and a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from anphu.kit import names


class Refused(Exception):
    """Raised by actions when a rule says no.

    `code` is stable snake_case and part of the API; `message` is a (lazily translated) sentence for the reader;
    `status` is the HTTP status that a door answers with; `extra` carries machine-readable detail.
    """

    def __init__(self, code: str, message, *, status: int = 409, **extra):
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.extra = extra

    def __str__(self) -> str:
        return str(self.message)


def insist(refusal: "Refused | None") -> None:
    """Raise what a `why_not` rule returned, if it returned anything."""
    if refusal is not None:
        raise refusal


def fitting(text: str, most: int) -> str:
    """`text` as it is stored (NFC, no stray spaces). Raises Refused `too_long` beyond `most` characters."""
    text = names.nfc(text)
    if len(text) > most:
        sentence = _("That text is longer than %(max)d characters; shorten it.")
        raise Refused("too_long", sentence % {"max": most}, status=400)
    return text
