"""Files put to a dossier and taken from it. The bytes stay in the store: history may still speak of them."""

import datetime
import io
from pathlib import PurePath
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit import artifacts, history, pictures
from anphu.kit.refusals import Refused, insist
from orgtree.choices import AttachmentKind
from orgtree.models import Attachment, Person, User
from orgtree.rules.dossiers import why_not_edit
from orgtree.sections import BY_CODE, CORE, Section

LARGEST = 20 << 20
LARGEST_PHOTO = 5 << 20
PHOTO_PIXELS = (600, 800)
"""A portrait of 3 × 4 cm at some 500 dots an inch."""
MOST_FILES = 200
TITLE = Attachment._meta.get_field("title").max_length


def section_of(code: str) -> Section:
    """The section that a file proves; the core for one that names none. Raises Refused `no_such_section`."""
    section = BY_CODE.get(code) if code else CORE
    if section is None:
        raise Refused("no_such_section", _("There is no such part of a dossier."), status=400)
    return section


@transaction.atomic
def attach(
    *,
    actor: User,
    on: datetime.date,
    reason: str,
    person: int,
    file: BinaryIO,
    name: str,
    kind: str,
    title="",
    section="",
) -> Attachment:
    """Put a file to a dossier: PDF, JPEG or PNG, known by its content. A new photo takes the place of the old one.

    Raises Refused: `file_empty`, `file_too_large`, `file_type`, `picture_broken`, `picture_too_large`, `pdf_broken`,
    `too_many_files`, `no_such_section`, and those of the right to edit the section.
    """
    insist(why_not_edit(actor, person, section_of(section), on))
    if kind not in AttachmentKind.values:
        raise Refused("no_such_kind", _("There is no such kind of file."), status=400)
    Person.objects.select_for_update().get(pk=person)
    if Attachment.objects.filter(person=person).count() >= MOST_FILES:
        raise Refused(
            "too_many_files", _("This dossier has %d files already. Take out what is not needed.") % MOST_FILES
        )
    kept = _photo(actor, file, name) if kind == AttachmentKind.PHOTO else _paper(actor, file, name)
    with history.acting(actor=actor, verb="attach_file", reason=reason):
        if kind == AttachmentKind.PHOTO:
            Attachment.objects.filter(person=person, kind=kind).delete()
        return Attachment.objects.create(
            person_id=person, section=section, kind=kind, title=_title(title, kept.name), artifact=kept
        )


@transaction.atomic
def detach(*, actor: User, on: datetime.date, reason: str, attachment: int) -> None:
    """Take a file out of its dossier. Raises Refused `no_such_file` and those of the right to edit the section."""
    row = Attachment.objects.visible_to(actor, on).filter(pk=attachment).first()
    if row is None:
        raise Refused("no_such_file", _("There is no such file within your reach."), status=404)
    insist(why_not_edit(actor, row.person_id, section_of(row.section), on))
    with history.acting(actor=actor, verb="detach_file", reason=reason):
        row.delete()


def _photo(actor: User, file: BinaryIO, name: str) -> artifacts.Artifact:
    _insist_size(file, LARGEST_PHOTO)
    width, height = PHOTO_PIXELS
    clean = pictures.portrait(file, width=width, height=height)
    renamed = f"{PurePath(artifacts.clean_name(name)).stem}.jpg"
    return artifacts.receive(
        io.BytesIO(clean), renamed, actor=actor, limit=LARGEST_PHOTO, allowed=frozenset({"image/jpeg"})
    )


def _paper(actor: User, file: BinaryIO, name: str) -> artifacts.Artifact:
    _insist_size(file, LARGEST)
    pictures.judge(file)
    return artifacts.receive(file, name, actor=actor, limit=LARGEST, allowed=artifacts.PAPERS)


def _insist_size(file: BinaryIO, limit: int) -> None:
    """Before anything is decoded; `receive` looks again while it copies."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > limit:
        sentence = _("The file is larger than %(limit)d MB. Make it smaller, or split it.")
        raise Refused("file_too_large", sentence % {"limit": limit >> 20}, status=400)
    if not size:
        sentence = _("The file is empty. Choose it again; it may still have been open or copying.")
        raise Refused("file_empty", sentence, status=400)


def _title(title: str, name: str) -> str:
    return " ".join(title.split())[:TITLE] or PurePath(name).stem[:TITLE] or name[:TITLE]
