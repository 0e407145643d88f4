"""Unfinished forms, each user's own."""

import datetime
import json
from dataclasses import dataclass

from orgtree.models import Draft


@dataclass(frozen=True)
class Unfinished:
    """What was typed into a form, by the names of its inputs, and when it was kept."""

    content: dict[str, str]
    at: datetime.datetime


def unfinished(user, place: str) -> Unfinished | None:
    draft = Draft.objects.filter(user=user, place=place).first()
    return Unfinished(json.loads(draft.content or "{}"), draft.saved_at) if draft else None
