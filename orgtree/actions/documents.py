"""Word templates of printed dossiers: uploaded, taken into use, put aside."""

import datetime
import io
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit import artifacts, documents, history
from anphu.kit.refusals import Refused, insist
from orgtree.choices import DocumentForm, Verb
from orgtree.models import DocumentTemplate, User


def why_not(user: User) -> Refused | None:
    """Templates are everybody's: whoever changes them must be able to edit dossiers everywhere."""
    if user.may_everywhere(Verb.EDIT_PEOPLE):
        return None
    sentence = _("Only who edits the dossiers of all units changes the templates of documents.")
    return Refused("not_allowed", sentence, status=403)


@transaction.atomic
def upload(
    *, actor: User, on: datetime.date, reason: str, form: str, file: BinaryIO, name: str, try_out
) -> DocumentTemplate:
    """Keep a Word template and take it into use at once. `try_out(form, file)` raises Refused `bad_template`.

    Raises Refused: `not_allowed`, `no_such_form`, `file_empty`, `file_too_large`, `file_type`, `bad_template`.
    """
    insist(why_not(actor))
    _insist_form(form)
    data = file.read(documents.LARGEST_TEMPLATE + 1)
    if len(data) <= documents.LARGEST_TEMPLATE:
        try_out(DocumentForm(form), io.BytesIO(data))
    kept = artifacts.receive(
        io.BytesIO(data), name, actor=actor, limit=documents.LARGEST_TEMPLATE, allowed=frozenset({"application/zip"})
    )
    with history.acting(actor=actor, verb="upload_template", reason=reason):
        _put_aside(form)
        return DocumentTemplate.objects.create(form=form, artifact=kept, uploaded_by=actor)


@transaction.atomic
def use(*, actor: User, on: datetime.date, reason: str, template: int) -> DocumentTemplate:
    """Take an earlier template into use again. Raises Refused `not_allowed`, `no_such_template`."""
    insist(why_not(actor))
    row = DocumentTemplate.objects.select_for_update().filter(pk=template).first()
    if row is None:
        raise Refused("no_such_template", _("There is no such template."), status=404)
    with history.acting(actor=actor, verb="use_template", reason=reason):
        _put_aside(row.form)
        row.in_use = True
        row.save(update_fields=["in_use"])
    return row


@transaction.atomic
def go_back(*, actor: User, on: datetime.date, reason: str, form: str) -> None:
    """Print with the template built in. Raises Refused `not_allowed`, `no_such_form`."""
    insist(why_not(actor))
    _insist_form(form)
    with history.acting(actor=actor, verb="use_built_in_template", reason=reason):
        _put_aside(form)


def _insist_form(form: str) -> None:
    if form not in DocumentForm.values:
        raise Refused("no_such_form", _("There is no such form."), status=404)


def _put_aside(form: str) -> None:
    rows = DocumentTemplate.objects.select_for_update().filter(form=form, in_use=True)
    DocumentTemplate.objects.filter(pk__in=[row.pk for row in rows]).update(in_use=False)
