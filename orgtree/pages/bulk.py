"""Changing one field for many people: choose the field, the value and the people, look, then write what was shown."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anphu.kit.filters import is_id
from anphu.kit.listing import refuse_unknown
from anphu.kit.refusals import Refused
from orgtree.actions import bulk as actions
from orgtree.actions import reads
from orgtree.choices import Verb
from orgtree.filters import PersonFilter
from orgtree.models import Person
from orgtree.pages.doors import WRITING, act, page, why_not_now
from orgtree.pages.forms_dossier import LineField, fields_of
from orgtree.pages.lists import kept_of
from orgtree.pages.panels import title
from orgtree.queries.lists import Column, cells
from orgtree.queries.options import options
from orgtree.queries.records import names_of
from orgtree.rules.bulk import FIELDS, MOST, Field
from orgtree.sections.values import plain, put, restore, say

LISTED = 100
"""People listed with a box each; more are changed by "all of this filter"."""
ALL, TICKED = "all", "ticked"


class ValueForm(forms.Form):
    """The new value, and for whom."""

    scope = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=[(TICKED, gettext_lazy("the people ticked below")), (ALL, gettext_lazy("everybody in this filter"))],
        initial=TICKED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, field: Field, choices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= fields_of(field.section, field.item, choices, lambda source, text: [])


class ReasonForm(forms.Form):
    reason = LineField(label=gettext_lazy("Reason for the history"), max_length=500)


@dataclass(frozen=True)
class Line:
    """A person of the preview in words."""

    person: Person
    before: str
    after: str


@page(Verb.EDIT_PEOPLE, WRITING)
def people_edit(request: HttpRequest) -> HttpResponse:
    """Without a field: which field. With one: value and people. POST shows what would change, or writes it."""
    refuse_unknown(request.GET, {*PersonFilter.base_filters, "field", "on"})
    asked = request.GET.get("field", "")
    if not asked:
        return _choose(request)
    if asked not in FIELDS:
        raise Refused("no_such_field", _("This field is not changed for many at once."), status=404)
    if "plan" in request.POST:
        return _write(request, FIELDS[asked])
    return _prepare(request, FIELDS[asked])


def _filtered(request: HttpRequest):
    """The people of the list's filter. Raises Refused for a filter that makes no sense."""
    filterset = PersonFilter(request.GET, Person.objects.visible_to(request.user, request.on), request=request)
    if not filterset.is_valid():
        raise Refused("bad_filter", _("The filter makes no sense; go back to the list."), status=400)
    return filterset.qs


def _query(request: HttpRequest) -> str:
    """The filter of the list, with the name searched for, which `kept_of` leaves out."""
    query = QueryDict(kept_of(request.GET), mutable=True)
    if request.GET.get("q"):
        query["q"] = request.GET["q"]
    return query.urlencode()


def _context(request: HttpRequest, **more) -> dict[str, Any]:
    query = _query(request)
    back = f"{reverse('people')}?{query}" if query else reverse("people")
    return {"query": query, "back": back, "pairs": QueryDict(query).items(), "why_not": why_not_now(request), **more}


def _choose(request: HttpRequest) -> HttpResponse:
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in FIELDS.values():
        groups.setdefault(title(field.section), []).append((field.key, capfirst(field.label)))
    count = _filtered(request)[: MOST + 1].count()
    context = _context(request, groups=groups.items(), count=count, most=MOST)
    return render(request, "orgtree/lists/edit_field.html", context)


def _prepare(request: HttpRequest, field: Field) -> HttpResponse:
    people = _filtered(request)
    choices = options(field.section, [field.item], None, request.on).get(field.item.name, [])
    form = ValueForm(request.POST if request.method == "POST" else None, field=field, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            return _look(request, field, form, people)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = list(people[: LISTED + 1])
    column = Column(field.section, field.item)
    now = cells(rows[:LISTED], [column], request.user, request.on)
    context = _context(
        request,
        form=form,
        field=capfirst(field.label),
        key=field.key,
        rows=[(person, now[person.pk][0][1]) for person in rows[:LISTED]],
        ticked={int(pk) for pk in request.POST.getlist("person") if is_id(pk)},
        more=len(rows) > LISTED,
        listed=LISTED,
    )
    return render(request, "orgtree/lists/edit_value.html", context, status=400 if form.errors else 200)


def _look(request: HttpRequest, field: Field, form: ValueForm, people) -> HttpResponse:
    if form.cleaned_data["scope"] == ALL:
        chosen = list(people.values_list("pk", flat=True)[: MOST + 1])
    else:
        chosen = [int(pk) for pk in request.POST.getlist("person") if is_id(pk)]
    value = form.cleaned_data[field.item.name]
    outlook = actions.look(actor=request.user, on=request.on, people=chosen, field=field, value=value)
    return _preview(request, field, outlook, plain(value), ReasonForm())


def _preview(
    request: HttpRequest, field: Field, outlook: actions.Outlook, value: Any, form: ReasonForm, status: int = 200
) -> HttpResponse:
    reads.note_each(reader=request.user, people=outlook.was, detail=field.section.code)
    plan = {"field": field.key, "value": value, "was": list(outlook.was.items())}
    context = _context(
        request,
        field=capfirst(field.label),
        key=field.key,
        lines=_lines(request, field, outlook),
        outlook=outlook,
        form=form,
        plan=signing.dumps(plan, salt=__name__, compress=True),
    )
    return render(request, "orgtree/lists/edit_preview.html", context, status=status)


def _lines(request: HttpRequest, field: Field, outlook: actions.Outlook) -> list[Line]:
    model, name = field.section.model, field.item.name
    called = {}
    if field.section.field(field.item).is_relation:
        values = {value for change in outlook.changes for value in (change.before, change.after) if value}
        called = names_of([put(model(), {name: value}) for value in values], request.user, request.on)
    return [
        Line(change.person, say(model, name, change.before, called), say(model, name, change.after, called))
        for change in outlook.changes
    ]


def _write(request: HttpRequest, field: Field) -> HttpResponse:
    """Exactly what the signed plan says, which is what the page showed."""
    try:
        plan = signing.loads(request.POST["plan"], salt=__name__)
    except signing.BadSignature:
        plan = {}
    if plan.get("field") != field.key:
        raise Refused("stale_form", _("This form is no longer valid. Open it again; nothing was saved."), status=400)
    value, was = restore(field.section.model, field.item.name, plan["value"]), dict(plan["was"])
    form = ReasonForm(request.POST)
    if not form.is_valid():
        outlook = actions.look(actor=request.user, on=request.on, people=list(was), field=field, value=value)
        return _preview(request, field, outlook, plan["value"], form, status=400)
    done = act(request, actions.write, reason=form.cleaned_data["reason"], field=field, value=value, was=was)
    sentence = ngettext("%(n)d dossier has been changed.", "%(n)d dossiers have been changed.", done)
    messages.success(request, sentence % {"n": done})
    return redirect(_context(request)["back"])
