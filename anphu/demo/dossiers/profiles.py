"""What the sections of one dossier agree on."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anphu.demo.people import YEAR, Post, Someone
from anphu.demo.places import Commune
from anphu.demo.plans import BY_CODE
from anphu.demo.tree import DAY, Node, Tree
from orgtree.choices import Education, Level, Sex

OFFICES = frozenset({"agency", "commune_office"})
GRADUATED = {
    Education.ELEMENTARY: 20,
    Education.INTERMEDIATE: 21,
    Education.COLLEGE: 22,
    Education.BACHELOR: 23,
    Education.MASTER: 31,
    Education.DOCTOR: 37,
}
"""Age at the highest qualification when it was not earned beside the work."""
OLD_AGE = 60
Span = tuple[date, date]
THIN_SHARE = 0.07
"""Dossiers that nobody has completed yet."""


@dataclass(slots=True, eq=False)
class Profile:
    """One person as the sections see it. `until`: the last day of which the dossier tells; `jobs`: posts beyond those
    of a cell; `working_since`: first day of regular work, None for those who never had any."""

    index: int
    someone: Someone
    cell: Node
    commune: Commune | None
    jobs: list[Post]
    planned: bool
    proposed: Sequence[Span]
    thin: bool
    until: date
    graduated: int | None
    working_since: date | None

    @property
    def gone(self) -> bool:
        return self.someone.gone is not None

    @property
    def cadre(self) -> bool:
        """Serves in an office, held a post, or is planned for one: the dossier is a cadre's."""
        return bool(self.jobs) or self.planned or self.cell.setting in OFFICES

    @property
    def serving(self) -> list[Post]:
        return [post for post in self.jobs if post.covers(DAY)]

    @property
    def leader(self) -> bool:
        return any(BY_CODE[post.title].is_head or BY_CODE[post.title].is_key_leader for post in self.serving)

    @property
    def woman(self) -> bool:
        return self.someone.sex == Sex.FEMALE

    def day_at(self, age: float) -> date:
        return self.someone.born + timedelta(days=round(age * YEAR))


class Profiles:
    """The profiles of a district, and who may vouch for whom."""

    def __init__(
        self,
        tree: Tree,
        everybody: list[Someone],
        planned: set[Someone],
        rng: random.Random,
        proposed: Mapping[Someone, Sequence[Span]] | None = None,
    ):
        """`proposed`: of those added to a plan, from when to when that was being decided on."""
        self.tree, self.planned, self.rng, self.proposed = tree, planned, rng, proposed or {}
        self.communes = tree.place.by_code()
        self.all = list(self._profiles(everybody))
        self.colleagues: dict[Node, list[Someone]] = {}
        for profile in self.all:
            self.colleagues.setdefault(profile.cell, []).append(profile.someone)

    def _profiles(self, everybody: list[Someone]) -> Iterator[Profile]:
        for index, someone in enumerate(everybody):
            cell = someone.belongings[-1].cell
            jobs = [post for post in someone.posts if BY_CODE[post.title].level != Level.CELL]
            until = someone.gone or DAY
            graduated = self._graduated(someone, until)
            yield Profile(
                index=index,
                someone=someone,
                cell=cell,
                commune=self.communes.get(cell.versions[-1].commune_code),
                jobs=sorted(jobs, key=lambda post: post.start),
                planned=someone in self.planned,
                proposed=self.proposed.get(someone, ()),
                thin=self.rng.random() < THIN_SHARE,
                until=until,
                graduated=graduated,
                working_since=self._working_since(someone, cell, jobs, until),
            )

    def _graduated(self, someone: Someone, until: date) -> int | None:
        """Year of the highest qualification, never after the dossier's last day."""
        age = GRADUATED.get(someone.education)
        if age is None:
            return None
        late = self.rng.randrange(9) if self.rng.random() < 0.35 else self.rng.randrange(2)
        return min(someone.born.year + age + late, max(until.year - 1, someone.born.year + 20))

    def _working_since(self, someone: Someone, cell: Node, jobs: list[Post], until: date) -> date | None:
        if cell.setting == "hamlet" and not jobs:
            return None
        day = someone.born + timedelta(days=round(self.rng.uniform(19, 24.5) * YEAR))
        if jobs:
            day = min(day, min(post.start for post in jobs) - timedelta(days=90))
        return min(max(day, someone.born + timedelta(days=6700)), until - timedelta(days=60))


def known(day: date, precision: str = "day") -> str:
    """A partial date in its stored form."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def as_old_papers(day: date, rng: random.Random) -> str:
    """The older, the less exactly it was written down."""
    if day.year < 1985 and rng.random() < 0.6:
        return known(day, "year")
    return known(day, "month" if rng.random() < (0.6 if day.year < 2000 else 0.12) else "day")
