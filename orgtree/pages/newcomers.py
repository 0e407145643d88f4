"""Recording a new person: the core of the dossier, the first membership and perhaps a post, by keyboard alone."""

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
from orgtree.models import PartyMembership, Posting
from orgtree.pages import forms_dossier as forms
from orgtree.pages.doors import WRITING, act_once, page, why_not_now
from orgtree.pages.entry import find_named, keep_reason, usual_reason
from orgtree.pages.identity import resembling
from orgtree.queries.drafts import unfinished
from orgtree.queries.options import options, usual
from orgtree.sections import BY_MODEL, CORE, Section

MEMBERSHIP, POSTING = BY_MODEL[PartyMembership], BY_MODEL[Posting]
PLACE = "person:new"
PLACES = {CORE.code: "core", MEMBERSHIP.code: "membership", POSTING.code: "posting"}
RECORDS = (*PLACES.values(), "reason")
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
        return _show(request, typed, status=409 if "near" in typed else 400)
    desks.drop_draft(actor=request.user, place=PLACE)
    keep_reason(request, typed["reason"].cleaned_data["reason"])
    messages.success(request, _("%s has been recorded.") % typed["core"].cleaned_data["full_name"])
    return redirect("person-new") if "another" in request.POST else redirect("person", made)


def _create(request: HttpRequest, typed: dict[str, Any]) -> int | None:
    """The id of the new record; None when the forms say what is wrong, or `near` whom it looks like."""
    core = typed["core"].values
    near = resembling(request, core)
    try:
        return act_once(
            request,
            writing.create,
            reason=typed["reason"].cleaned_data["reason"],
            core=core,
            membership=typed["membership"].values,
            posting=typed["posting"].values if typed["posting"].has_changed() else None,
            sure=near["is_sure"],
        )
    except Refused as refusal:
        if refusal.code == "near_duplicates":
            typed["near"] = {**near, "focus": True}
        else:
            _tell(typed, refusal)
        return None


def _tell(typed: dict[str, Any], refusal: Refused) -> None:
    """What an action refused, in the form that it is about."""
    section = refusal.extra.get("section")
    for name, sentence in (refusal.extra.get("errors") or {"": str(refusal)}).items():
        whose = PLACES.get(section) or ("membership" if name in MEMBERSHIP.by_name else "core")
        typed[whose].add_errors({name: sentence})


def _forms(request: HttpRequest, data: QueryDict | None = None) -> dict[str, Any]:
    """The records and the reason, as they were left unfinished if they were. The post may be left out."""
    draft = unfinished(request.user, PLACE) if data is None else None
    kept = draft.content if draft else {}
    return {
        "core": _record_form(request, CORE, "", data, {**usual(), **kept}),
        "membership": _record_form(request, MEMBERSHIP, "membership", data, kept),
        "posting": _record_form(request, POSTING, "posting", data, kept, empty_permitted=True),
        "reason": forms.ReasonForm(data, initial={"reason": kept.get("reason") or usual_reason(request)}),
        "draft": draft,
    }


def _record_form(
    request: HttpRequest, section: Section, prefix: str, data: QueryDict | None, kept: dict[str, Any], **how
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
        use_required_attribute=not how.get("empty_permitted"),
        **how,
    )


def _show(request: HttpRequest, typed: dict[str, Any], status: int = 200) -> HttpResponse:
    if "near" not in typed:
        first = next((name for name in PLACES.values() if typed[name].errors), "core")
        typed[first].with_focus()
    crumbs = [(pgettext("navigation", "People"), reverse("people"))]
    return render(request, FORM, {**typed, "place": PLACE, "crumbs": crumbs}, status=status)
