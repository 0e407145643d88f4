"""Lists that leave as files: what for is asked first, what left is written into the read log."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_filters import FilterSet

from anphu.kit import documents, sheets
from anphu.kit.listing import PASSING, Listing, refuse_unknown, shown
from anphu.kit.refusals import Refused
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.filters import PersonFilter
from orgtree.pages.doors import WRITING, page
from orgtree.queries.lists import desk
from orgtree.queries.people import exportable
from orgtree.reports import lists

FORMATS = {
    "xlsx": gettext_lazy("Excel workbook (.xlsx)"),
    "csv": gettext_lazy("Plain table (.csv)"),
    "pdf": gettext_lazy("Printed list, A4 across (.pdf)"),
}
WRITERS = {"xlsx": (sheets.xlsx, sheets.MEDIA_TYPE), "csv": (sheets.csv, sheets.CSV_TYPE)}


@dataclass(frozen=True)
class Export:
    """A list as the reader has filtered it. `rows` makes its rows anew each time; `back` is the list's own address."""

    title: str
    filename: str
    back: str
    columns: list[sheets.Column]
    rows: Callable[[], Iterable]
    count: Callable[[], int]
    filters: tuple[tuple[str, str], ...]


class ExportForm(forms.Form):
    """In which form, and what for: lists of people are sensitive (decree 356/2025, article 4)."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=FORMATS.items(), initial="xlsx", widget=forms.RadioSelect
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        min_length=5,
        max_length=300,
        help_text=gettext_lazy("What the list is needed for. It is printed on the list and kept in the read log."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(Verb.EXPORT, WRITING)
def people(request: HttpRequest) -> HttpResponse:
    """The list of people as the address filters it, with the columns the reader has chosen, of those whom the reader
    may carry away."""
    user, on = request.user, request.on
    refuse_unknown(request.GET, {*PersonFilter.base_filters, *PASSING})
    found = PersonFilter(request.GET, exportable(user, on), request=request)
    if not found.is_valid():
        return Listing(request, found).render("orgtree/people/list.html", {"people": []})
    rows, more = found.qs, lists.besides(desk(user).columns)
    return answer(
        request,
        Export(
            title=pgettext("navigation", "People"),
            filename=f"can-bo-{on:%Y-%m-%d}",
            back="people",
            columns=lists.people_columns(more),
            rows=partial(lists.people_rows, rows, user, on, more),
            count=rows.count,
            filters=in_words(found),
        ),
    )


def in_words(filterset: FilterSet) -> tuple[tuple[str, str], ...]:
    """Label and value of everything that narrows or orders the list."""
    form = filterset.form
    asked = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [])}
    return tuple((str(form[name].label), _said(form[name], value)) for name, value in asked.items())


def _said(field, value) -> str:
    return ", ".join(shown(field, one) for one in value) if isinstance(value, list) else shown(field, value)


def answer(request: HttpRequest, export: Export) -> HttpResponse:
    """The page that asks what for; after that the file. Raises Refused `too_many_rows`."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _file(request, export, form.cleaned_data["format"], form.cleaned_data["purpose"])
    count = export.count()
    if count > lists.LONGEST_PDF:
        form.fields["format"].choices = [(kind, label) for kind, label in FORMATS.items() if kind != "pdf"]
    context = {"form": form, "export": export, "count": count, "query": request.GET.urlencode()}
    status = 400 if form.is_bound else 200
    return render(request, "orgtree/exports/export.html", context, status=status)


def _file(request: HttpRequest, export: Export, kind: str, reason: str) -> HttpResponse:
    why = lists.Purpose(request.user, request.on, timezone.localtime(), reason, export.filters)
    book = lists.book(export.title, export.columns, why)
    note = partial(_note, request, export, kind, reason)
    if kind == "pdf":
        return _paper(export, book, note)
    write, media_type = WRITERS[kind]
    leaving = sheets.Outgoing(partial(write, book), export.rows(), note)
    return _attached(StreamingHttpResponse(iter(leaving), content_type=media_type), export, kind)


def _paper(export: Export, book: sheets.Book, note: Callable) -> HttpResponse:
    count = export.count()
    if count > lists.LONGEST_PDF:
        sentence = _(
            "This list has %(n)d rows; on paper at most %(most)d are printed. Filter it, or take the workbook."
        )
        raise Refused("too_many_rows", sentence % {"n": count, "most": lists.LONGEST_PDF}, status=400)
    data = lists.as_pdf(book, export.rows())
    note(count, hashlib.sha256(data).hexdigest(), True)
    return _attached(HttpResponse(data, content_type=documents.PDF), export, "pdf")


def _attached(response, export: Export, kind: str):
    response["Content-Disposition"] = f'attachment; filename="{export.filename}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _note(request: HttpRequest, export: Export, kind: str, reason: str, rows: int, digest: str, whole: bool) -> None:
    """Filters by name only: what was searched for may itself be personal."""
    detail = [export.title, kind, *(label for label, _value in export.filters)]
    if not whole:
        detail.append(_("broken off"))
    reads.note(
        reader=request.user, kind=ReadKind.LIST, detail="; ".join(detail), purpose=reason, rows=rows, digest=digest
    )
