"""Why a number is different on two days: who came, went or changed, whose record was corrected, what law turned."""

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from anphu.kit import clock
from anphu.kit.figures import number
from orgtree.models import Person
from orgtree.queries.records import names_of
from orgtree.queries.units import versions_on
from orgtree.sections.values import get, say
from planning.indicators import changes, corrections
from planning.indicators.behind import counted
from planning.indicators.changes import Difference, Edge
from planning.indicators.corrections import Correction, Turn
from planning.indicators.definitions import PERCENT, Indicator
from planning.pages import pictures_indicators as pictures
from planning.pages.behind import WORDS, named
from planning.pages.one_indicator import OneIndicator
from planning.queries.planned import introduce


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words: `person` introduced, or `words` and `address` of what is no person."""

    person: Person | None
    words: str
    address: str
    unit: str
    before: str
    after: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A person, introduced, whose record was corrected: each field before and after; the day of the last correction."""

    person: Person
    fields: list[str]
    day: str


def compared(asked: OneIndicator, days: list[datetime.date]) -> dict:
    """Between the two days asked for; who asks for none is offered the last two, as comparing takes its time."""
    if len(days) < 2:
        return {"differences": None}
    request, indicator = asked.request, asked.indicator
    first, last = _day(request, "from", days, days[-2]), _day(request, "to", days, days[-1])
    if not {"from", "to"} & request.GET.keys():
        return {"first": first, "last": last, "differences": None}
    if first > last:
        first, last = last, first
    found = changes.between(indicator, asked.term, asked.unit, request.user, first, last)
    veiled = any(_veiled(asked, day) for day in (first, last))
    return {
        "first": first,
        "last": last,
        "differences": _shown(indicator, found.rows, request.user, request.on),
        "veiled": veiled,
        "total": None if veiled else found.total,
        "not_shown": None if veiled else found.total - len(found.rows),
        "most": changes.MOST,
        "corrections": _corrected(asked, first, last),
        "turns": [_turn_words(turn) for turn in corrections.turns(indicator, first, last)],
    }


def _veiled(asked: OneIndicator, day: datetime.date) -> bool:
    """Whether so few stood behind the value that the reader is not told how many changed."""
    veil, user = asked.known.veil, asked.request.user
    if veil.sees(asked.unit):
        return False
    people = counted(asked.indicator, asked.term, asked.unit, user, day)
    drawn = veil.drawn([asked.unit], [day], [asked.indicator.code])
    return drawn.hides(asked.indicator.code, asked.unit, people, asked.term and asked.term.pk, day)


def _corrected(asked: OneIndicator, first: datetime.date, last: datetime.date) -> list[Corrected]:
    """Records of people that were corrected meanwhile, in words."""
    user, on, indicator = asked.request.user, asked.request.on, asked.indicator
    is_now = last == clock.today()
    found = corrections.corrections(indicator, asked.term, asked.unit, user, first, last, is_now=is_now)
    people = Person.objects.visible_to(user, on).in_bulk({row.subject for row in found})
    introduce(people.values(), user, on)
    called = names_of([record for row in found for record in (row.before, row.after)], user, on) if found else {}
    return [
        Corrected(
            people[row.subject],
            [_field_words(name, row, called) for name in row.fields],
            f"{timezone.localtime(row.at):%d/%m/%Y}",
        )
        for row in found
        if row.subject in people
    ]


def _field_words(name: str, row: Correction, called) -> str:
    """`Sex: male → female`."""
    before, after = (say(Person, name, get(record, name), called) for record in (row.before, row.after))
    label = capfirst(Person._meta.get_field(name).verbose_name)
    return f"{label}: {before or pictures.NOTHING} → {after or pictures.NOTHING}"


def _turn_words(turn: Turn) -> str:
    said = {"day": f"{turn.day:%d/%m/%Y}"}
    if turn.rule is None:
        return _("From %(day)s the standard of titles is another.") % said
    return _("From %(day)s the rule says: %(rule)s.") % {**said, "rule": f"{turn.rule.label}: {turn.rule.said}"}


def _day(request: HttpRequest, name: str, days: list[datetime.date], default: datetime.date) -> datetime.date:
    """One of `days`; Http404 for whatever is none of them."""
    text = request.GET.get(name, "")
    if not text:
        return default
    by_text = {day.isoformat(): day for day in days}
    if text not in by_text:
        raise Http404(text)
    return by_text[text]


def _shown(indicator: Indicator, rows: list[Difference], user, on: datetime.date) -> list[Shown]:
    units = {key: version.name for key, version in versions_on({row.unit for row in rows}, on).items()}
    keys = {row.subject for row in rows}
    people: dict[int, Person] = {}
    if indicator.subject == "person":
        people = Person.objects.visible_to(user, on).in_bulk(keys)
        introduce(people.values(), user, on)
    words = {} if people else named(indicator, keys, user, on)
    return [
        Shown(
            people.get(row.subject),
            *words.get(row.subject, ("", "")),
            units.get(row.unit, ""),
            _list_words(row.before, row.amounts[0], indicator),
            _list_words(row.after, row.amounts[1], indicator),
            _why(indicator, row),
        )
        for row in rows
        if indicator.subject != "person" or row.subject in people
    ]


def _list_words(which: str | None, amount: int | None, indicator: Indicator) -> str:
    if which is None:
        return pictures.NOTHING
    if indicator.measure != PERCENT and amount is not None:
        return number(amount)
    return str(WORDS[which])


def _why(indicator: Indicator, row: Difference) -> list[str]:
    """What the record says of it; without anything dated, that time passed or that something around it changed."""
    if row.edges:
        return [_edge_words(edge) for edge in row.edges]
    if row.before and row.after and indicator.ages:
        return [_("Time passed: age, or months left to serve.")]
    return [_("Something that the number looks at beside the title changed.")]


def _edge_words(edge: Edge) -> str:
    said = {"title": edge.title or _("Membership of the cell"), "day": f"{edge.day:%d/%m/%Y}"}
    words = _("%(title)s: since %(day)s") if edge.begins else _("%(title)s: until %(day)s")
    return words % said + (f" ({edge.decision})" if edge.decision else "")
