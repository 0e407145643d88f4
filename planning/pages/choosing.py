"""The form of a list: keep, remove, move or withdraw, one line or many; what is typed survives every refusal."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused, insist
from orgtree.actions import desks
from orgtree.choices import Verb
from orgtree.queries.drafts import unfinished
from planning.actions import lines
from planning.models import Line, Submission
from planning.pages import forms
from planning.pages.doors import act, cleaned, page, with_words, writes
from planning.pages.forms_lines import Typed, choices, kept, read, target_of, unsaved
from planning.pages.submissions import address, found_or_404, place, prepare, record, show
from planning.queries.sheet import sheet
from planning.queries.submissions import elsewhere, lines_by_term, places_to_move
from planning.rules import moves
from planning.rules.lines import if_chosen


@page(Verb.SEE_PLANS)
@writes(record)
def lines_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save everything that was chosen, together; `rest` also keeps everybody about whom nothing was said."""
    row = found_or_404(request, pk)
    listed = lines_of(request, row)
    typed = read(request.POST, listed)
    try:
        number = save(request, row, typed, listed)
    except Refused as refusal:
        with_words(request, keep_draft(request, row, unsaved(typed, listed)))
        return show(request, pk, refusal, typed)
    desks.drop_draft(actor=request.user, place=place(pk))
    messages.success(request, _said(number))
    return redirect(address(request, pk, request.POST.get("at") or "list"))


def _place_of_line(request: HttpRequest, pk: int) -> str:
    line = _line(request, pk)
    return address(request, line.submission_id, f"line-{pk}")


@page(Verb.SEE_PLANS)
@writes(_place_of_line)
def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was chosen for one line; htmx gets the line, the meters and the counts as they are then."""
    line = _line(request, pk)
    row = found_or_404(request, line.submission_id)
    typed = read(request.POST, [line])
    try:
        asked = cleaned(forms.VersionedForm(request.POST))
        act(request, lines.choose, submission=row.pk, choices=choices(typed, [line]), **asked)
    except Refused as refusal:
        _remember(request, line, unsaved(typed, [line]))
        return _fragment(request, row, pk, refusal, typed) if request.htmx else show(request, row.pk, refusal, typed)
    _remember(request, line, {})
    if not request.htmx:
        messages.success(request, _said(1))
        return redirect(_place_of_line(request, pk) if _still(request, pk) else record(request, row.pk))
    return _fragment(request, found_or_404(request, row.pk), pk)


@page(Verb.SEE_PLANS)
@writes(record)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is typed and not saved; `discard` throws it away."""
    row = found_or_404(request, pk)
    if "discard" in request.POST:
        desks.drop_draft(actor=request.user, place=place(pk))
        return redirect("submission", pk)
    insist(moves.why_not_edit(row, user=request.user, on=request.on))
    listed = lines_of(request, row)
    refusal = keep_draft(request, row, unsaved(read(request.POST, listed), listed))
    return render(request, "planning/submissions/draft_kept.html", {"refusal": refusal})


@page(Verb.SEE_PLANS)
@writes(record)
def meters_as_typed(request: HttpRequest, pk: int) -> HttpResponse:
    """The meters as they would be with what is chosen and not saved yet."""
    row = found_or_404(request, pk)
    listed = lines_of(request, row)
    typed = unsaved(read(request.POST, listed), listed)
    afterwards = {
        line.pk: if_chosen(line, typed[line.pk].proposal, target_of(typed[line.pk]))
        for line in listed
        if line.pk in typed
    }
    seen = sheet(row, request.user, request.on, afterwards=afterwards)
    return render(request, "planning/submissions/meters.html", {"meters": seen.meters, "beside": True})


@require_safe
@page(Verb.SEE_PLANS)
def targets_of(request: HttpRequest, pk: int, title: int) -> HttpResponse:
    """The titles to which somebody planned for `title` can be moved, as options."""
    row = found_or_404(request, pk)
    terms = lines_by_term(row, request.user, request.on)
    here = next((one for term in terms for one in term.titles if one.pk == title), None)
    if here is None:
        raise Http404(title)
    options = places_to_move(terms, elsewhere(row, terms), here)
    return render(request, "planning/submissions/options.html", {"options": options})


def save(request: HttpRequest, row: Submission, typed: Mapping[int, Typed], listed: Sequence[Line]) -> int:
    """Write what was typed, and with `rest` everything else as kept: how many lines. Raises Refused."""
    asked = cleaned(forms.VersionedForm(request.POST))
    chosen = choices(unsaved(typed, listed), listed)
    rest = "rest" in request.POST
    if rest and chosen:
        named = {(choice.plan_title, choice.person) for choice in chosen}
        silent = [line for line in listed if (line.plan_title_id, line.person_id) not in named]
        chosen += choices({line.pk: Typed("keep") for line in silent if line.is_unconfirmed}, silent)
    if rest and not chosen:
        return act(request, lines.confirm_rest, submission=row.pk, **asked)
    return len(act(request, lines.choose, submission=row.pk, choices=chosen, **asked))


def lines_of(request: HttpRequest, row: Submission) -> list[Line]:
    """The lines of the list, as far as a form of it is concerned."""
    return list(Line.objects.visible_to(request.user, request.on).filter(submission=row).order_by("pk"))


def keep_draft(request: HttpRequest, row: Submission, typed: Mapping[int, Typed]) -> Refused | None:
    """What was typed and is not saved, so that it is there again tomorrow; nothing typed leaves no draft. Answers why
    it could not be kept: a page that comes back with the words is worth more than one that only refuses."""
    return _keep(request, row.pk, kept(typed))


def _keep(request: HttpRequest, pk: int, content: Mapping[str, str]) -> Refused | None:
    if not content:
        desks.drop_draft(actor=request.user, place=place(pk))
        return None
    try:
        desks.keep_draft(actor=request.user, place=place(pk), content=content)
    except Refused:
        sentence = _("Too much is typed to be kept as a draft. Shorten the reasons: each takes 500 characters.")
        return Refused("too_large", sentence, status=400)
    return None


def _remember(request: HttpRequest, line: Line, typed: Mapping[int, Typed]) -> None:
    """What the draft holds of the one line; of the others it holds what it did."""
    before = unfinished(request.user, place(line.submission_id))
    others = {} if before is None else before.content
    content = {name: text for name, text in others.items() if not name.endswith(f"-{line.pk}")} | kept(typed)
    if content or before is not None:
        with_words(request, _keep(request, line.submission_id, content))


def _line(request: HttpRequest, pk: int) -> Line:
    rows = Line.objects.visible_to(request.user, request.on).select_related("person")
    return get_object_or_404(rows, pk=pk)


def _still(request: HttpRequest, pk: int) -> bool:
    """Whether the line is there yet: a withdrawn addition goes."""
    return Line.objects.visible_to(request.user, request.on).filter(pk=pk).exists()


def _fragment(
    request: HttpRequest, row: Submission, pk: int, refusal: Refused | None = None, typed: Mapping | None = None
) -> HttpResponse:
    """One line as it is now, and beside it what every saved line changes: version, counts, meters."""
    seen = sheet(row, request.user, request.on)
    prepare(seen, unsaved(typed or {}, seen.lines) if refusal else {}, refusal)
    title, line = next(
        ((t, x) for term in seen.terms for t in term.titles for x in t.listed if x.pk == pk), (None, None)
    )
    if refusal and line is not None and line.refusal is None:
        line.refusal = refusal
    if refusal and line is None:
        with_words(request, refusal)
    context = {
        "submission": row,
        "sheet": seen,
        "meters": seen.meters,
        "title": title,
        "line": line,
        "saved": refusal is None,
        "why_not_edit": moves.why_not_edit(row, user=request.user, on=request.on),
        "may_comment": True,
    }
    return render(request, "planning/submissions/line_saved.html", context, status=200)


def _said(number: int) -> str:
    return ngettext("%d line has been saved.", "%d lines have been saved.", number) % number
