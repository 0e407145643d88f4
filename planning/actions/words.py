"""What people type in sentences, as it is kept."""

from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.refusals import Refused


def tidy(text: str, longest: int) -> str:
    """The stored form of a text of one or more lines. Raises Refused `too_long`."""
    text = "\n".join(names.nfc(line) for line in text.splitlines()).strip()
    if len(text) > longest:
        raise Refused("too_long", _("Shorten the text to at most %d characters.") % longest, status=400)
    return text
