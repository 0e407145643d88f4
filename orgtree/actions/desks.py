"""What users keep at their desks: unfinished forms."""

import json
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused
from orgtree.models import Draft

PLACE = re.compile(r"[a-z0-9:_-]{1,120}")
LARGEST = 60_000
"""Characters of a draft: more than all fields of the longest form together."""


def keep_draft(*, actor, place: str, content: dict[str, str]) -> Draft:
    """Keep what `actor` has typed so far into the form called `place`; the newest counts. Raises Refused."""
    if not PLACE.fullmatch(place):
        raise Refused("no_such_form", _("There is no such form."), status=400)
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Refused("too_large", _("This is too much for a draft; save the form."), status=413)
    kept = {"content": text, "saved_at": timezone.now()}
    return Draft.objects.update_or_create(user=actor, place=place, defaults=kept)[0]


def drop_draft(*, actor, place: str) -> None:
    """The form was sent, or its draft is not wanted any more."""
    Draft.objects.filter(user=actor, place=place).delete()
