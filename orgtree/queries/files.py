"""Files of a dossier as a reader may see them."""

import datetime

from django.db.models import QuerySet

from orgtree.choices import AttachmentKind, Sight
from orgtree.models import Attachment
from orgtree.sections import SECTIONS

CLOSED = tuple(section.code for section in SECTIONS if section.sight == Sight.RESTRICTED)
"""Sections whose files are as closed as they are."""


def of_person(person: int, restricted: bool) -> QuerySet[Attachment]:
    """Files of a person that somebody has found visible; `restricted`: also those of closed sections."""
    rows = Attachment.objects.filter(person=person).select_related("artifact", "artifact__made_by")
    return rows if restricted else rows.exclude(section__in=CLOSED)


def one(pk: int, user, on: datetime.date) -> Attachment | None:
    """A file whose person `user` sees on `on`; whether its section may be opened is for the rules."""
    return Attachment.objects.visible_to(user, on).filter(pk=pk).select_related("artifact", "person").first()


def photo(rows: list[Attachment]) -> Attachment | None:
    return next((row for row in rows if row.kind == AttachmentKind.PHOTO), None)
