"""The page of one person: the dossier of today, its history, and the dossier as it stood on a day."""

import datetime
from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit import clock
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.pages.doors import page, why_not_now
from orgtree.pages.identity import leads_to_kept
from orgtree.pages.panels import Panels, title
from orgtree.queries import dossiers, histories, merging
from orgtree.queries.dossiers import Dossier
from orgtree.queries.reference import reference
from orgtree.sections import BY_CODE, SECTIONS, Section

PERSON = "orgtree/people/person.html"
HISTORY = "orgtree/dossiers/history.html"
PAST = "orgtree/dossiers/past.html"
TABS = {"dossier", "history"}


@page(Verb.SEE_PEOPLE)
@leads_to_kept
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier; `?tab=history`: what was changed; `?at=YYYY-MM-DD`: as it was recorded at the end of that day."""
    tab, at = request.GET.get("tab", "dossier"), request.GET.get("at")
    if tab not in TABS:
        raise Http404
    if tab == "history":
        return _history(request, pk)
    if at:
        return _past(request, pk, _day(at))
    opened = found(request, pk)
    panels = build(request, opened)
    reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=opened.person)
    context = {
        "held": _held(opened),
        "panels": panels.all(),
        "measures": panels.measures(),
        "remarks": panels.remarks,
        "crumbs": _crumbs(request, opened),
        "not_now": why_not_now(request),
    }
    return render(request, PERSON, _frame(opened, "dossier") | context)


def found(request: HttpRequest, pk: int, sections: Collection[Section] = SECTIONS) -> Dossier:
    """The dossier in the reader's reach. Raises Http404."""
    opened = dossiers.dossier(pk, request.user, request.on, sections)
    if opened is None:
        raise Http404
    return opened


def build(request: HttpRequest, opened: Dossier) -> Panels:
    """Its panels, with what the rules say."""
    today = clock.today()
    return Panels(
        opened,
        today=today,
        writes=request.on == today,
        marks=dossiers.marks(opened.person.pk),
        reference=reference(today),
    )


def _frame(opened: Dossier, tab: str) -> dict:
    """What surrounds every face of a dossier."""
    return {
        "person": opened.person,
        "dossier": opened,
        "crumbs": [(opened.person.full_name, reverse("person", args=[opened.person.pk]))],
        "tabs": _tabs(opened, tab) if Verb.SEE_HISTORY in opened.verbs else [],
    }


def _held(opened: Dossier) -> list[tuple[str, str]]:
    """Title and unit of the posts of the day."""
    section = BY_CODE["postings"]
    title_of = section.by_name["title"]
    posts = opened.current(section.code)
    return [(opened.words(section, post, title_of), opened.places[section.code, post.pk]) for post in posts]


def _history(request: HttpRequest, pk: int) -> HttpResponse:
    opened = _with_history(request, pk)
    chosen, number = _section_asked(request), _number(request)
    listed = [chosen] if chosen else opened.sections
    changes = histories.changes(opened, request.user, listed, number)
    reads.note(reader=request.user, kind=ReadKind.HISTORY, person=opened.person, detail=chosen.code if chosen else "")
    context = {
        "history": changes,
        "merges": merging.merges_of(pk) if Verb.EDIT_PEOPLE in opened.verbs else [],
        "chosen": chosen,
        "closed": chosen is not None and not opened.sees(chosen),
        "chosen_title": title(chosen) if chosen else "",
        "choices": [(section.code, title(section)) for section in opened.sections],
    }
    return render(request, HISTORY, _frame(opened, "history") | context)


def _past(request: HttpRequest, pk: int, day: datetime.date) -> HttpResponse:
    opened = _with_history(request, pk)
    then = histories.as_of(opened, request.user, day)
    reads.note(reader=request.user, kind=ReadKind.HISTORY, person=opened.person, detail=day.isoformat())
    panels = Panels(then, today=day).all() if then else []
    shown = [panel for panel in panels if panel.filled]
    context = {"panels": shown, "day": day, "first": None if then else histories.first_recorded(pk)}
    return render(request, PAST, _frame(opened, "history") | context)


def _with_history(request: HttpRequest, pk: int) -> Dossier:
    opened = found(request, pk, ())
    if Verb.SEE_HISTORY not in opened.verbs:
        raise Http404
    return opened


def _day(text: str) -> datetime.date:
    """A day as people type it or as addresses carry it. Raises Refused `bad_day` for anything else."""
    try:
        asked = PartialDate.typed(text)
    except ValueError:
        asked = None
    if asked is None or not asked.day or not FIRST_DAY <= asked.earliest <= LAST_DAY:
        sentence = _("This is not a day between 01/01/1930 and 31/12/2100. Write it as day/month/year: 31/12/2019.")
        raise Refused("bad_day", sentence, status=400)
    return asked.earliest


def _section_asked(request: HttpRequest) -> Section | None:
    code = request.GET.get("section", "")
    if code and code not in BY_CODE:
        raise Http404
    return BY_CODE[code] if code else None


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text)):
        raise Refused("no_such_page", _("There is no such page in this list."), status=404)
    return int(text)


def _crumbs(request: HttpRequest, opened: Dossier) -> list[tuple[str, str]]:
    """The way from the top to the cell of the working day, or to the people when the reader sees no cell."""
    cells = opened.current("memberships")
    if not cells:
        return [(pgettext("navigation", "People"), reverse("people"))]
    way = dossiers.way(cells[0].unit_id, request.user, request.on)
    return [(name, reverse("unit", args=[unit])) for unit, name in way]


def _tabs(opened: Dossier, current: str) -> list[tuple[str, str, bool]]:
    address = reverse("person", args=[opened.person.pk])
    return [
        (_("Dossier"), address, current == "dossier"),
        (_("History of changes"), f"{address}?tab=history", current == "history"),
    ]
