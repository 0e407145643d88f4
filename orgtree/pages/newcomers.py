"""Recording a new person: the core of the dossier and the first membership, by keyboard alone."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit.refusals import Refused, insist
from orgtree.actions import desks
from orgtree.actions import dossiers as writing
from orgtree.choices import Verb
from orgtree.models import PartyMembership, Person
from orgtree.pages import forms_dossier as forms
from orgtree.pages.doors import WRITING, act, page, why_not_now
from orgtree.pages.entry import find_named, keep_reason, usual_reason
from orgtree.queries.drafts import unfinished
from orgtree.queries.options import options, usual
from orgtree.sections import BY_MODEL, CORE, Section

MEMBERSHIP = BY_MODEL[PartyMembership]
PLACE = "person:new"
RECORDS = ("core", "membership", "reason")
FORM = "orgtree/dossiers/new.html"


@page(Verb.EDIT_PEOPLE, WRITING)
def person_new(request: HttpRequest) -> HttpResponse:
    """Enter somebody; people who look the same are shown while typing."""
    insist(why_not_now(request))
    if request.method != "POST":
        return _show(request, _forms(request))
    if "discard" in request.POST:
        desks.drop_draft(actor=request.user, place=PLACE)
        return redirect("person-new")
    typed = _forms(request, request.POST)
    valid = [typed[name].is_valid() for name in RECORDS]
    made = _create(request, typed) if all(valid) else None
    if made is None:
        return _show(request, typed, status=400)
    desks.drop_draft(actor=request.user, place=PLACE)
    keep_reason(request, typed["reason"].cleaned_data["reason"])
    messages.success(request, _("%s has been recorded.") % made.full_name)
    return redirect("person-new") if "another" in request.POST else redirect("person", made.pk)


def _create(request: HttpRequest, typed: dict[str, Any]) -> Person | None:
    try:
        return act(
            request,
            writing.create,
            reason=typed["reason"].cleaned_data["reason"],
            core=typed["core"].values,
            membership=typed["membership"].values,
        )
    except Refused as refusal:
        errors = refusal.extra.get("errors") or {"": str(refusal)}
        for name, sentence in errors.items():
            whose = "membership" if name in MEMBERSHIP.by_name else "core"
            typed[whose].add_errors({name: sentence})
        return None


def _forms(request: HttpRequest, data: QueryDict | None = None) -> dict[str, Any]:
    """The two records and the reason, as they were left unfinished if they were."""
    draft = unfinished(request.user, PLACE) if data is None else None
    kept = draft.content if draft else {}
    return {
        "core": _record_form(request, CORE, "", data, {**usual(), **kept}),
        "membership": _record_form(request, MEMBERSHIP, "membership", data, kept),
        "reason": forms.ReasonForm(data, initial={"reason": kept.get("reason") or usual_reason(request)}),
        "draft": draft,
    }


def _record_form(
    request: HttpRequest, section: Section, prefix: str, data: QueryDict | None, kept: dict[str, Any]
) -> forms.SectionForm:
    """`kept`: what a draft holds, by the names of the inputs."""
    lead = f"{prefix}-" if prefix else ""
    start = {name.removeprefix(lead): text for name, text in kept.items() if name.startswith(lead)}
    return forms.SectionForm(
        section,
        section.items,
        data,
        prefix=prefix or None,
        initial=start,
        options=options(section, section.items, None, request.on),
        find=partial(find_named, request),
    )


def _show(request: HttpRequest, typed: dict[str, Any], status: int = 200) -> HttpResponse:
    first = next((name for name in ("core", "membership") if typed[name].errors), "core")
    typed[first].with_focus()
    crumbs = [(pgettext("navigation", "People"), reverse("people"))]
    return render(request, FORM, {**typed, "place": PLACE, "crumbs": crumbs}, status=status)
