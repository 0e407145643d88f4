"""The list of people."""

import datetime
from dataclasses import dataclass
from functools import partial

from django.db.models import Choices
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst

from anphu.kit.listing import Listing
from orgtree.choices import Education, Sex, Theory, Verb
from orgtree.filters import PersonFilter
from orgtree.models import Person
from orgtree.pages.doors import page
from orgtree.queries.people import in_order, walked, with_places
from orgtree.rules import ages

LIST = "orgtree/people/list.html"


@page(Verb.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """People whom the reader sees on the working day: filtered, sorted, found by name."""
    seen = Person.objects.visible_to(request.user, request.on)
    found = Listing(
        request,
        PersonFilter(request.GET or None, seen, request=request),
        fetch=in_order,
        whole=partial(walked, request.user, request.on),
    )
    rows = _shown(with_places(found.page.object_list, request.user, request.on), request.on)
    return found.render(LIST, {"people": rows, "may_export": request.user.may_somewhere(Verb.EXPORT)})


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


def _shown(found: list[Person], on: datetime.date) -> list[Row]:
    """The words of a page, each looked up once: a list of choices costs more to ask than to keep."""
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
        )
        for person in found
    ]


def _words(choices: type[Choices]) -> dict[object, str]:
    """Labels by stored value, with a dash for what is not known."""
    return {None: "–", **{value: capfirst(label) for value, label in choices.choices}}
