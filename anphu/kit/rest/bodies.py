"""Request bodies: JSON in UTF-8, of bounded size and depth."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, parsers
from rest_framework.utils import json

from anphu.kit.refusals import Refused

_NO_JSON = _("The body is not valid JSON in UTF-8.")


class JSONBody(parsers.BaseParser):
    """Reads no more than the limit of settings, whatever the sender claims the length to be."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise Refused(
                "too_large", _("The body is larger than %(limit)d bytes.") % {"limit": limit}, status=413, limit=limit
            )
        try:
            data = json.loads(body.decode("utf-8"), parse_constant=json.strict_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_NO_JSON) from error
        if b"\\ud" in body.lower():
            _insist_on_characters(data)
        return data


def _insist_on_characters(data) -> None:
    """Refuse half a character: JSON can escape one, but no database keeps it and no answer can repeat it."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Refused("invalid", _NO_JSON, status=400) from error
