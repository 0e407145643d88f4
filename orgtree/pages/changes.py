"""Change requests: proposing one, the list of those that wait, and one before and after with its decision."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from anphu.kit.filters import is_id
from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused, insist
from orgtree.actions import changes, reads
from orgtree.choices import ChangeKind, ReadKind, Verb, Verdict
from orgtree.filters import ChangeRequestFilter
from orgtree.models import ChangeRequest, Person
from orgtree.pages import forms_dossier as forms
from orgtree.pages.doors import WRITING, act, act_once, why_not_now
from orgtree.pages.entry import find_named, section_of
from orgtree.pages.panels import title
from orgtree.queries import changes as asked
from orgtree.queries.merging import told
from orgtree.queries.options import options
from orgtree.queries.records import names_of
from orgtree.queries.suggestions import called
from orgtree.rules.changes import proposable, why_not_decide, why_not_propose
from orgtree.rules.dossiers import reaches
from orgtree.sections import SECTIONS, Item, Section
from orgtree.sections.values import get

ACCEPT, REFUSE = "accept", "refuse"
MOST = 200
"""Requests accepted at once."""


def _door(view):
    """For whoever has signed in: the person concerned proposes without any role. What is seen is for the queries."""
    return require_http_methods(WRITING)(login_required(view))


@_door
def requests(request: HttpRequest) -> HttpResponse:
    """Requests in sight, those that wait first. POST accepts the ticked ones whole."""
    if request.method == "POST":
        return _accept(request)
    rows = asked.seen(ChangeRequest.objects.visible_to(request.user, request.on), request.user, request.on)
    rows = rows.select_related("person", "proposed_by", "decided_by").order_by("-waits", "-proposed_at", "-pk")
    found = Listing(request, ChangeRequestFilter(request.GET or None, rows, request=request))
    mine = set(asked.waiting(request.user, request.on).values_list("pk", flat=True))
    context = {
        "requests": [(row, title(section_of(row.section)), row.pk in mine) for row in found.page.object_list],
        "decides": bool(mine) and why_not_now(request) is None,
        "own": _own_sections(request),
    }
    return found.render("orgtree/changes/list.html", context)


def _own_sections(request: HttpRequest) -> list[tuple[str, str]]:
    """Where the person concerned may propose for the own dossier: labels and addresses."""
    own = request.user.person_id
    if own is None:
        return []
    open_to_all = [section for section in SECTIONS if section.seen_with(restricted=False)]
    return [(title(section), reverse("change-propose", args=[own, section.code])) for section in open_to_all]


def _accept(request: HttpRequest) -> HttpResponse:
    chosen = [int(text) for text in request.POST.getlist("request")[:MOST] if is_id(text)]
    if not chosen:
        messages.error(request, _("Tick at least one request."))
        return redirect("changes")
    done, refusals = act(request, changes.accept_many, requests=chosen)
    if done:
        sentence = ngettext("%(n)d request has been accepted.", "%(n)d requests have been accepted.", done)
        messages.success(request, sentence % {"n": done})
    for pk, refusal in refusals:
        messages.error(request, _("Request %(number)d: %(why)s") % {"number": pk, "why": refusal})
    return redirect("changes")


@_door
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: each field before and after; the decision, or taking it back."""
    row = _found(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            _done(request, row)
        except Refused as refused:
            refusal = refused
            messages.error(request, str(refused))
            row = _found(request, pk)  # who came first may have decided it
        else:
            return redirect("change", pk)
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=row.person, detail=f"{row.section}: {row.pk}")
    return _show(request, row, refusal)


def _found(request: HttpRequest, pk: int) -> ChangeRequest:
    rows = asked.seen(ChangeRequest.objects.visible_to(request.user, request.on), request.user, request.on)
    return get_object_or_404(
        rows.select_related("person", "proposed_by", "decided_by").prefetch_related("items"), pk=pk
    )


def _done(request: HttpRequest, row: ChangeRequest) -> None:
    if "withdraw" in request.POST:
        act(request, changes.withdraw, change=row.pk)
        messages.success(request, _("The request has been taken back."))
        return
    decided = act(request, changes.decide, change=row.pk, rulings=_rulings(request.POST, row))
    accepted = decided.state == Verdict.ACCEPTED
    messages.success(request, _("Decided; the dossier has been changed.") if accepted else _("Decided and refused."))


def _rulings(data: QueryDict, row: ChangeRequest) -> dict[str, changes.Ruling]:
    """One button for all fields, or a choice for each. Fields without a choice are left to the action to miss."""
    names = [item.field for item in row.items.all()]
    whole = data.get("all")
    if whole in (ACCEPT, REFUSE):
        return dict.fromkeys(names, changes.Ruling(whole == ACCEPT, data.get("note", "")))
    chosen = {name: data.get(f"verdict-{name}") for name in names}
    return {
        name: changes.Ruling(verdict == ACCEPT, data.get(f"note-{name}") or data.get("note", ""))
        for name, verdict in chosen.items()
        if verdict in (ACCEPT, REFUSE)
    }


def _show(request: HttpRequest, row: ChangeRequest, refusal: Refused | None) -> HttpResponse:
    section = section_of(row.section)
    user, on = request.user, request.on
    sees = reaches(user, Verb.SEE_PEOPLE, row.person_id, on)
    context = {
        "change": row,
        "section": title(section),
        "lines": [
            (line, request.POST.get(f"verdict-{line.item.field}", ""), request.POST.get(f"note-{line.item.field}", ""))
            for line in asked.lines(row, user, on)
        ],
        "whole": row.kind == ChangeKind.REMOVE,
        "why_not": why_not_decide(row, user, on) or why_not_now(request),
        "waits": row.state == Verdict.PENDING,
        "own": row.proposed_by_id == user.pk,
        "sees": sees,
        "typed": request.POST,
        "crumbs": [(_("Change requests"), reverse("changes"))],
    }
    status = refusal.status if refusal else 200
    return render(request, "orgtree/changes/change.html", context, status=status)


@_door
def propose(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Propose a change of a section; of a section of rows `?row=new` or `?row=<id>` says which, `&remove=1` removes."""
    part = section_of(section)
    insist(why_not_propose(request.user, pk, part, request.on) or why_not_now(request))
    person = asked.subject(pk, request.user, request.on)
    if person is None:
        raise Http404
    row = request.GET.get("row", "")
    if part.many and not row:
        return _rows(request, person, part)
    if row not in ("", "new") and not is_id(row):
        raise Http404
    number = int(row) if is_id(row) and part.many else None
    record = asked.record_for(person, part, number, request.user, request.on)
    if record is None:
        raise Http404
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=person, detail=part.code)
    remove = "remove" in request.GET and number is not None
    return _Proposal(request, person, part, number, record, remove).answer()


def _rows(request: HttpRequest, person: Person, part: Section) -> HttpResponse:
    """The rows there are: which one is it about?"""
    records = list(asked.rows_of(person, part, request.user, request.on).order_by("pk"))
    called_so = names_of(records, request.user, request.on)
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=person, detail=part.code)
    context = {
        "person": person,
        "section": title(part),
        "rows": [(record.pk, told(part, record, called_so)) for record in records],
        "crumbs": _crumbs(request, person),
    }
    return render(request, "orgtree/changes/rows.html", context)


def _crumbs(request: HttpRequest, person: Person) -> list[tuple[str, str]]:
    if reaches(request.user, Verb.SEE_PEOPLE, person.pk, request.on):
        return [(person.full_name, reverse("person", args=[person.pk]))]
    return [(_("Change requests"), reverse("changes"))]


class _Proposal:
    """The form of one record, opened and sent as a request."""

    def __init__(self, request, person: Person, section: Section, row: int | None, record, remove: bool):
        self.request, self.person, self.section = request, person, section
        self.row, self.record, self.remove = row, record, remove
        self.labels: dict[str, str] = {}
        self.items = self._items()

    def _items(self) -> tuple[Item, ...]:
        """What the reader may propose; a relative out of the reader's sight is left alone."""
        user, on = self.request.user, self.request.on
        items = []
        for item in proposable(user, self.person.pk, self.section, on):
            source = forms.BY_NAME.get(self.section.field(item).related_model)
            value = get(self.record, item.name) if source else None
            self.labels[item.name] = called(source, value, user, on) if source else ""
            if value is None or self.labels[item.name]:
                items.append(item)
        return tuple(items)

    def answer(self) -> HttpResponse:
        data = self.request.POST if self.request.method == "POST" else None
        reason = forms.ReasonForm(data)
        form = None if self.remove else self._form(data)
        if data is not None and reason.is_valid() & (form is None or form.is_valid()):
            try:
                made = self._propose(form, reason.cleaned_data["reason"])
            except Refused as refusal:
                self._settle(form, reason, refusal)
            else:
                messages.success(self.request, _("The request has been sent to the organization board."))
                return redirect("change", made)
        return self._show(form, reason)

    def _form(self, data: QueryDict | None) -> forms.SectionForm:
        request = self.request
        return forms.SectionForm(
            self.section,
            self.items,
            data,
            initial=forms.initial(self.section, self.items, self.record, self.labels),
            options=options(self.section, self.items, self.record, request.on),
            find=partial(find_named, request),
        )

    def _propose(self, form: forms.SectionForm | None, reason: str) -> int:
        which = {"person": self.person.pk, "section": self.section, "row": self.row, "reason": reason}
        if form is None:
            return act_once(self.request, changes.propose, remove=True, **which)
        return act_once(self.request, changes.propose, values=form.values, **which)

    def _settle(self, form: forms.SectionForm | None, reason: forms.ReasonForm, refusal: Refused) -> None:
        if form is not None and refusal.extra.get("errors"):
            form.add_errors(refusal.extra["errors"])
        else:
            (form or reason).add_error(None, str(refusal))

    def _show(self, form: forms.SectionForm | None, reason: forms.ReasonForm) -> HttpResponse:
        called_so = names_of([self.record], self.request.user, self.request.on) if self.remove else {}
        context = {
            "person": self.person,
            "section": title(self.section),
            "form": form,
            "reason": reason,
            "words": told(self.section, self.record, called_so) if self.remove else "",
            "crumbs": _crumbs(self.request, self.person),
        }
        wrong = reason.errors or (form is not None and form.errors)
        return render(self.request, "orgtree/changes/propose.html", context, status=400 if wrong else 200)
