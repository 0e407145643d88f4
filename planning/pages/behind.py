"""The people, or whatever else is counted, behind a value of an indicator."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from anphu.kit.refusals import Refused
from anphu.kit.replica import reports
from orgtree.choices import SEAT_RANK, CommitteeKind, Verb
from orgtree.models import Person, Title
from orgtree.queries.units import versions_on
from planning.indicators.behind import COUNTED, EXCLUDED, LISTS, OTHERS, UNKNOWN, Subject, crowd
from planning.indicators.definitions import PERCENT, Indicator
from planning.models import Submission
from planning.pages import pictures_indicators as pictures
from planning.pages.doors import asked_page, page
from planning.pages.one_indicator import OneIndicator
from planning.queries.planned import introduce

PAGE_SIZE = 50
TEMPLATE = "planning/indicators/behind.html"
WORDS = {
    COUNTED: gettext_lazy("In the number"),
    OTHERS: gettext_lazy("Not in it"),
    UNKNOWN: gettext_lazy("Unknown"),
    EXCLUDED: gettext_lazy("Left out by a rule"),
}
SUBJECTS = {
    "person": pgettext_lazy("what is counted", "People"),
    "title": pgettext_lazy("what is counted", "Titles of units"),
    "committee": pgettext_lazy("what is counted", "Committees"),
    "list": pgettext_lazy("what is counted", "Lists of units"),
}
_KINDS = {SEAT_RANK[kind]: kind for kind in CommitteeKind}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the page: either `person`, introduced, or `words` with `address` (empty: nothing to open)."""

    unit: str
    amount: int | None
    person: Person | None = None
    words: str = ""
    address: str = ""


@require_safe
@page(Verb.SEE_INDICATORS)
@reports
def indicator_behind(request: HttpRequest, code: str) -> HttpResponse:
    """`?unit=`, `?term=` (none: actual holders, where the indicator has them), `?list=` of LISTS, `?page=`."""
    asked = OneIndicator(request, code)
    if request.htmx:
        return asked.picker.fragment()
    if asked.unit is None:
        return asked.answer(TEMPLATE, {})
    try:
        return asked.answer(TEMPLATE, _crowd(request, asked))
    except Refused as refusal:
        return asked.failing(TEMPLATE, refusal, {})


def _crowd(request: HttpRequest, asked: OneIndicator) -> dict:
    which = request.GET.get("list") or COUNTED
    number = asked_page(request)
    if which not in LISTS:
        raise Http404(which)
    user, on, unit, indicator, known = request.user, request.on, asked.unit, asked.indicator, asked.known
    start = (number - 1) * PAGE_SIZE
    found = crowd(indicator, asked.term, unit, user, on, which=which, limit=PAGE_SIZE, offset=start)
    tally = found.tallies[which]
    if not found.rows and number > 1:
        raise Http404(number)
    counted = [found.tallies[name].total for name in (COUNTED, OTHERS, UNKNOWN)]
    veil, term = known.veil.drawn([unit], [on], [indicator.code]), asked.term
    veiled = veil.hides(indicator.code, unit, sum(counted), term and term.pk, on)
    return {
        "veiled": veiled,
        "least": known.veil.least,
        "lists": [(name, WORDS[name], None if veiled else found.tallies[name].total) for name in LISTS],
        "which": which,
        "subject": SUBJECTS[indicator.subject],
        "share": indicator.measure == PERCENT,
        "amount": _amount(indicator, found.tallies, veiled),
        "rows": _entries(indicator, found.rows, user, on),
        "page": _page(tally.seen, number),
        "not_shown": 0 if veiled else tally.total - tally.seen,
    }


def _amount(indicator: Indicator, tallies: dict, veiled: bool) -> str:
    """The share that the lists make; of a ratio the lists do not tell it."""
    share = tallies[COUNTED].total + tallies[OTHERS].total
    if veiled or indicator.measure != PERCENT or not share:
        return ""
    return pictures.amount_words(indicator, 100 * tallies[COUNTED].total / share)


def _page(count: int, number: int):
    pages = Paginator(range(count), PAGE_SIZE)
    shown = pages.get_page(number)
    shown.elided = list(pages.get_elided_page_range(shown.number, on_each_side=1, on_ends=1))
    return shown


def _entries(indicator: Indicator, rows: list[Subject], user, on) -> list[Entry]:
    """The rows in words. Three or four queries, however many they are."""
    units = {key: version.name for key, version in versions_on({row.unit for row in rows}, on).items()}
    keys = {row.subject for row in rows}
    if indicator.subject == "person":
        people = Person.objects.visible_to(user, on).in_bulk(keys)
        introduce(people.values(), user, on)
        return [Entry(units.get(row.unit, ""), row.amount, people[row.subject]) for row in rows]
    words = named(indicator, keys, user, on)
    return [Entry(units.get(row.unit, ""), row.amount, None, *words.get(row.subject, ("", ""))) for row in rows]


def named(indicator: Indicator, keys: set[int], user, on) -> dict[int, tuple[str, str]]:
    """Words and address of titles, committees or lists."""
    if indicator.subject == "title":
        titles = Title.objects.in_bulk(keys)  # open to all: titles name no unit and no person
        return {key: (title.name, "") for key, title in titles.items()}
    if indicator.subject == "committee":
        return {key: (str(capfirst(_KINDS[key].label)), "") for key in keys}
    lists = Submission.objects.visible_to(user, on).select_related("round").in_bulk(keys)
    return {key: (row.round.name, reverse("submission", args=[key])) for key, row in lists.items()}
