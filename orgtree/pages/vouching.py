"""Keeping a dossier true: sections confirmed as they stand, and warnings overridden with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from orgtree.actions import dossiers as writing
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.pages.doors import WRITING, act, page
from orgtree.pages.dossiers import build, found
from orgtree.pages.entry import answer_panel, crumbs, section_of, shown_at
from orgtree.pages.forms_dossier import ReasonForm


@page(Verb.PROPOSE_CHANGES, WRITING)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouch for the sections named in the form; a reload leads back to the dossier."""
    if request.method != "POST":
        return redirect("person", pk)
    sections = [section_of(code) for code in request.POST.getlist("section")]
    opened = found(request, pk)
    act(request, writing.confirm, people=[pk], sections=sections)
    if request.htmx and len(sections) == 1:
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=sections[0].code)
        return answer_panel(request, opened, sections[0], saved=True)
    messages.success(request, _("Confirmed as it stands."))
    return redirect(shown_at(pk, sections[0]) if len(sections) == 1 else reverse("person", args=[pk]))


@page(Verb.EDIT_PEOPLE, WRITING)
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Override a warning, named by its rule and its facts, with a reason; without one the form is shown that asks for
    it. By POST throughout: what names a warning is made of what it rests on, and stands in no address."""
    if request.method != "POST":
        return redirect("person", pk)
    opened = found(request, pk)
    rule, facts = request.POST.get("rule", "")[:60], request.POST.get("facts", "")[:64]
    remarks = build(request, opened).remarks
    remark = next((r for r in remarks if (r.finding.rule, r.finding.facts) == (rule, facts)), None)
    if remark is None:
        messages.info(request, _("This warning is not there any more."))
        return redirect("person", pk)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    back = shown_at(pk, section_of(remark.finding.section))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        act(request, writing.clear_warning, reason=reason, person=opened.person, rule=rule, facts=facts)
        messages.success(request, _("The warning is overridden. It comes back when the facts change."))
        return redirect(back)
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=remark.finding.section)
    context = {"person": opened.person, "remark": remark, "form": form, "back": back, "crumbs": crumbs(opened)}
    return render(request, "orgtree/dossiers/clear.html", context, status=400 if form.errors else 200)
