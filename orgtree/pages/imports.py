"""Imports: the list, a file received, its preview with corrections in place, its writing and its undoing."""

import io
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from anphu.kit import artifacts
from anphu.kit.filters import is_id
from anphu.kit.jobs import JobState
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused
from anphu.kit.selects import LongSelect
from anphu.kit.sheets import MEDIA_TYPE
from orgtree.actions import imports as actions
from orgtree.actions import reads
from orgtree.choices import BatchState, ReadKind, RowKind, Verb
from orgtree.filters import ImportFilter, ImportRowFilter
from orgtree.intake import columns, preview, telling, workbooks
from orgtree.intake.layouts import LAYOUTS
from orgtree.models import ImportBatch, ImportRow, UnitLink
from orgtree.pages.doors import WRITING, act, page, renewing, why_not_now
from orgtree.queries import provenance, units
from orgtree.queries.people import exportable
from orgtree.queries.reach import people_reached
from orgtree.queries.units import versions_on

MOVING = (BatchState.COMMITTING, BatchState.UNDOING)
TONES = {
    BatchState.PREVIEWED: "info",
    BatchState.COMMITTING: "info",
    BatchState.UNDOING: "info",
    BatchState.COMMITTED: "good",
    BatchState.UNDONE: "warn",
}
SET_ASIDE = {
    "column_numbers": gettext_lazy("rows of column numbers"),
    "repeated_header": gettext_lazy("repeated headings"),
    "total": gettext_lazy("totals"),
    "signature": gettext_lazy("signatures"),
    "group": gettext_lazy("names of groups"),
}


class UploadForm(forms.Form):
    """The file, and the unit whose people it may write."""

    unit = forms.TypedChoiceField(
        label=gettext_lazy("Into which unit?"),
        coerce=int,
        help_text=gettext_lazy("Rows may place people in this unit and in every unit below it, and nowhere else."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods) or CSV, at most 32 MB."),
    )

    def __init__(self, request: HttpRequest, *args, **kwargs):
        super().__init__(*args, **kwargs)
        near = units.near(request.user, request.on)
        reached = UnitLink.objects.reached_by(request.user, Verb.EDIT_PEOPLE, request.on)
        allowed = set(reached.filter(descendant__in=[pk for pk, _name in near]).values_list("descendant", flat=True))
        self.fields["unit"].choices = [(pk, name) for pk, name in near if pk in allowed]


class PurposeForm(forms.Form):
    """What a list with full numbers is needed for."""

    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        min_length=5,
        max_length=300,
        help_text=gettext_lazy("What the list is needed for. It is kept in the read log."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(Verb.EDIT_PEOPLE)
def imports(request: HttpRequest) -> HttpResponse:
    """Imports into units where the reader may edit dossiers, newest first."""
    rows = ImportBatch.objects.visible_to(request.user, request.on).select_related("artifact", "made_by")
    found = Listing(request, ImportFilter(request.GET or None, rows, request=request))
    batches = list(found.page.object_list)
    names = versions_on({batch.unit_id for batch in batches}, request.on)
    context = {"imports": [(batch, names[batch.unit_id].name, TONES.get(batch.state, "calm")) for batch in batches]}
    return found.render("orgtree/imports/list.html", context)


@page(Verb.EDIT_PEOPLE, WRITING)
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a unit and a file; the preview follows at once."""
    form = UploadForm(request, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = act(request, preview.receive, unit=form.cleaned_data["unit"], file=file, name=file.name)
                return redirect("import", batch.pk)
            except Refused as refusal:
                form.add_error("file" if refusal.status in (400, 413) else None, str(refusal))
                status = refusal.status
    context = {"form": form, "layouts": LAYOUTS.values(), "why_not": why_not_now(request)}
    return render(request, "orgtree/imports/new.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.user, request.on).select_related("artifact", "job", "made_by", "unit")
    return get_object_or_404(rows, pk=pk)


@renewing
@page(Verb.EDIT_PEOPLE)
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview with its counts, or how far the writing is, or what came of it."""
    batch = _found(request, pk)
    if request.htmx and request.GET.get("part") == "state":
        moving = batch.state in MOVING
        return render(request, "orgtree/imports/state.html", _state(batch)) if moving else HttpResponseClientRefresh()
    return _show(request, batch)


def _state(batch: ImportBatch) -> dict:
    waits = batch.state in MOVING
    return {"batch": batch, "moving": waits, "failed": bool(batch.job and batch.job.state == JobState.FAILED)}


def _show(request: HttpRequest, batch: ImportBatch, refusal: Refused | None = None) -> HttpResponse:
    rows = ImportRow.objects.visible_to(request.user, request.on).filter(batch=batch).order_by("number")
    found = Listing(request, ImportRowFilter(request.GET or None, rows, request=request), keep=("part",))
    shown = telling.shown(batch, found.page.object_list, request.user, request.on)
    _note(request, batch, shown)
    obstacles = provenance.obstacles(batch.gesture) if batch.state == BatchState.COMMITTED else []
    context = {
        **_state(batch),
        "unit": versions_on([batch.unit_id], request.on)[batch.unit_id].name,
        "tone": TONES.get(batch.state, "calm"),
        "rows": shown,
        "tabs": _tabs(request, batch),
        "headings": _headings(batch, batch.mapping),
        "aside": [(SET_ASIDE.get(why, why), count) for why, count in batch.facts.get("ignored", {}).items()],
        "closed": [one.label for key in batch.facts.get("closed", []) if (one := columns.column(key))],
        "writable": rows.filter(kind__in=actions.ACCEPTABLE, skipped=False).count(),
        "obstacles": obstacles,
        "why_not": why_not_now(request),
        "reason": request.POST.get("reason", ""),
        "crumbs": [(_("Imports"), reverse("imports"))],
    }
    if refusal:
        messages.error(request, str(refusal))
    answer = found.render("orgtree/imports/import.html", context)
    answer.status_code = refusal.status if refusal else answer.status_code
    return answer


def _note(request: HttpRequest, batch: ImportBatch, shown: list[telling.Shown]) -> None:
    """The read log says whose records stood beside the rows."""
    reads.note_each(reader=request.user, people=telling.opened(shown), detail=f"{reads.IMPORT}: {batch.pk}")


def _tabs(request: HttpRequest, batch: ImportBatch) -> list[tuple]:
    address, asked = reverse("import", args=[batch.pk]), request.GET.get("kind", "")
    total = sum(batch.counts.values())
    kinds = [(kind.label, f"{address}?kind={kind}", asked == kind, batch.counts.get(kind, 0)) for kind in RowKind]
    return [(_("All"), address, not asked, total), *kinds]


def _headings(batch: ImportBatch, chosen: dict[str, str]) -> list[dict]:
    """The columns of the file, each with what it fills. `chosen`: keys of our columns by position."""
    planned = set(batch.facts.get("planned", []))
    return [
        {
            "place": place,
            "letter": letter,
            "text": text,
            "key": key,
            "label": one.label if (one := columns.column(key)) else "",
            "planned": text in planned,
        }
        for place, letter, text in batch.facts.get("headings", [])
        for key in [chosen.get(str(place), "")]
    ]


def _writes(view: Callable) -> Callable:
    """POST on an import; GET leads to the import, a refusal shows it with its sentence."""

    @page(Verb.EDIT_PEOPLE, WRITING)
    def door(request: HttpRequest, pk: int) -> HttpResponse:
        batch = _found(request, pk)
        if request.method == "POST":
            try:
                view(request, batch)
            except Refused as refusal:
                return _show(request, _found(request, pk), refusal)
        return redirect("import", pk)

    return door


@page(Verb.EDIT_PEOPLE, WRITING)
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Other columns than were understood; kept for the next file with these headings. A page of its own: a hundred
    choices for each of forty columns are too much to send along with every preview."""
    batch = _found(request, pk)
    places = [place for place, _letter, _text in batch.facts.get("headings", [])]
    asked = {place: request.POST.get(f"column-{place}", "")[:80] for place in places}
    if request.method != "POST":
        return (
            _show_columns(request, batch, batch.mapping)
            if batch.state == BatchState.PREVIEWED
            else redirect("import", pk)
        )
    try:
        act(request, preview.make, batch=batch, mapping=asked, sheet=batch.sheet)
    except Refused as refusal:
        return _show_columns(request, batch, {str(place): key for place, key in asked.items()}, refusal)
    messages.success(request, _("The columns have been changed and every row has been judged again."))
    return redirect("import", pk)


def _show_columns(
    request: HttpRequest, batch: ImportBatch, chosen: dict[str, str], refusal: Refused | None = None
) -> HttpResponse:
    choices = [("", _("nothing")), *((one.key, one.label) for one in columns.offered(request.on))]
    headings = _headings(batch, chosen)
    for one in headings:
        name = f"column-{one['place']}"
        one["select"] = LongSelect(choices, {"id": name}).render(name, one["key"])
    context = {
        "batch": batch,
        "headings": headings,
        "refusal": refusal,
        "why_not": why_not_now(request),
        "crumbs": [(_("Imports"), reverse("imports")), (batch.artifact.name, reverse("import", args=[batch.pk]))],
    }
    return render(request, "orgtree/imports/columns.html", context, status=refusal.status if refusal else 200)


@_writes
def choose_sheet(request: HttpRequest, batch: ImportBatch) -> None:
    act(request, preview.make, batch=batch, sheet=request.POST.get("sheet", "")[:100])


@_writes
def accept(request: HttpRequest, batch: ImportBatch) -> None:
    """All rows that can be written, or the ticked ones."""
    chosen = [int(text) for text in request.POST.getlist("row") if is_id(text)]
    rows = chosen if request.POST.get("which") == "chosen" else None
    act(request, actions.commit, batch=batch.pk, reason=request.POST.get("reason", ""), rows=rows)


@_writes
def undo(request: HttpRequest, batch: ImportBatch) -> None:
    act(request, actions.undo, batch=batch.pk, reason=request.POST.get("reason", ""))


@_writes
def discard(request: HttpRequest, batch: ImportBatch) -> None:
    act(request, actions.discard, batch=batch.pk)
    messages.success(request, _("The preview has been given up; nothing was written."))


@page(Verb.EDIT_PEOPLE, WRITING)
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One row: its cells to correct, whom it means, or to skip it. htmx gets the row alone."""
    batch = _found(request, pk)
    found = get_object_or_404(ImportRow.objects.visible_to(request.user, request.on), batch=batch, pk=row)
    if request.method == "POST":
        try:
            found = act(request, preview.correct, batch=batch, row=row, **_asked(request))
        except Refused as refusal:
            return _show_row(request, batch, found, refusal)
        if not request.htmx:
            return redirect(f"{reverse('import', args=[pk])}#row-{row}")
        shown = telling.shown(batch, [found], request.user, request.on)
        _note(request, batch, shown)
        return render(request, "orgtree/imports/row_line.html", {"one": shown[0], "batch": batch})
    return _show_row(request, batch, found)


def _asked(request: HttpRequest) -> dict:
    """What the form of a row asks: cells as `cell-KEY`, a person or a new one as `picked`, or to skip it."""
    if "skip" in request.POST:
        return {"skipped": request.POST["skip"] == "1"}
    cells = {name.removeprefix("cell-"): text for name, text in request.POST.items() if name.startswith("cell-")}
    picked = request.POST.get("picked", "")
    return {"cells": cells, "picked": int(picked) if picked == "0" or is_id(picked) else None}


def _show_row(
    request: HttpRequest, batch: ImportBatch, found: ImportRow, refusal: Refused | None = None
) -> HttpResponse:
    (one,) = shown = telling.shown(batch, [found], request.user, request.on, masked=False)
    _note(request, batch, shown)
    context = {
        "batch": batch,
        "one": telling.with_cells(one, batch),
        "refusal": refusal,
        "why_not": why_not_now(request),
        "crumbs": [(_("Imports"), reverse("imports")), (batch.artifact.name, reverse("import", args=[batch.pk]))],
    }
    template = "orgtree/imports/row_form.html" if request.htmx else "orgtree/imports/row.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


@page(Verb.EDIT_PEOPLE)
def rejected(request: HttpRequest, pk: int) -> FileResponse:
    """Rows that were not written, with the reason of each."""
    batch = _found(request, pk)
    rows = ImportRow.objects.visible_to(request.user, request.on).filter(batch=batch, written=False)
    file, count = telling.rejected_file(batch, rows.order_by("number"))
    reads.note(reader=request.user, kind=ReadKind.LIST, detail=_("rows of import %d") % batch.pk, rows=count)
    return FileResponse(file, as_attachment=True, filename=f"khong-nhap-{batch.pk}.xlsx", content_type=MEDIA_TYPE)


@page(Verb.EDIT_PEOPLE)
def source(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was received."""
    batch = _found(request, pk)
    detail = _("file of import %d") % batch.pk
    reads.note(reader=request.user, kind=ReadKind.LIST, detail=detail, digest=batch.artifact.digest)
    return artifacts.send(batch.artifact)


@page(Verb.EDIT_PEOPLE)
def template(request: HttpRequest, layout: str) -> FileResponse:
    """An empty list of a layout, with the units of the reader's own."""
    if layout not in LAYOUTS:
        raise Http404
    file = io.BytesIO()
    workbooks.template(file, LAYOUTS[layout], request.user.granted(Verb.EDIT_PEOPLE)[0], request.on)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"mau-{layout}.xlsx", content_type=MEDIA_TYPE)


@page(Verb.EDIT_PEOPLE, WRITING)
def people_in_layout(request: HttpRequest, layout: str) -> HttpResponse:
    """People whom the reader may carry away, in a layout that can be imported again. Asks what for."""
    if layout not in LAYOUTS:
        raise Http404
    form = PurposeForm(request.POST or None)
    found = exportable(request.user, request.on).filter(pk__in=_editable(request)).order_by("name_key", "pk")
    if form.is_bound and form.is_valid():
        file = io.BytesIO()
        count = workbooks.people(file, LAYOUTS[layout], found.iterator(chunk_size=1000), request.user, request.on)
        file.seek(0)
        reads.note(
            reader=request.user,
            kind=ReadKind.LIST,
            detail=str(LAYOUTS[layout].label),
            purpose=form.cleaned_data["purpose"],
            rows=count,
        )
        return FileResponse(file, as_attachment=True, filename=f"{layout}-{request.on}.xlsx", content_type=MEDIA_TYPE)
    crumbs = [(_("Imports"), reverse("imports"))]
    context = {"form": form, "layout": LAYOUTS[layout], "count": found.count(), "crumbs": crumbs}
    return render(request, "orgtree/imports/layout.html", context, status=400 if form.is_bound else 200)


def _editable(request: HttpRequest):
    return people_reached(request.user, [Verb.EDIT_PEOPLE], request.on).values("pk")
