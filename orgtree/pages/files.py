"""Files of a dossier: put to it, taken from it, opened."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anphu.kit import artifacts
from anphu.kit.refusals import Refused, insist
from orgtree.actions import files as actions
from orgtree.actions import reads
from orgtree.choices import AttachmentKind, DocumentForm, ReadKind, Verb
from orgtree.models import Attachment, Person, User
from orgtree.pages.doors import WRITING, act, page
from orgtree.queries import files
from orgtree.queries.dossiers import Dossier, dossier
from orgtree.reports.forms import FORMS
from orgtree.rules.dossiers import why_not_see
from orgtree.sections import BY_CODE

ACCEPTED = "application/pdf,image/jpeg,image/png"
NOTHING_BUT_ITSELF = "default-src 'none'; sandbox"
"""Policy of what somebody uploaded: it may be shown, and nothing in it may run or fetch."""


@dataclass(frozen=True)
class Files:
    """Context of `orgtree/files/panel.html`. `forms`: `(code, name)` of those that the reader may print."""

    person: Person
    rows: list[Attachment]
    photo: Attachment | None
    may_change: bool
    forms: list[tuple[str, str]]
    may_change_templates: bool


def panel(opened: Dossier, user: User) -> Files:
    """The files of a dossier that its reader may open. One query."""
    rows = [named(row) for row in files.of_person(opened.person.pk, opened.restricted)]
    return Files(
        person=opened.person,
        rows=[row for row in rows if row.kind != AttachmentKind.PHOTO],
        photo=files.photo(rows),
        may_change=Verb.EDIT_PEOPLE in opened.verbs,
        forms=[(code, DocumentForm(code).label) for code in FORMS] if Verb.EXPORT in opened.verbs else [],
        may_change_templates=user.may_everywhere(Verb.EDIT_PEOPLE),
    )


def named(row: Attachment) -> Attachment:
    """With the words of its section."""
    section = BY_CODE.get(row.section)
    row.section_label = str(capfirst(section.label)) if section else ""
    return row


@page(Verb.SEE_PEOPLE)
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of a person and the forms to print: a part of the dossier's page, or a page where nothing is loaded."""
    opened = dossier(pk, request.user, request.on, ())
    if opened is None:
        raise Http404
    template = "orgtree/files/panel.html" if request.htmx else "orgtree/files/page.html"
    shown = panel(opened, request.user)
    if shown.rows or shown.photo:
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=reads.FILES)
    context = {"files": shown, "person": opened.person, "crumbs": _crumbs(opened.person)}
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


class AttachForm(forms.Form):
    """A file with what it is and which part of the dossier it proves."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, JPEG or PNG of at most 20 MB; a photo of at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("attachment", "Kind"),
        choices=[(value, capfirst(label)) for value, label in AttachmentKind.choices],
        initial=AttachmentKind.OTHER,
    )
    title = forms.CharField(label=pgettext_lazy("attachment", "Title"), max_length=actions.TITLE, required=False)
    section = forms.ChoiceField(label=gettext_lazy("Proves"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, initial=gettext_lazy("File of the dossier"))

    def __init__(self, *args, opened: Dossier, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(section.code, capfirst(section.label)) for section in opened.sections]
        self.fields["section"].choices = [("", _("the dossier as a whole")), *choices]


class DetachForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, min_length=3)


@page(Verb.EDIT_PEOPLE, WRITING)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file to the dossier."""
    opened = dossier(pk, request.user, request.on)
    if opened is None:
        raise Http404
    form = AttachForm(request.POST or None, request.FILES or None, opened=opened)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return _attached(request, pk, form.cleaned_data)
            status = 400
        except Refused as refusal:
            if refusal.status >= 403 and refusal.status != 409:
                raise
            form.add_error("file", str(refusal))
            status = refusal.status
    context = {"form": form, "person": opened.person, "crumbs": _crumbs(opened.person)}
    return render(request, "orgtree/files/attach.html", context, status=status)


def _attached(request: HttpRequest, pk: int, said: dict) -> HttpResponse:
    file = said.pop("file")
    row = act(request, actions.attach, person=pk, file=file.file, name=file.name, **said)
    messages.success(request, _("“%s” has been put to the dossier.") % row.title)
    return redirect("person-files", pk)


@page(Verb.EDIT_PEOPLE, WRITING)
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of its dossier, with a reason."""
    row = _found(request, pk)
    form = DetachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(request, actions.detach, attachment=pk, reason=form.cleaned_data["reason"])
        messages.success(request, _("“%s” has been taken out of the dossier.") % row.title)
        return redirect("person-files", row.person_id)
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=row.person, detail=reads.FILES)
    context = {"form": form, "file": row, "person": row.person, "crumbs": _crumbs(row.person)}
    return render(request, "orgtree/files/detach.html", context, status=400 if form.errors else 200)


@page(Verb.SEE_PEOPLE)
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself: a photo to be shown, anything else to be saved. Every opening is in the read log."""
    row = _found(request, pk)
    answer = artifacts.send(row.artifact, inline=row.kind == AttachmentKind.PHOTO)
    answer["Content-Security-Policy"] = NOTHING_BUT_ITSELF
    reads.note(
        reader=request.user,
        kind=ReadKind.ATTACHMENT,
        person=row.person,
        detail="; ".join(filter(None, [str(row.get_kind_display()), row.section_label])),
        digest=row.artifact.digest,
    )
    return answer


def _found(request: HttpRequest, pk: int) -> Attachment:
    """The file, when its person and its section are open to the reader. Raises Http404 and Refused."""
    row = files.one(pk, request.user, request.on)
    if row is None:
        raise Http404
    insist(why_not_see(request.user, row.person_id, actions.section_of(row.section), request.on))
    return named(row)


def _crumbs(person: Person) -> list[tuple[str, str]]:
    return [(person.full_name, reverse("person", args=[person.pk]))]
