"""May this person be planned for this title: every clause judged for many people and titles at once.

A clause that asks the same of several titles is judged once for all of them; a title then is the worst of its clauses.
"""

import datetime
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from orgtree.choices import Side
from orgtree.models import TitleStandard
from planning.choices import Cycle, Verdict
from planning.models import ConsultedBody, CountingDate, PlanTitle, RemovalGround, StandardClause
from planning.rules import clauses
from planning.rules.ages import MonthsLeft, RetirementTable, full_terms, months_left
from planning.rules.facts import Asked, Facts, Finding, Matter
from planning.rules.judges import LEVEL_ORDER
from planning.rules.law import Law, is_doubtful

VERDICTS = tuple(Verdict)
_PLACE = {verdict: place for place, verdict in enumerate(VERDICTS)}
_NO_WORSE = _PLACE[Verdict.MET]
PREFERRED_TERMS = 2
"""Terms that a person planned should still serve (QĐ 50, QĐ 377); more make nobody better."""

LEARNING = (
    ("degree", "min_education", False),
    ("theory", "min_theory", True),
    ("management", "min_state_management", True),
)
"""Clauses read from TitleStandard. At planning time the professional standard must be met; political theory and state
management may follow (HD 16, domain.md §4.4)."""


def told_of_outsiders(verdict: Verdict) -> Verdict:
    """What a unit learns of somebody who is not its own: yes, no, or that their own unit is to be asked."""
    return verdict if verdict in (Verdict.MET, Verdict.LACKING) else Verdict.UNKNOWN


@dataclass(frozen=True)
class Book:
    """The law of one day under one rule set, and where units stand. `grounds`: of removal, by code; `bodies` that may
    be asked."""

    law: Law
    table: RetirementTable
    clauses: tuple[StandardClause, ...]
    standards: Mapping[int, TitleStandard]
    counting: Mapping[tuple[int, str, str], CountingDate]
    communes: Mapping[int, str] = field(default_factory=dict)
    grounds: Mapping[str, RemovalGround] = field(default_factory=dict)
    bodies: tuple[ConsultedBody, ...] = ()

    def asked(self, plan_title: PlanTitle) -> list[Asked]:
        """What is asked for a title: its standard of learning, then clauses of all titles, of its level, its own."""
        title = plan_title.title
        mine = [row for row in self.clauses if _applies(row, title)]
        return [*self._learning(title.pk), *(_asked(row) for row in mine)]

    def _learning(self, title_id: int) -> list[Asked]:
        row = self.standards.get(title_id)
        if row is None:
            return []
        return [
            Asked(kind, {"least": getattr(row, column)}, later, row.basis, row.confidence)
            for kind, column, later in LEARNING
            if getattr(row, column)
        ]

    def counting_date(self, plan_title: PlanTitle) -> CountingDate | None:
        """Where the source names a day for the councils, it counts for titles of the government, else the committee's;
        None: not named, the first day of the term stands for it."""
        cycles = [Cycle.COUNCIL, Cycle.COMMITTEE] if plan_title.title.side == Side.GOVERNMENT else [Cycle.COMMITTEE]
        places = ((plan_title.term_id, plan_title.title.level, cycle) for cycle in cycles)
        return next((self.counting[place] for place in places if place in self.counting), None)

    def counting_day(self, plan_title: PlanTitle) -> datetime.date:
        row = self.counting_date(plan_title)
        return row.day if row else plan_title.term.period.lower


def _applies(clause: StandardClause, title) -> bool:
    if clause.title_id:
        return clause.title_id == title.pk
    return clause.level in ("", title.level) and clause.side in ("", title.side)


def _asked(clause: StandardClause) -> Asked:
    document = getattr(clause, "document_named", "") or ""
    return Asked(clause.kind, clause.args, clause.later, clause.basis, clause.confidence, document)


@dataclass(frozen=True, slots=True)
class Answer:
    """One clause and what it says of one person."""

    asked: Asked
    finding: Finding

    @property
    def label(self) -> str:
        return clauses.BY_CODE[self.asked.kind].label

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def doubtful(self) -> bool:
        """Whether the clause rests on what nobody has verified; marked wherever it is applied."""
        return is_doubtful(self.asked.confidence)


@dataclass(frozen=True)
class Candidate:
    """One person judged for one plan title."""

    verdict: Verdict
    answers: Sequence[Answer]
    left: MonthsLeft | None
    terms_left: int | None

    @property
    def open(self) -> list[Answer]:
        """What is not met, the worst first."""
        return [answer for answer in self.answers if answer.verdict != Verdict.MET]

    @property
    def met(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.verdict == Verdict.MET]


class Assessment:
    """The people of `facts` judged for any plan title by one book on one day."""

    def __init__(self, facts: Sequence[Facts], book: Book, on: datetime.date):
        self.people = tuple(facts)
        self.book, self.on = book, on
        self._index = {person.person_id: place for place, person in enumerate(self.people)}
        self._judged: dict[tuple, tuple[tuple[Finding, ...], bytes]] = {}
        self._left: dict[datetime.date, dict[int, MonthsLeft | None]] = {}
        self._worst: dict[tuple, bytes] = {}
        self._matters: dict[tuple[int, int, int], Matter] = {}
        self._clauses: dict[int, list[Asked]] = {}

    def overall(self, plan_title: PlanTitle) -> dict[int, Verdict]:
        """`{person id: the worst verdict of the clauses}`; what is withheld from the reader does not count."""
        return {
            person.person_id: VERDICTS[place]
            for person, place in zip(self.people, self._overall(plan_title), strict=True)
        }

    def tally(self, plan_title: PlanTitle) -> dict[Verdict, int]:
        """How many people have which verdict."""
        places = self._overall(plan_title)
        return {verdict: places.count(place) for place, verdict in enumerate(VERDICTS)}

    def answers(self, plan_title: PlanTitle, person_id: int) -> list[Answer]:
        """Every clause with its finding, the worst first."""
        place, matter = self._index[person_id], self._matter(plan_title)
        found = [Answer(asked, self._vector(asked, matter)[0][place]) for asked in self._asked(plan_title)]
        return sorted(found, key=lambda answer: _PLACE[answer.verdict])

    def left(self, plan_title: PlanTitle, person_id: int) -> MonthsLeft | None:
        """Months left to serve on the title's counting day."""
        return self._matter(plan_title).left[person_id]

    def terms_left(self, plan_title: PlanTitle, person_id: int) -> int | None:
        """Whole terms certainly left; None where nobody can say."""
        left, months = self.left(plan_title, person_id), self.book.law.number("term_months", plan_title.title.level)
        return None if left is None or not months else full_terms(left, int(months))

    def candidate(self, plan_title: PlanTitle, person_id: int) -> Candidate:
        return Candidate(
            self.overall(plan_title)[person_id],
            self.answers(plan_title, person_id),
            self.left(plan_title, person_id),
            self.terms_left(plan_title, person_id),
        )

    def ranked(self, plan_title: PlanTitle, names: Mapping[int, str], near: Container[int] = ()) -> list[int]:
        """The people in the order in which they come into question: better verdicts first, fewer open clauses, two
        terms left before one, people of the unit (`near`) before others, then whoever stands nearest below; at last by
        name (`names`: sort keys)."""
        matter = self._matter(plan_title)
        vectors = [self._vector(asked, matter)[1] for asked in self._asked(plan_title)]
        worst = self._overall(plan_title)

        def key(place: int) -> tuple:
            person_id = self.people[place].person_id
            short = sum(vector[place] != _NO_WORSE for vector in vectors)
            terms = min(self.terms_left(plan_title, person_id) or 0, PREFERRED_TERMS)
            level, rank = self.height(person_id)
            return -worst[place], short, -terms, person_id not in near, -level, -rank, names[person_id]

        return [self.people[place].person_id for place in sorted(range(len(self.people)), key=key)]

    def height(self, person_id: int) -> tuple[int, int]:
        """Level and rank of the highest title held on the day; zeros for none."""
        posts = self.people[self._index[person_id]].posts
        return max(((LEVEL_ORDER[post.level], post.rank) for post in posts if post.held_on(self.on)), default=(0, 0))

    def _overall(self, plan_title: PlanTitle) -> bytes:
        matter = self._matter(plan_title)
        asked = self._asked(plan_title)
        key = tuple(self._key(clause, matter) for clause in asked)
        if key not in self._worst:
            vectors = [self._vector(clause, matter)[1] for clause in asked]
            nothing = bytes([_NO_WORSE]) * len(self.people)
            self._worst[key] = bytes(map(min, nothing, nothing, *vectors))
        return self._worst[key]

    def _asked(self, plan_title: PlanTitle) -> list[Asked]:
        if plan_title.title_id not in self._clauses:
            self._clauses[plan_title.title_id] = self.book.asked(plan_title)
        return self._clauses[plan_title.title_id]

    def _matter(self, plan_title: PlanTitle) -> Matter:
        key = plan_title.title_id, plan_title.unit_id, plan_title.term_id
        if key not in self._matters:
            self._matters[key] = self._matter_of(plan_title)
        return self._matters[key]

    def _matter_of(self, plan_title: PlanTitle) -> Matter:
        title, day = plan_title.title, self.book.counting_day(plan_title)
        return Matter(
            title.level,
            title.side,
            title.rank,
            self.book.communes.get(plan_title.unit_id, ""),
            self.on,
            day,
            self.book.law,
            self._months(day),
        )

    def _months(self, day: datetime.date) -> dict[int, MonthsLeft | None]:
        if day not in self._left:
            table = self.book.table
            self._left[day] = {who.person_id: months_left(table, who.sex, who.born, day) for who in self.people}
        return self._left[day]

    @staticmethod
    def _key(asked: Asked, matter: Matter) -> tuple:
        depends = clauses.BY_CODE[asked.kind].depends
        return asked.key, *(getattr(matter, name) for name in depends)

    def _vector(self, asked: Asked, matter: Matter) -> tuple[tuple[Finding, ...], bytes]:
        """The findings of all people, and the same as places in VERDICTS."""
        key = self._key(asked, matter)
        if key not in self._judged:
            found = tuple(clauses.judge(person, matter, asked) for person in self.people)
            places = bytes(_NO_WORSE if one.withheld else _PLACE[one.verdict] for one in found)
            self._judged[key] = found, places
        return self._judged[key]
