"""Lists that leave the system: their columns, their rows in words, and what is said about them on the first sheet."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Choices, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from anphu.kit import documents
from anphu.kit.sheets import Book, Column
from orgtree.actions import reads
from orgtree.choices import Education, ReadKind, Sex, StateManagement, Theory
from orgtree.models import User
from orgtree.queries import lists as kept
from orgtree.queries.people import in_batches
from orgtree.reports.dossier import LAYOUTS, called
from orgtree.reports.facts import stamp
from orgtree.rules import ages
from orgtree.sections import BY_CODE, CORE

SHOWN = 4
"""Last digits of a number that identifies a person which a list shows: enough to tell two namesakes apart."""
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_PDF = 2000
"""Rows of a list on paper: some sixty pages, set within a second or two; beyond, it is no reading matter."""


@dataclass(frozen=True)
class Purpose:
    """Why, by whom and when a list is carried away. `filters`: label and value of what narrows it."""

    reader: User
    on: datetime.date
    at: datetime.datetime
    reason: str
    filters: tuple[tuple[str, str], ...]


def masked(number: str) -> str:
    """All but the last digits hidden."""
    return "•" * max(len(number) - SHOWN, 0) + number[-SHOWN:]


def words(choices: type[Choices], unknown: str = "") -> dict[object, str]:
    """Labels by stored value, looked up once for all rows."""
    return {None: unknown, **{value: str(capfirst(label)) for value, label in choices.choices}}


def book(title: str, columns: Iterable[Column], why: Purpose) -> Book:
    """The file of a list with its first sheet: what it is, of which day, for whom and what for."""
    about = [
        (_("List"), title),
        (_("Working day"), f"{why.on:%d/%m/%Y}"),
        *(why.filters or ((_("Filters"), _("none")),)),
        (_("Carried away by"), called(why.reader)),
        (_("Time"), f"{why.at:%H:%M %d/%m/%Y}"),
        (_("Purpose"), why.reason),
        (_("Note"), _("Numbers that identify a person are masked. Every export is in the read log.")),
    ]
    return Book(
        title=title,
        about_title=_("About this list"),
        about=about,
        columns=list(columns),
        stamp=stamp(called(why.reader), why.at, why.on),
    )


SAID_ANYWAY = frozenset(
    f"core.{name}" for name in ("ethnic_group", "home_town", "state_management", "identity_number", "party_card")
)
"""Columns of a reader's choice that every file of people has."""


def besides(chosen: Iterable[kept.Column]) -> list[kept.Column]:
    """Of the columns that a reader has chosen for the list those that a file does not have anyway."""
    return [column for column in chosen if column.key not in SAID_ANYWAY]


def people_columns(more: Iterable[kept.Column] = ()) -> list[Column]:
    """Of every file of people, and `more` that the reader has chosen for the list."""
    return [
        Column(_("Full name"), 28),
        Column(_("Sex"), 7),
        Column(_("Born"), 12),
        Column(_("Ethnic group"), 10),
        Column(_("Home town"), 34),
        Column(_("Education"), 14),
        Column(_("Political theory"), 12),
        Column(_("State management"), 14),
        Column(_("Cell"), 32),
        Column(_("Titles"), 44),
        Column(capfirst(_("identity number")), 15),
        Column(capfirst(_("Party card")), 15),
        *(Column(capfirst(column.label), 24) for column in more),
    ]


def people_rows(people: QuerySet, user: User, on: datetime.date, more: Collection[kept.Column] = ()) -> Iterator[tuple]:
    """People in words, read in batches: the memory used does not depend on how many there are."""
    sexes, levels, theories, managements = (words(kind) for kind in (Sex, Education, Theory, StateManagement))
    for batch in in_batches(people, user, on):
        beside = kept.cells(batch, more, user, on)
        for person in batch:
            yield (
                person.full_name,
                sexes[person.sex],
                ages.as_known(person.birth_date, person.birth_precision),
                person.ethnic_group.name,
                person.home_town,
                levels[person.education],
                theories[person.theory],
                managements[person.state_management],
                person.cell.unit if person.cell else "",
                "; ".join(f"{post.title} ({post.unit})" for post in person.posts),
                masked(person.identity_number),
                masked(person.party_card),
                *(said for _label, said in beside.get(person.pk, ())),
            )


def read_log_columns() -> list[Column]:
    return [
        Column(_("Time"), 18),
        Column(_("Reader"), 28),
        Column(_("What was done"), 18),
        Column(_("Person"), 28),
        Column(_("What"), 40),
        Column(_("Purpose"), 40),
        Column(_("People"), 8),
        Column(_("Digest of the file (SHA-256)"), 66),
    ]


_READ = {
    reads.MERGE: gettext_lazy("Comparison of two records"),
    reads.COMPARISON: gettext_lazy("Comparison of candidates"),
    reads.FILES: gettext_lazy("List of files"),
    reads.PLANS: gettext_lazy("Path through all plans"),
    reads.SEARCH: gettext_lazy("Search for somebody to add: year of birth, unit and verdict"),
}


def what_was_read(detail: str) -> str:
    """What the log keeps as codes (parts of a dossier, days, gestures), in the reader's words."""
    code, _colon, number = detail.partition(": ")
    if code in BY_CODE:
        part = _("Core of the dossier") if BY_CODE[code] is CORE else str(capfirst(BY_CODE[code].label))
        return _("%(part)s, change request %(number)s") % {"part": part, "number": number} if number else part
    if code == reads.IMPORT:
        return _("Preview of import %(number)s") % {"number": number}
    if detail in _READ:
        return str(_READ[detail])
    if _ISO_DAY.fullmatch(detail):
        return _("as it stood on %s") % "/".join(reversed(detail.split("-")))
    return detail


def read_log_rows(reads: Iterable) -> Iterator[tuple]:
    """Lines of the log, of readers and people already joined to them."""
    kinds = words(ReadKind)
    for read in reads:
        yield (
            f"{timezone.localtime(read.at):%d/%m/%Y %H:%M:%S}",
            called(read.reader),
            kinds[read.kind],
            read.person.full_name if read.person else f"#{read.person_id}" if read.person_id else "",
            what_was_read(read.detail),
            read.purpose,
            read.rows,
            read.digest,
        )


def as_pdf(filled: Book, rows: Iterable) -> bytes:
    """The list on A4 pages across, headings on each."""
    data = {
        "title": filled.title,
        "about": [list(pair) for pair in filled.about],
        "heads": [pgettext("column", "No."), *(column.heading for column in filled.columns)],
        "shares": [5, *(column.width for column in filled.columns)],
        "rows": [[str(place), *map(str, row)] for place, row in enumerate(rows, 1)],
        "stamp": filled.stamp,
    }
    return documents.pdf(LAYOUTS / "list.typ", data)
