"""Entering a dossier: one record of a section at a time, inside the page (htmx) or as a page of its own."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused, insist
from orgtree.actions import desks, reads
from orgtree.actions import dossiers as writing
from orgtree.choices import ReadKind, Verb
from orgtree.pages import forms_dossier as forms
from orgtree.pages.doors import WRITING, act, act_once, page, why_not_now
from orgtree.pages.dossiers import build, found
from orgtree.pages.panels import title
from orgtree.queries.dossiers import Dossier
from orgtree.queries.drafts import Unfinished, unfinished
from orgtree.queries.options import options
from orgtree.queries.suggestions import Named, called, named
from orgtree.rules.dossiers import why_not_edit
from orgtree.sections import BY_CODE, CORE, Item, Section
from orgtree.sections.values import get

FORM = "orgtree/dossiers/form.html"
PANEL = "orgtree/dossiers/answer.html"
REASON_KEY = "entry_reason"
"""Where the session keeps the last reason given: the next form begins with it."""
MINE, THEIRS = "mine", "theirs"


@page(Verb.EDIT_PEOPLE, WRITING)
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The form of a section that a person has once; of a section of rows the place where it is shown."""
    asked = section_of(section)
    if asked.many:
        return redirect(shown_at(pk, asked))
    return _Desk(request, pk, asked).answer()


@page(Verb.EDIT_PEOPLE, WRITING)
def row_new(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    return _Desk(request, pk, _list(section)).answer()


@page(Verb.EDIT_PEOPLE, WRITING)
def row(request: HttpRequest, pk: int, section: str, row: int) -> HttpResponse:
    return _Desk(request, pk, _list(section), row).answer()


@page(Verb.SEE_PEOPLE)
def panel(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """A section as it is shown, for htmx: what Escape goes back to."""
    asked = section_of(section)
    opened = found(request, pk)
    if not opened.sees(asked):
        raise Http404
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=asked.code)
    return answer_panel(request, opened, asked)


@page(Verb.EDIT_PEOPLE, WRITING)
def row_remove(request: HttpRequest, pk: int, section: str, row: int) -> HttpResponse:
    """Ask for a reason, then take the row out."""
    asked = _list(section)
    opened = found(request, pk, [asked])
    insist(why_not_edit(request.user, pk, asked, request.on) or why_not_now(request))
    record = opened.row(asked, row)
    if record is None:
        raise Http404
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act(request, writing.remove, reason=form.cleaned_data["reason"], person=opened.person, section=asked, row=row)
        messages.success(request, _("The row has been taken out; the history keeps it."))
        return redirect(shown_at(pk, asked))
    items = asked.seen_with(opened.restricted)
    facts = [(capfirst(asked.field(item).verbose_name), opened.words(asked, record, item)) for item in items]
    context = {"person": opened.person, "label": title(asked), "form": form, "back": shown_at(pk, asked)}
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person, detail=asked.code)
    context["facts"] = [fact for fact in facts if fact[1]]
    context["crumbs"] = crumbs(opened)
    return render(request, "orgtree/dossiers/remove.html", context, status=400 if form.errors else 200)


def section_of(code: str) -> Section:
    if code not in BY_CODE:
        raise Http404(code)
    return BY_CODE[code]


def _list(code: str) -> Section:
    asked = section_of(code)
    if not asked.many:
        raise Http404(code)
    return asked


def shown_at(pk: int, section: Section) -> str:
    return f"{reverse('person', args=[pk])}#s-{section.code}"


def crumbs(opened: Dossier) -> list[tuple[str, str]]:
    return [(opened.person.full_name, reverse("person", args=[opened.person.pk]))]


def answer_panel(request: HttpRequest, opened: Dossier, section: Section, **how) -> HttpResponse:
    """One panel, and beside it what changed elsewhere on the page: completeness and findings."""
    status = how.pop("status", 200)
    panels = build(request, opened)
    context = {
        "panel": panels.panel(section, **how),
        "person": opened.person,
        "measures": panels.measures(),
        "remarks": panels.remarks,
        "saved": how.get("saved", False),
    }
    return render(request, PANEL, context, status=status)


@dataclass
class Entry:
    """An open form: of the row `row`, of a new row, or of the section's one record. `place` names its draft."""

    form: forms.SectionForm
    reason: forms.ReasonForm
    section: Section
    row: int | None
    action: str
    back: str
    show: str
    place: str
    draft: Unfinished | None = None
    conflicts: tuple[forms.Conflict, ...] = ()

    @property
    def label(self) -> str:
        return title(self.section)

    @property
    def forms(self) -> tuple[Form, ...]:
        return self.form, self.reason


class _Desk:
    """One record of a section before its reader: opened, sent, sent again after somebody else changed it."""

    def __init__(self, request: HttpRequest, pk: int, section: Section, row: int | None = None):
        self.request, self.section, self.row = request, section, row
        self.opened = found(request, pk)
        insist(why_not_edit(request.user, pk, section, request.on) or why_not_now(request))
        self.record = self._record()
        self.place = f"{section.code}:{pk}:{'new' if section.many and row is None else row or ''}"
        self.items = self._items()

    def _record(self) -> models.Model:
        opened, section = self.opened, self.section
        if section is CORE:
            return opened.person
        rows = opened.rows(section)
        if section.many and self.row is not None:
            record = opened.row(section, self.row)
            if record is None and self.request.method != "POST":
                raise Http404
            return record or section.model(person=opened.person)
        return rows[0] if rows and not section.many else section.model(person=opened.person)

    def _items(self) -> tuple[Item, ...]:
        """What the reader sees and may change; a relative out of the reader's sight is left alone."""
        self.labels: dict[str, str] = {}
        items = []
        for item in self.section.seen_with(self.opened.restricted):
            source = forms.BY_NAME.get(self.section.field(item).related_model)
            value = get(self.record, item.name) if source else None
            self.labels[item.name] = called(source, value, self.request.user, self.request.on) if source else ""
            if value is None or self.labels[item.name]:
                items.append(item)
        return tuple(items)

    def answer(self) -> HttpResponse:
        request = self.request
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=self.opened.person, detail=self.section.code)
        if request.method != "POST":
            return self._show(self._fresh())
        if "discard" in request.POST:
            desks.drop_draft(actor=request.user, place=self.place)
            return self._show(self._fresh()) if request.htmx else redirect(request.path)
        entry = self._entry(request.POST, None)
        return self._send(entry) or self._show(entry, status=400)

    def _fresh(self) -> Entry:
        """The form as the record is, or as it was left unfinished."""
        draft = unfinished(self.request.user, self.place)
        start = forms.initial(self.section, self.items, self.record, self.labels)
        start["was"] = forms.remember(self.place, forms.plainly(self.items, self.record))
        return self._entry(None, {**start, **(draft.content if draft else {})}, draft)

    def _entry(self, data: QueryDict | None, start: dict[str, Any] | None, draft: Unfinished | None = None) -> Entry:
        request, pk, section = self.request, self.opened.person.pk, self.section
        names = [pk, section.code]
        name = "section" if not section.many else "row-new" if self.row is None else "row"
        return Entry(
            form=forms.SectionForm(
                section,
                self.items,
                data,
                initial=start,
                options=options(section, self.items, self.record, request.on),
                find=partial(find_named, request),
            ),
            reason=forms.ReasonForm(
                data,
                auto_id=f"{section.code}-%s",
                initial={"reason": (start or {}).get("reason", usual_reason(request))},
            ),
            section=section,
            row=self.row,
            action=reverse(name, args=[*names, self.row] if name == "row" else names),
            back=shown_at(pk, section),
            show=reverse("panel", args=names),
            place=self.place,
            draft=draft,
        )

    def _send(self, entry: Entry) -> HttpResponse | None:
        """Write what was typed; None when the form says what is wrong with it."""
        if not (entry.form.is_valid() & entry.reason.is_valid()):
            return None
        try:
            was, asked = forms.remembered(self.place, entry.form.cleaned_data["was"])
            values = self._chosen(entry, was, asked)
            if values is None:
                return None
            self._write(values, was, entry.reason.cleaned_data["reason"])
        except Refused as refusal:
            self._settle(entry, refusal)
            return None
        return self._sent(entry)

    def _write(self, values: dict[str, Any], was: dict[str, Any], reason: str) -> None:
        what = {"reason": reason, "person": self.opened.person, "section": self.section, "values": values}
        if self.section.many and self.row is None:
            act_once(self.request, writing.save, **what)
        else:
            act(self.request, writing.save, row=self.row, was=was if self.record.pk else None, **what)

    def _chosen(self, entry: Entry, was: dict[str, Any], asked: list[str]) -> dict[str, Any] | None:
        """The values to write after the reader chose between mine and theirs; None while a choice is missing."""
        values, open_questions = entry.form.values, []
        for name in asked:
            chosen = self.request.POST.get(f"take-{name}")
            if chosen == THEIRS:
                del values[name]
            elif chosen != MINE:
                open_questions.append(name)
        if open_questions:
            self._ask(entry, was, open_questions)
            return None
        return values

    def _settle(self, entry: Entry, refusal: Refused) -> None:
        """What an action refused, said in the form; nothing that was typed is lost."""
        if refusal.code == "changed_meanwhile":
            was, _asked = forms.remembered(self.place, entry.form.cleaned_data["was"])
            self._ask(entry, {**was, **refusal.extra["conflicts"]}, refusal.extra["conflicts"])
        elif refusal.extra.get("errors"):
            entry.form.add_errors(refusal.extra["errors"])
        else:
            entry.form.add_error(None, str(refusal))

    def _ask(self, entry: Entry, was: dict[str, Any], names) -> None:
        """Put both versions of each field before the reader; the form remembers what it now compares with."""
        form = entry.form
        form.data = form.data.copy()
        form.data["was"] = forms.remember(self.place, was, names)
        entry.conflicts = tuple(
            forms.Conflict(
                name=f"take-{item.name}",
                label=capfirst(self.section.field(item).verbose_name),
                mine=_typed(form, item),
                theirs=self.opened.words(self.section, self.record, item),
            )
            for item in self.items
            if item.name in names
        )

    def _sent(self, entry: Entry) -> HttpResponse:
        request, again = self.request, self.section.many and "another" in self.request.POST
        desks.drop_draft(actor=request.user, place=self.place)
        keep_reason(request, entry.reason.cleaned_data["reason"])
        if not request.htmx:
            messages.success(request, _("Saved: %s.") % entry.label)
            return redirect(
                reverse("row-new", args=[self.opened.person.pk, self.section.code]) if again else entry.back
            )
        opened = found(request, self.opened.person.pk)
        if again:
            following = _Desk(request, opened.person.pk, self.section)._fresh()
            following.form.with_focus()
            return answer_panel(request, opened, self.section, entry=following, saved=True)
        return answer_panel(request, opened, self.section, saved=True)

    def _show(self, entry: Entry, status: int = 200) -> HttpResponse:
        if not entry.conflicts:
            entry.form.with_focus()
        if self.request.htmx:
            return answer_panel(self.request, self.opened, self.section, entry=entry, status=status)
        context = {"person": self.opened.person, "entry": entry, "crumbs": crumbs(self.opened)}
        return render(self.request, FORM, context, status=status)


def find_named(request: HttpRequest, source: str, text: str) -> Named:
    """The records that the reader may mean by typed words."""
    return named(source, text, request.user, request.on)


def _typed(form: forms.SectionForm, item: Item) -> str:
    """What was typed into a field, in the words that the reader saw."""
    names = [name for name in (item.name, f"{item.name}_from", f"{item.name}_until") if name in form.fields]
    said = []
    for name in names:
        value = form.data.get(name, "")
        choices = {str(key): label for key, label in getattr(form.fields[name], "choices", ())}
        said.append(str(choices.get(value, value)))
    return " – ".join(filter(None, said))


def usual_reason(request: HttpRequest) -> str:
    """The last reason given in this session: most entry of a morning has one source."""
    return request.session.get(REASON_KEY, "") or str(forms.REASON)


def keep_reason(request: HttpRequest, reason: str) -> None:
    if reason != usual_reason(request):
        request.session[REASON_KEY] = reason
