"""A form that is sent again does its deed once: a double click, a reload, a browser that tries a second time.

The form carries a token (`{% once %}`). The first to come with a token and this very content does the deed and leaves
the id of what it made; whoever comes with both again is answered with that id. Content counts because going back in a
browser brings the old token back: what is typed then is another record. A form without a token is not protected.

What is left stands in the cache, which is a table of the same database (settings.CACHES): it is written, or not, with
the deed. Two at once are kept apart by a lock, whatever the cache is.
"""

import hashlib
import json
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict

from anphu.kit import locks

FIELD = "once"
KEPT = 24 * 3600
"""Seconds for which a form is remembered."""


def token() -> str:
    return secrets.token_urlsafe(12)


@transaction.atomic
def once(form: QueryDict, whose: int, deed: Callable[[], int]) -> int:
    """The id that `deed()` returns, or had returned when user `whose` sent the same form before. Raises what it does,
    and remembers nothing then."""
    if not form.get(FIELD):
        return deed()
    content = json.dumps([whose, sorted(form.lists())], ensure_ascii=False)
    key = f"once-{hashlib.sha256(content.encode()).hexdigest()}"
    locks.take_named(key)
    made = cache.get(key)
    if made is None:
        made = deed()
        cache.set(key, made, KEPT)
    return made
