"""The list of people and its file."""

import datetime
from dataclasses import dataclass
from functools import partial

from django.db.models import Choices
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit import sheets
from anphu.kit.listing import Listing
from orgtree.choices import Education, Sex, Theory, Verb
from orgtree.filters import PersonFilter
from orgtree.models import Person
from orgtree.pages.doors import page
from orgtree.queries.people import exportable, in_batches, in_order, walked, with_places
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


@page(Verb.EXPORT)
def export(request: HttpRequest) -> FileResponse | HttpResponse:
    """The same list as a workbook, without paging. A filter that makes no sense shows the list with its complaint."""
    found = Listing(request, PersonFilter(request.GET, exportable(request.user, request.on), request=request))
    if not found.valid:
        return found.render(LIST, {"people": []})
    rows = in_batches(found.filterset.qs, request.user, request.on)
    title = pgettext("navigation", "People")
    name = f"can-bo-{request.on:%Y-%m-%d}.xlsx"
    return sheets.download(name, _columns(), (_row(person) for person in rows), title)


def _columns() -> list[sheets.Column]:
    wide = {_("Full name"): 28, _("Cell"): 34, _("Titles"): 44, _("Home town"): 34}
    headings = (
        _("Full name"),
        _("Sex"),
        _("Born"),
        _("Ethnic group"),
        _("Home town"),
        _("Education"),
        _("Political theory"),
        _("State management"),
        _("Cell"),
        _("Titles"),
    )
    return [sheets.Column(heading, wide.get(heading, 16)) for heading in headings]


def _row(person: Person) -> tuple:
    return (
        person.full_name,
        person.get_sex_display(),
        ages.as_known(person.birth_date, person.birth_precision),
        person.ethnic_group.name,
        person.home_town,
        person.get_education_display(),
        person.get_theory_display(),
        person.get_state_management_display(),
        person.cell.unit if person.cell else "",
        "; ".join(f"{post.title} ({post.unit})" for post in person.posts),
    )
