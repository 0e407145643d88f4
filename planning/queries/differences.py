"""Differences between two plans: of two days, as two rounds left them, of two terms."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.choices import Change, Ground
from planning.models import Decision, PlanEntry, Round, Term
from planning.queries.plan import standing
from planning.rules.differences import Changed, compare, compare_terms

_ORDER = {change: place for place, change in enumerate((Change.REMOVED, Change.MOVED, Change.ADDED, Change.KEPT))}
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: on `day`, of `term` or of all terms; `name` says which it is."""

    name: str
    day: datetime.date
    term: Term | None = None


@dataclass(frozen=True)
class Difference:
    """What changed from one side to the other, by unit, in the order in which offices read it."""

    first: Side
    second: Side
    rows: list["Row"]

    @property
    def tally(self) -> list[tuple[Change, int]]:
        """How many rows of each kind."""
        kinds = [row.change for row in self.rows]
        return [(change, kinds.count(change)) for change in Change]

    def having(self, change: str) -> list["Row"]:
        """Rows of one kind; without a kind every row but those kept."""
        if change:
            return [row for row in self.rows if row.change == change]
        return [row for row in self.rows if row.change != Change.KEPT]


@dataclass(frozen=True, slots=True)
class Row:
    """One change with the unit in which it is listed; `why` in words, empty where the decision alone speaks."""

    changed: Changed
    unit_name: str
    why: str

    @property
    def change(self) -> Change:
        return self.changed.change

    @property
    def person(self) -> int:
        return self.changed.seen.person

    @property
    def decision(self) -> tuple[int, str] | None:
        """Id and number of the decision behind the change; None where there is none, as for whoever is kept."""
        if self.change == Change.KEPT:
            return None
        if self.change == Change.REMOVED:
            before = self.changed.before
            return (before.closed_by, before.closed_number) if before.closed_by else None
        return self.changed.after.opened_by, self.changed.after.opened_number


def of_days(first: datetime.date, second: datetime.date, term: Term | None = None) -> tuple[Side, Side]:
    return tuple(Side(f"{day:%d/%m/%Y}", day, term) for day in (first, second))


def of_terms(first: Term, second: Term, on: datetime.date) -> tuple[Side, Side]:
    """Each as it stands on `on`; the plan of a term that is over, as it stood on the term's last day."""
    return tuple(Side(term.name, _last_day(term, on), term) for term in (first, second))


def _last_day(term: Term, on: datetime.date) -> datetime.date:
    return on if term.period.upper is None else min(on, term.period.upper - _DAY)


def of_rounds(first: Round, second: Round, term: Term | None = None) -> tuple[Side, Side]:
    """The plans as the last decision of each round left them (`decided`), the earlier one first."""
    return tuple(Side(row.name, row.decided, term) for row in sorted((first, second), key=lambda row: row.decided))


def decided_rounds(user, on: datetime.date) -> QuerySet[Round]:
    """Visible rounds in which something was decided by `on`, newest first, each with `decided`, the last such day."""
    decisions = Decision.objects.visible_to(user, on).filter(day__lte=on)
    rows = Round.objects.visible_to(user, on).filter(submissions__decision__in=decisions)
    return rows.annotate(decided=Max("submissions__decision__day")).order_by("-decided", "-pk")


def difference(
    unit: int, first: Side, second: Side, user, on: datetime.date, verbs: Iterable[str] = (Verb.SEE_PLANS,)
) -> Difference:
    """What changed in the unit and below it. Four queries, however many people.

    Each side is what the reader may see of its own day; ends are known as far as the later of the two.
    """
    known = max(first.day, second.day)
    before = standing(unit, user, first.day, term=first.term and first.term.pk, known=known, verbs=verbs)
    after = standing(unit, user, second.day, term=second.term and second.term.pk, known=known, verbs=verbs)
    if first.term == second.term:
        changes = compare(before, after, _moves(first.day, second.day))
    else:
        changes = compare_terms(before, after)
    return Difference(first, second, _rows(changes, first, second, on))


def _moves(first: datetime.date, second: datetime.date) -> dict[int, int]:
    """Entries that came by a move after the one day and by the other: entry → the one moved from."""
    moved = PlanEntry.objects.filter(moved_from__isnull=False, period__startswith__range=(first + _DAY, second))
    return dict(moved.values_list("pk", "moved_from"))


def _rows(changes: list[Changed], first: Side, second: Side, on: datetime.date) -> list[Row]:
    versions = versions_on((row.seen.unit for row in changes), on)

    def place(row: Changed) -> tuple:
        seen = row.seen
        unit = versions[seen.unit]
        return unit.sort_key, seen.unit, seen.term_code, _ORDER[row.change], -seen.rank, seen.name_key, seen.entry

    said = partial(_why, first=first, second=second, words=_words(first.term == second.term))
    return [Row(row, versions[row.seen.unit].name, said(row)) for row in sorted(changes, key=place)]


def _words(same_term: bool) -> dict[str, str]:
    """What can be said besides the decision, in the reader's language, looked up once for all rows."""
    went = _("went with the unit, which no longer belongs here") if same_term else _("not planned in the new term")
    came = _("came with the unit, which did not belong here before")
    return {value: str(label) for value, label in Ground.choices} | {"went": went, "came": came, "": ""}


def _why(row: Changed, *, first: Side, second: Side, words: dict[str, str]) -> str:
    if row.change == Change.REMOVED:
        return words[row.before.ground if row.before.closed_by else "went"]
    came = row.change == Change.ADDED and first.term == second.term and row.after.since <= first.day
    return words["came" if came else ""]
