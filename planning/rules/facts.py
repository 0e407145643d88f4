"""What clauses are judged from: the facts of a person, the matter asked about, the clause, and what it says."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anphu.kit.partial_dates import PartialDate
from planning.choices import Verdict
from planning.rules.ages import MonthsLeft
from planning.rules.discipline import Measure
from planning.rules.law import Law


@dataclass(frozen=True, slots=True)
class Post:
    """A title held: where it stands among titles, and during which days (`until` None: still held)."""

    name: str
    level: str
    side: str
    rank: int
    since: datetime.date
    until: datetime.date | None

    def held_on(self, day: datetime.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Facts:
    """What the dossier of one person says, as far as clauses ask. `restricted`: whether the reader sees restricted
    parts; without it those parts are empty and their clauses are withheld. `belongs`: whether the person is a member
    somewhere or holds a post."""

    person_id: int
    sex: str
    born: PartialDate
    education: int | None = None
    theory: int | None = None
    state_management: int | None = None
    commune_code: str = ""
    admitted_on: datetime.date | None = None
    official_on: datetime.date | None = None
    posts: tuple[Post, ...] = ()
    ratings: Mapping[int, str] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    concluded_on: PartialDate | None = None
    restricted: bool = True
    belongs: bool = True


@dataclass(frozen=True)
class Matter:
    """What is asked about: a title of a unit, on a day, with the law and the counting day that apply."""

    level: str
    side: str
    rank: int
    commune_code: str
    on: datetime.date
    counting_day: datetime.date
    law: Law
    left: Mapping[int, MonthsLeft | None]
    """Months left to serve on the counting day, by person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause as judges see it, whichever table it comes from."""

    kind: str
    args: Mapping[str, Any]
    later: bool
    basis: str
    confidence: str
    document: str = ""

    @property
    def key(self) -> tuple:
        """Equal for clauses that ask the same."""
        return self.kind, self.later, tuple(sorted(self.args.items()))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a clause says of a person. `words % figures` is the sentence."""

    verdict: Verdict
    words: Any
    figures: Mapping[str, Any] = field(default_factory=dict)
    withheld: bool = False

    @property
    def sentence(self) -> str:
        return str(self.words) % {key: str(value) for key, value in self.figures.items()}
