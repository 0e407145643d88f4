"""Who is who: people that look the same while one is typed, pairs found in all records, and their merge or parting."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit import names
from anphu.kit.listing import refuse_unknown
from anphu.kit.partial_dates import PartialDate
from anphu.kit.refusals import Refused, insist
from orgtree.actions import identity, reads
from orgtree.choices import Verb
from orgtree.models import Merge, Person
from orgtree.pages.doors import WRITING, act, page, why_not_now
from orgtree.pages.forms_dossier import ReasonForm
from orgtree.pages.panels import title
from orgtree.queries import duplicates, merging
from orgtree.queries.people import with_places
from orgtree.rules.dossiers import sees_restricted, why_not_edit
from orgtree.sections import CORE

LONGEST = 200
PAGE_SIZE = 25
GONE = "gone"
COMPARE = "orgtree/identity/merge.html"


@page(Verb.EDIT_PEOPLE, ("POST",))
def near_people(request: HttpRequest) -> HttpResponse:
    """People who resemble what has been typed so far. Asked by POST: it is personal, and addresses are logged."""
    typed = {name: names.nfc(request.POST.get(name, "")[:LONGEST]) for name in duplicates.COMPARED}
    context = resembling(request, {**typed, "birth_date": _date(typed["birth_date"])})
    return render(request, "orgtree/identity/near.html", context)


def resembling(request: HttpRequest, core: Mapping[str, Any]) -> dict:
    """Who resembles the values of a new record, and whether the form that was sent says that they are all others: its
    box stands for these very people, so that a tick given for some does not hold for others."""
    found = duplicates.near(core, request.user, request.on)
    with_places([one.person for one in found if one.person is not None], request.user, request.on)
    sure = "-".join(str(one.person.pk if one.person else 0) for one in found)
    return {"candidates": found, "sure": sure, "is_sure": bool(found) and request.POST.get("sure") == sure}


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.typed(text)
    except ValueError:
        return None


@page(Verb.EDIT_PEOPLE)
def pairs(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be one person, likest first."""
    refuse_unknown(request.GET, {"page", "on"})
    found = _asked(Paginator(duplicates.pairs(request.user, request.on), PAGE_SIZE), request)
    with_places([person for pair in found for person in (pair.one, pair.other)], request.user, request.on)
    context = {"page": found, "not_now": why_not_now(request), "crumbs": _crumbs()}
    return render(request, "orgtree/identity/pairs.html", context)


def _asked(paginator: Paginator, request: HttpRequest) -> Page:
    found = paginator.get_page(request.GET.get("page"))
    found.elided = list(paginator.get_elided_page_range(found.number, on_each_side=1, on_ends=1))
    return found


@page(Verb.EDIT_PEOPLE, WRITING)
def not_same(request: HttpRequest) -> HttpResponse:
    """Remember that two records are two people; then back to the pairs."""
    if request.method == "POST":
        one, other = (_id(request.POST.get(name, "")) for name in ("one", "other"))
        reason = _("Compared and found to be two people")
        act(request, identity.not_same, reason=reason, one=one, other=other)
        messages.success(request, _("Remembered: these are two people. The pair does not come back."))
    return redirect("duplicates")


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Refused("invalid", _("This form is incomplete. Open the page again."), status=400)
    return int(text)


@page(Verb.EDIT_PEOPLE, WRITING)
def merge(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Two records side by side; `one` is kept. The choice field by field, then the merge."""
    kept, gone = _both(request, one, other)
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            choices = _chosen(request.POST)
            act(request, identity.merge, kept=one, gone=other, choices=choices, **form.cleaned_data)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The two records are one now. The merge can be taken back."))
            return redirect("person", one)
    reads.note_each(reader=request.user, people=(kept.pk, gone.pk), detail=reads.MERGE)
    return _compare(request, kept, gone, form, refusal)


def _both(request: HttpRequest, one: int, other: int) -> tuple[Person, Person]:
    people = Person.objects.visible_to(request.user, request.on).in_bulk([one, other])
    if len(people) != 2:
        raise Http404
    for pk in people:
        insist(why_not_edit(request.user, pk, CORE, request.on))
    with_places(people.values(), request.user, request.on)
    return people[one], people[other]


def _chosen(data: QueryDict) -> identity.Choices:
    """`field:<section>:<item>` says whose value stands; of the rows that were shown those not ticked are left out."""
    take = {
        tuple(name.split(":")[1:3])
        for name, value in data.items()
        if name.startswith("field:") and name.count(":") == 2 and value == GONE
    }
    left = set(data.getlist("shown")) - set(data.getlist("row"))
    leave = {(code, _id(pk)) for code, _colon, pk in (text.partition(":") for text in left)}
    return identity.Choices(frozenset(take), frozenset(leave))


def _compare(
    request: HttpRequest, kept: Person, gone: Person, form: ReasonForm, refusal: Refused | None
) -> HttpResponse:
    restricted = all(sees_restricted(request.user, person.pk, request.on) for person in (kept, gone))
    parts = merging.compared(kept, gone, request.user, request.on)
    if request.method == "POST":
        parts = [_as_typed(part, request.POST) for part in parts]
    if refusal is not None:
        messages.error(request, str(refusal))
    context = {
        "kept": kept,
        "gone": gone,
        "parts": [(title(part.section), part) for part in parts if part.section.seen_with(restricted)],
        "likeness": duplicates.alike(kept, gone),
        "form": form,
        "not_now": why_not_now(request),
        "crumbs": [*_crumbs(), (_("Records that look like one person"), reverse("duplicates"))],
    }
    status = refusal.status if refusal else 400 if form.errors else 200
    return render(request, COMPARE, context, status=status)


def _as_typed(part: merging.Comparison, data: QueryDict) -> merging.Comparison:
    """The section with what was chosen before the merge was refused."""
    code, ticked = part.section.code, set(data.getlist("row"))
    differences = [
        replace(difference, take=data.get(f"field:{code}:{difference.item.name}") == GONE)
        for difference in part.differences
    ]
    rows = [replace(row, leave=f"{code}:{row.pk}" not in ticked) for row in part.rows]
    return merging.Comparison(part.section, differences, rows)


@page(Verb.EDIT_PEOPLE, WRITING)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, then take the merge back."""
    row = get_object_or_404(
        Merge.objects.visible_to(request.user, request.on).select_related("kept", "gone", "by"), pk=pk
    )
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            act(request, identity.unmerge, merge=pk, **form.cleaned_data)
        except Refused as refused:
            refusal = refused
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The merge has been taken back: there are two records again."))
            return redirect("person", row.gone_id)
    crumbs = [(row.kept.full_name, reverse("person", args=[row.kept_id]))]
    context = {"merge": row, "form": form, "crumbs": crumbs, "not_now": why_not_now(request)}
    status = refusal.status if refusal else 400 if form.errors else 200
    return render(request, "orgtree/identity/undo.html", context, status=status)


def leads_to_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of pages of one person: the address of a record that was given up leads to the one that was kept."""

    @wraps(view)
    def door(request: HttpRequest, pk: int, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Http404:
            kept = merging.stands_for(pk)
            if kept is None or not Person.objects.visible_to(request.user, request.on).filter(pk=kept).exists():
                raise
            return redirect("person", kept)

    return door


def _crumbs() -> list[tuple[str, str]]:
    return [(pgettext("navigation", "People"), reverse("people"))]
