"""The list of people."""

import datetime
import re
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db.models import Choices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from anphu.kit.listing import Listing
from orgtree.actions import lists
from orgtree.choices import Education, Sex, Theory, Verb
from orgtree.filters import PersonFilter
from orgtree.models import Person
from orgtree.pages.doors import page
from orgtree.pages.lists import filters_named, kept_of
from orgtree.queries import lists as kept
from orgtree.queries.people import in_order, numbered, walked, with_places
from orgtree.rules import ages

LIST = "orgtree/people/list.html"
NOT_DIGITS = re.compile(r"[^0-9]+")
SHORTEST_NUMBER = 6
"""Digits from which on a search is taken for a number that identifies; names have none."""


@page(Verb.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """People whom the reader sees on the working day: filtered, sorted, found by name; opened as it was left."""
    user, on = request.user, request.on
    number = "".join(NOT_DIGITS.split(request.GET.get("q", "")))
    if len(number) >= SHORTEST_NUMBER:
        return _with_number(request, number)
    if "reset" in request.GET:
        lists.remember(actor=user, query="")
        return redirect("people")
    desk = kept.desk(user)
    if not request.GET and desk.query:
        return redirect(f"{request.path}?{desk.query}")
    found = Listing(
        request,
        PersonFilter(request.GET or None, Person.objects.visible_to(user, on), request=request),
        fetch=in_order,
        whole=partial(walked, user, on),
        clear="reset=1",
    )
    query = kept_of(request.GET)
    if found.valid and query != desk.query and filters_named(request.GET):
        lists.remember(actor=user, query=query)
    people = with_places(found.page.object_list, user, on)
    context = {
        "people": _shown(people, on, kept.cells(people, desk.columns, user, on)),
        "columns": [capfirst(column.label) for column in desk.columns],
        "saved": desk.saved,
        "query": query,
        "may_export": user.may_somewhere(Verb.EXPORT),
        "may_edit": user.may_somewhere(Verb.EDIT_PEOPLE),
    }
    return found.render(LIST, context)


def _with_number(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to whoever has the number, or back to the list: a number that identifies somebody stays in no address, and
    so neither in the history of the browser nor in what is sent on from there. (The server logs no query.)"""
    people = numbered(Person.objects.visible_to(request.user, request.on), number)
    if len(people) == 1:
        address = reverse("person", args=[people[0]])
    else:
        messages.info(request, _("Nobody whom you see has this identity number or Party card."))
        address = reverse("people")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@dataclass(frozen=True)
class Row:
    """One line of the list in words; the person carries its places."""

    person: Person
    url: str
    born: str
    age: int
    sex: str
    education: str
    theory: str
    more: list[tuple[str, str]]


def _shown(found: list[Person], on: datetime.date, more: kept.Cells) -> list[Row]:
    """The words of a page, each looked up once: a list of choices costs more to ask than to keep. `more`: what the
    chosen columns say, by person."""
    sexes, levels, theories = (_words(choices) for choices in (Sex, Education, Theory))
    return [
        Row(
            person=person,
            url=reverse("person", args=[person.pk]),
            born=ages.as_known(person.birth_date, person.birth_precision),
            age=ages.full_years(person.birth_date, on),
            sex=sexes[person.sex],
            education=levels[person.education],
            theory=theories[person.theory],
            more=more.get(person.pk, []),
        )
        for person in found
    ]


def _words(choices: type[Choices]) -> dict[object, str]:
    """Labels by stored value, with a dash for what is not known."""
    return {None: "–", **{value: capfirst(label) for value, label in choices.choices}}
