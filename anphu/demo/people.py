"""Invented people: one record each, drawn from distributions by where they are members (estimates of ours)."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from anphu.demo import names
from anphu.demo.places import ELSEWHERE, Commune, Place
from anphu.demo.tree import DAY, Node
from orgtree.choices import Education, Precision, Sex, StateManagement, Theory

YEAR = 365.25
PROBATION = timedelta(days=365)


@dataclass(slots=True)
class Belonging:
    """Membership in a cell over `[start, end)`."""

    cell: Node
    start: date
    end: date | None = None


@dataclass(slots=True)
class Post:
    """A title held in a unit over `[start, end)`."""

    unit: Node
    title: str
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(slots=True, eq=False)
class Someone:
    """A person and everything that hangs on them."""

    name: str
    sex: Sex
    born: date
    ethnic: str
    religion: str
    home: str
    home_code: str
    admitted: date
    education: int | None
    theory: int | None
    management: int | None
    precision: Precision = Precision.DAY
    other_name: str = ""
    gone: date | None = None
    belongings: list[Belonging] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    identity: str = ""
    card: str = ""
    id: int = 0

    @property
    def official(self) -> date | None:
        """A year after admission, unless that lies ahead or the person left before."""
        day = self.admitted + PROBATION
        return day if day <= (self.gone or DAY) else None

    def age(self, day: date) -> float:
        return (day - self.born).days / YEAR

    def cell(self, day: date) -> Node | None:
        return next((b.cell for b in self.belongings if b.start <= day and (b.end is None or day < b.end)), None)

    def joins(self, cell: Node, day: date) -> None:
        """Be a member of `cell` from `day`, leaving the one before; until a young cell was founded, of its origin."""
        if self.cell(day) is cell:
            return
        self.belongings = [row for row in self.belongings if row.start < day]
        if self.belongings and (self.belongings[-1].end is None or self.belongings[-1].end > day):
            self.belongings[-1].end = day
        if day < cell.start and cell.origins:
            origin = cell.origins[self.born.day % len(cell.origins)]
            self._belong(origin, max(day, origin.start), cell.start)
        self._belong(cell, max(day, cell.start))

    def _belong(self, cell: Node, start: date, end: date | None = None) -> None:
        last = self.belongings[-1] if self.belongings else None
        if last and last.cell is cell and last.end == start:
            last.end = end
        else:
            self.belongings.append(Belonging(cell, start, end))

    def leaves(self, day: date) -> None:
        """Die, move away or be struck off: nothing lasts beyond `day`."""
        self.gone = day
        for row in (*self.belongings, *self.posts):
            if row.end is None or row.end > day:
                row.end = day
        self.belongings = [row for row in self.belongings if row.start < row.end]
        self.posts = [row for row in self.posts if row.start < row.end]

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.posts if post.covers(day)]


@dataclass(frozen=True, slots=True)
class Setting:
    """The sort of people that a cell has. `ages`: youngest, most frequent, oldest; weights follow the vocabularies."""

    ages: tuple[int, int, int]
    women: float
    education: tuple[int, ...]
    theory: tuple[int, ...]
    management: tuple[int, ...]


SETTINGS = {
    "hamlet": Setting((20, 43, 90), 0.24, (38, 6, 22, 6, 27, 1, 0), (57, 29, 12, 2, 0), (88, 8, 4, 0, 0)),
    "school": Setting((23, 36, 60), 0.55, (0, 0, 6, 18, 72, 4, 0), (35, 42, 22, 1, 0), (70, 10, 18, 2, 0)),
    "commune_office": Setting((21, 35, 60), 0.33, (1, 1, 13, 5, 78, 2, 0), (4, 20, 72, 4, 0), (22, 32, 45, 1, 0)),
    "health": Setting((24, 36, 60), 0.50, (0, 1, 32, 16, 44, 7, 0), (30, 42, 26, 2, 0), (68, 12, 18, 2, 0)),
    "police": Setting((20, 33, 58), 0.09, (2, 2, 34, 6, 54, 2, 0), (8, 42, 46, 4, 0), (55, 20, 24, 1, 0)),
    "military": Setting((20, 32, 56), 0.06, (6, 4, 36, 10, 44, 0, 0), (12, 42, 42, 4, 0), (60, 22, 17, 1, 0)),
    "agency": Setting((24, 37, 60), 0.33, (0, 0, 4, 4, 80, 12, 0), (4, 24, 58, 13, 1), (10, 18, 66, 6, 0)),
}
UNKNOWN = {"education": 0.006, "theory": 0.012, "management": 0.02}
RELIGIOUS = (("99", 790), ("01", 85), ("03", 95), ("05", 8), ("02", 8), ("11", 7), ("10", 7))


class Population:
    """Draws people for one place; the same streams draw the same people.

    `grades` is a stream of its own, so that what people have learned can be tuned without making other people.
    """

    def __init__(self, place: Place, rng: random.Random, grades: random.Random):
        self.place, self.rng, self.grades = place, rng, grades
        self.everybody: list[Someone] = []

    def member(self, cell: Node, day: date, commune: Commune | None) -> Someone:
        """Somebody of the sort that belongs to `cell`, whose age is typical on `day`."""
        setting = SETTINGS[cell.setting]
        low, mode, high = setting.ages
        age = self.rng.triangular(low, high, mode)
        return self.create(setting, day - timedelta(days=round(age * YEAR)), commune)

    def create(self, setting: Setting, born: date, commune: Commune | None, *, women: float | None = None,
               local: float = 0.86) -> Someone:  # fmt: skip
        """`commune`: where most of them come from (None: anywhere in the district)."""
        rng = self.rng
        share = setting.women if women is None else women
        sex = Sex.FEMALE if rng.random() < share else Sex.MALE
        ethnic = self._ethnic(commune)
        home, home_code = self._home(commune, local)
        someone = Someone(
            name=names.full_name(rng, sex, ethnic, born.year),
            sex=sex,
            born=born,
            ethnic=ethnic,
            religion=self._religion(ethnic),
            home=home,
            home_code=home_code,
            admitted=self._admitted(born),
            education=self._grade("education", Education, setting.education, born),
            theory=self._grade("theory", Theory, setting.theory, born),
            management=self._grade("management", StateManagement, setting.management, born),
        )
        self._blur(someone)
        self.everybody.append(someone)
        return someone

    def _ethnic(self, commune: Commune | None) -> str:
        chance = self.rng.random()
        cham = commune.cham if commune else 0.01
        if chance < cham:
            return names.CHAM
        if chance > 0.991:
            return names.HOA
        return names.KHMER if chance > 0.985 else names.KINH

    def _religion(self, ethnic: str) -> str:
        if ethnic == names.CHAM:
            return "04"
        if ethnic == names.KHMER:
            return "01"
        return self.rng.choices([code for code, _ in RELIGIOUS], [weight for _, weight in RELIGIOUS])[0]

    def _home(self, commune: Commune | None, local: float) -> tuple[str, str]:
        """Home town as written and its commune code, which is known only when a commune is written."""
        chance = self.rng.random()
        if commune is None or chance >= local:
            if self.rng.random() < 0.45:
                commune = self.rng.choice(self.place.communes)
            else:
                return self.rng.choices([text for text, _ in ELSEWHERE], [weight for _, weight in ELSEWHERE])[0], ""
        if chance < 0.03:
            return f"Huyện {self.place.name}, tỉnh {self.place.province}", ""
        label = commune.label[0].upper() + commune.label[1:]
        return f"{label}, huyện {self.place.name}, tỉnh {self.place.province}", commune.code

    def _admitted(self, born: date) -> date:
        """Between 18 and 55, most often in the late twenties, never on a future day."""
        latest = min(55.0, (DAY - born).days / YEAR - 0.05)
        age = max(18.2, self.rng.gauss(30 if born.year > 1965 else 32, 7))
        if age > latest:
            age = self.rng.uniform(18.2, latest) if latest > 18.2 else latest
        return born + timedelta(days=round(age * YEAR))

    def _grade(self, field_name: str, vocabulary, weights: tuple[int, ...], born: date) -> int | None:
        """A grade of `vocabulary`, or None where the old file does not say."""
        if self.grades.random() < UNKNOWN[field_name]:
            return None
        grade = self.grades.choices(list(vocabulary.values)[: len(weights)], weights)[0]
        if field_name == "education" and born.year < 1960 and self.grades.random() < 0.5:
            return min(grade, Education.ELEMENTARY)
        return grade

    def _blur(self, someone: Someone) -> None:
        """Old files know only the month or the year of birth: the first day then stands for it."""
        chance = self.rng.random()
        if someone.born.year < 1962 and chance < 0.22:
            someone.precision, someone.born = Precision.YEAR, someone.born.replace(month=1, day=1)
        elif someone.born.year < 1975 and chance < 0.26:
            someone.precision, someone.born = Precision.MONTH, someone.born.replace(day=1)
        if someone.born.year < 1958 and someone.ethnic == names.KINH and self.rng.random() < 0.18:
            someone.other_name = names.alias(self.rng, someone.name)
