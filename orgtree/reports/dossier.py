"""One dossier on an official form, as PDF or as a Word document."""

import datetime
import io
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import override

from anphu.kit import documents
from anphu.kit.artifacts import Artifact
from anphu.kit.documents import Picture
from orgtree.choices import AttachmentKind, DocumentForm, Sex
from orgtree.models import Attachment, Person, Title, User
from orgtree.queries import dossiers
from orgtree.queries.dossiers import Dossier
from orgtree.reports import blank, planned
from orgtree.reports.facts import Beside, Facts, coded, codes_of, empty, facts
from orgtree.reports.forms import FORMS
from orgtree.reports.paper import sheet
from orgtree.sections import SECTIONS

LAYOUTS = settings.BASE_DIR / "templates" / "documents"
LANGUAGE = "vi"
"""Of every official form, in whatever language the reader works."""
PHOTO_WIDTH = 30  # mm


def gather(pk: int, user: User, on: datetime.date, at: datetime.datetime) -> tuple[Dossier, Facts] | None:
    """Everything a form can say of a person, as `user` may see it on `on`; None when the person is out of reach.

    A constant number of queries, however much there is to print.
    """
    with override(LANGUAGE):
        dossier = dossiers.dossier(pk, user, on)
        if dossier is None:
            return None
        return dossier, facts(dossier, _beside(dossier, user, at))


def _beside(dossier: Dossier, user: User, at: datetime.datetime) -> Beside:
    posts = dossier.current("postings")
    cells = dossier.current("memberships")
    return Beside(
        codes=codes_of(coded(dossier)),
        titles=Title.objects.in_bulk({post.title_id for post in posts}) if posts else {},
        way=[name for _pk, name in dossiers.way(cells[0].unit_id, user, dossier.on)] if cells else [],
        photo=_photo(dossier.person.pk),
        planned=planned.told(dossier.person.pk, user, dossier.on),
        reader=called(user),
        at=at,
    )


def called(user: User) -> str:
    """The reader on paper: name and account."""
    return f"{user.get_full_name()} ({user.username})" if user.get_full_name() else user.username


def _photo(person: int) -> Picture | None:
    photo = photo_of(person)
    if photo is None:
        return None
    with photo.open() as file:
        return Picture(file.read(), PHOTO_WIDTH)


def photo_of(person: int) -> Artifact | None:
    """The portrait of a person that somebody has found visible. One query."""
    row = Attachment.objects.filter(person=person, kind=AttachmentKind.PHOTO).select_related("artifact").first()
    return row.artifact if row else None


def as_pdf(form: DocumentForm, said: Facts) -> bytes:
    """The form set on A4 pages."""
    declared = FORMS[form]
    with override(LANGUAGE):
        return documents.pdf(LAYOUTS / declared.layout, sheet(declared, said))


def as_docx(form: DocumentForm, said: Facts, template: BinaryIO | None = None) -> bytes:
    """The form as a Word document, from a clerk's `template` or the one built in. Raises Refused `bad_template`."""
    source = template or io.BytesIO(blank.template(FORMS[form]))
    return documents.docx(source, said, stamp=said["stamp"])


def try_out(form: DocumentForm, template: BinaryIO) -> None:
    """Fill a template with an empty dossier. Raises Refused `bad_template` for what it could never print."""
    as_docx(form, sample(), template)


def sample() -> Facts:
    """Facts of nobody: every name that a template may use, each list with one row."""
    day = datetime.date(2020, 1, 1)
    nobody = Person(full_name="Nguyễn Văn A", sex=Sex.MALE, birth_date=day)
    everything = frozenset({section.verb for section in SECTIONS})
    nothing = Dossier(nobody, day, everything, {}, {})
    at = datetime.datetime.combine(day, datetime.time())
    said = facts(nothing, Beside({}, {}, ["Đảng bộ", "Chi bộ"], None, [], "–", at))
    rows = {section.code: section for section in SECTIONS if section.many}
    for code, section in rows.items():
        said[code] = [empty(section)]
    said["training_of"] = dict.fromkeys(said["training_of"], said["training"])
    said["family_of"] = dict.fromkeys(said["family_of"], said["family"])
    return said
