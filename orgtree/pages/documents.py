"""A dossier printed on an official form, and the Word templates it is printed with."""

import hashlib
import io
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import artifacts, documents
from anphu.kit.refusals import Refused, insist
from orgtree.actions import documents as actions
from orgtree.actions import reads
from orgtree.choices import DocumentForm, ReadKind, Verb
from orgtree.models import DocumentTemplate
from orgtree.pages.doors import WRITING, act, page
from orgtree.queries import templates
from orgtree.reports import dossier, printed
from orgtree.reports.facts import Facts
from orgtree.reports.forms import FORMS

TYPES = {"pdf": documents.PDF, "docx": documents.DOCX}


@page(Verb.EXPORT)
def document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The dossier on a form; `?as=docx` for a Word document. What the reader may not see says so in its place."""
    kind = request.GET.get("as", "pdf")
    if form not in FORMS or kind not in TYPES:
        raise Http404
    gathered = dossier.gather(pk, request.user, request.on, timezone.localtime())
    if gathered is None or Verb.EXPORT not in gathered[0].verbs:
        raise Http404
    opened, said = gathered
    data = dossier.as_pdf(form, said) if kind == "pdf" else _word(form, said)
    reads.note(
        reader=request.user,
        kind=ReadKind.DOCUMENT,
        person=opened.person,
        detail=f"{FORMS[form].mark} ({kind})",
        digest=hashlib.sha256(data).hexdigest(),
    )
    return _saved(data, kind, f"{form}.{kind}")


def _word(form: str, said: Facts) -> bytes:
    row = templates.in_use(form)
    if row is None:
        return dossier.as_docx(form, said)
    with row.artifact.open() as file:
        return dossier.as_docx(form, said, file)


def _saved(data: bytes, kind: str, name: str) -> HttpResponse:
    """As a file; its name says nothing of the person."""
    answer = HttpResponse(data, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@dataclass(frozen=True)
class Kept:
    """One form with its templates: the one in use (None: the one built in) and all that were ever uploaded."""

    code: str
    name: str
    source: str
    unverified: str
    in_use: DocumentTemplate | None
    uploads: list[DocumentTemplate]


class TemplateForm(forms.Form):
    """A Word template of a form."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=DocumentForm.choices)
    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        widget=forms.ClearableFileInput(attrs={"accept": documents.DOCX}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    reason = forms.CharField(label=gettext_lazy("What was changed, and why"), max_length=300, min_length=3)


@page(Verb.EDIT_PEOPLE, WRITING)
def document_templates(request: HttpRequest) -> HttpResponse:
    """Every form with its template in use and those of before; POST uploads one and takes it into use."""
    insist(actions.why_not(request.user))
    form = TemplateForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return _uploaded(request, form.cleaned_data)
            status = 400
        except Refused as refusal:
            if refusal.status != 400:
                raise
            form.add_error("file", str(refusal))
            status = 400
    context = {"form": form, "kept": _kept()}
    return render(request, "orgtree/documents/templates.html", context, status=status)


def _uploaded(request: HttpRequest, said: dict) -> HttpResponse:
    file = said.pop("file")
    row = act(request, actions.upload, file=file.file, name=file.name, try_out=printed.try_out, **said)
    messages.success(request, _("%s is printed with the new template from now on.") % row.get_form_display())
    return redirect("document-templates")


def _kept() -> list[Kept]:
    uploads = templates.by_form()
    return [
        Kept(
            code=code,
            name=DocumentForm(code).label,
            source=declared.source,
            unverified=declared.unverified,
            in_use=next((row for row in uploads.get(code, ()) if row.in_use), None),
            uploads=uploads.get(code, []),
        )
        for code, declared in printed.known().items()
    ]


@page(Verb.EDIT_PEOPLE)
def built_in(request: HttpRequest, form: str) -> HttpResponse:
    """The template built in, to be changed."""
    declared = printed.known().get(form)
    if declared is None:
        raise Http404
    return _saved(declared.built_in(), "docx", f"{form}.docx")


@page(Verb.EDIT_PEOPLE)
def uploaded(request: HttpRequest, pk: int) -> HttpResponse:
    """A template that somebody uploaded."""
    insist(actions.why_not(request.user))
    row = templates.one(pk)
    if row is None:
        raise Http404
    with row.artifact.open() as file:
        return _saved(io.BytesIO(file.read()).getvalue(), "docx", artifacts.clean_name(f"{row.form}-{row.pk}.docx"))


@page(Verb.EDIT_PEOPLE, WRITING)
def template_use(request: HttpRequest) -> HttpResponse:
    """Take an earlier template into use, or go back to the one built in."""
    if request.method == "POST":
        chosen, reason = request.POST.get("template", ""), _("Chosen on the page of templates")
        if chosen.isdecimal() and len(chosen) < 19:
            act(request, actions.use, template=int(chosen), reason=reason)
        else:
            act(request, actions.go_back, form=request.POST.get("form", ""), reason=reason)
        messages.success(request, _("The template has been changed."))
    return redirect("document-templates")
