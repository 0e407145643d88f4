"""Whom a unit proposes for which title: keeps, removals with a ground, additions until each title has its people."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from anphu.demo import reasons
from anphu.demo.careers import RETIREMENT
from anphu.demo.officers import seats
from anphu.demo.people import Post, Someone
from anphu.demo.reasons import Removal
from anphu.demo.tree import Node, Tree
from anphu.seed.law import TERMS
from anphu.seed.titles import TITLES, TitleSeed
from orgtree.choices import Kind, Level, Sex
from planning.choices import Ground, Proposal

BY_CODE = {seed.code: seed for seed in TITLES}
MOST_TITLES = 3
"""Titles of one level for which one person may be planned in a term."""
FULL_TERM = 5.0
"""Years that must be left before retirement when the term begins."""
SHAKEN = 0.02
"""How often somebody is removed for low prestige, discipline or at their own wish, per review."""
COMMUNE_TITLES = {
    "COMMUNE_SECRETARY": 1, "COMMUNE_DEPUTY_STANDING": 1, "COMMUNE_DEPUTY": 1, "COMMUNE_STANDING_MEMBER": 2,
    "COMMUNE_EXECUTIVE_MEMBER": 10, "COMMUNE_COUNCIL_CHAIR": 1, "COMMUNE_COUNCIL_VICE": 1, "COMMUNE_CHAIR": 1,
    "COMMUNE_VICE_CHAIR": 2, "COMMUNE_FRONT": 1, "COMMUNE_FARMERS": 1, "COMMUNE_VETERANS": 1, "COMMUNE_WOMEN": 1,
    "COMMUNE_YOUTH": 1,
}  # fmt: skip
COMMITTEE_TITLES = {
    "GRASSROOTS_SECRETARY": 1,
    "GRASSROOTS_DEPUTY": 1,
    "GRASSROOTS_STANDING_MEMBER": 1,
    "GRASSROOTS_EXECUTIVE_MEMBER": 6,
}
OUTSIDER_MALUS = {"COMMUNE_SECRETARY": 8, "COMMUNE_DEPUTY_STANDING": 28, "COMMUNE_CHAIR": 28}
"""Points that somebody from another unit is behind; for all other titles nobody from outside is planned."""
LEADERS_NEXT_DOOR = {"COMMUNE_CHAIR", "COMMUNE_DEPUTY", "COMMUNE_DEPUTY_STANDING"}
YOUTH_MOST, VETERAN_LEAST = 32, 38
"""Ages: of a youth secretary to be at most, of a chair of veterans at least."""


@dataclass(slots=True, eq=False)
class Slot:
    """A title of a unit in a term, with the number of its posts."""

    term: str
    unit: Node
    title: TitleSeed
    size: int
    id: int = 0

    @property
    def wanted(self) -> int:
        """People to plan: two for one post, and one and a half for each of many."""
        return {1: 2, 2: 4}.get(self.size, round(1.5 * self.size))


@dataclass(slots=True, eq=False)
class Entry:
    """A person in the plan, from one decision to another."""

    slot: Slot
    someone: Someone
    opened: object
    closed: object | None = None
    ground: Ground | None = None
    """Where it ended by rule; a line that removes has its own."""


@dataclass(slots=True, eq=False)
class Draft:
    """A line: one person, one slot, a proposal and its reason."""

    slot: Slot
    someone: Someone
    proposal: Proposal
    reason: str = ""
    ground: Ground | None = None


@dataclass(slots=True)
class Standing:
    """Who was where on a day: each person's cell, the members of every unit with all below it, the holders of its
    posts, and each person's highest post at each level and at all."""

    day: date
    cells: dict[Someone, Node] = field(default_factory=dict)
    members: dict[Node, list[Someone]] = field(default_factory=dict)
    holders: dict[Node, list[Someone]] = field(default_factory=dict)
    ranks: dict[tuple[Someone, Level], tuple[int, str, date]] = field(default_factory=dict)
    top: dict[Someone, TitleSeed] = field(default_factory=dict)
    above: dict[Node, list[Node]] = field(default_factory=dict)

    @classmethod
    def of(cls, everybody: list[Someone], day: date) -> "Standing":
        standing = cls(day)
        for someone in everybody:
            if cell := someone.cell(day):
                standing._note_cell(someone, cell)
                for post in someone.posts_on(day):
                    standing._note_post(someone, post)
        return standing

    def _note_cell(self, someone: Someone, cell: Node) -> None:
        self.cells[someone] = cell
        if cell not in self.above:
            self.above[cell] = path(cell, self.day)
        for unit in self.above[cell]:
            self.members.setdefault(unit, []).append(someone)

    def _note_post(self, someone: Someone, post: Post) -> None:
        seed = BY_CODE[post.title]
        self.holders.setdefault(post.unit, []).append(someone)
        held = (seed.rank, seed.name, post.start)
        self.ranks[someone, seed.level] = max(self.ranks.get((someone, seed.level), (0, "", post.start)), held)
        best = self.top.get(someone)
        if best is None or (ORDER[seed.level], seed.rank) > (ORDER[best.level], best.rank):
            self.top[someone] = seed

    def rank(self, someone: Someone, level: Level) -> int:
        return self.ranks.get((someone, level), (0,))[0]

    def belongs(self, someone: Someone, unit: Node) -> bool:
        """Whether the person is a member in `unit` or below it."""
        return unit in self.above[self.cells[someone]]


ORDER = {level: place for place, level in enumerate((Level.CELL, Level.GRASSROOTS, Level.COMMUNE, Level.DISTRICT))}


class Planner:
    """Keeps the plan of a whole district and proposes how each unit would change it."""

    def __init__(self, tree: Tree, everybody: list[Someone], rng: random.Random):
        self.tree, self.everybody, self.rng = tree, everybody, rng
        self.slots: dict[tuple[Node, str], dict[str, Slot]] = {}
        self.open: dict[Slot, dict[Someone, Entry]] = {}
        self.entries: list[Entry] = []
        self.planned: Counter = Counter()
        self.troubles: dict[tuple[Someone, Node], Removal | None] = {}
        self.standing: Standing | None = None
        self.least_years = FULL_TERM

    def look(self, day: date, *, first: bool) -> None:
        """Everything proposed from now on is judged by how people stood on `day`; a first plan is generous with age."""
        self.standing = Standing.of(self.everybody, day)
        self.troubles = {}
        self.least_years = FULL_TERM - 0.4 if first else FULL_TERM

    def carry_out(self, drafts: list[Draft], decree) -> None:
        """What an approved list does to the plan on the day of the decision."""
        for draft in drafts:
            people = self.open.setdefault(draft.slot, {})
            if draft.proposal == Proposal.ADD:
                entry = Entry(draft.slot, draft.someone, decree)
                people[draft.someone] = entry
                self.entries.append(entry)
            elif draft.proposal == Proposal.REMOVE:
                people.pop(draft.someone).closed = decree

    def end_by_rule(self, day: date, decree) -> bool:
        """End what ends by rule on `day`; whether anything does."""
        entries = [entry for people in self.open.values() for entry in people.values()]
        ended = [(entry, ground) for entry in entries if (ground := ends_by_rule(entry, day))]
        for entry, ground in ended:
            del self.open[entry.slot][entry.someone]
            entry.closed, entry.ground = decree, ground
            self.planned[entry.slot.term, entry.slot.title.level, entry.someone] -= 1
        return bool(ended)

    def keep(self, unit: Node, terms: tuple[str, ...]) -> list[Draft]:
        """The list as a round opens with it: everybody in the plan is kept."""
        self._slots_of(unit, terms)
        return [
            Draft(slot, someone, Proposal.KEEP)
            for term in terms
            for slot in self.slots[unit, term].values()
            for someone in self.open.get(slot, ())
        ]

    def propose(self, unit: Node, terms: tuple[str, ...], *, most: int = 99) -> list[Draft]:
        """Keep, remove and add; at most `most` additions for a term."""
        titles = self._slots_of(unit, terms)
        drafts = [self._judge(draft, titles) for draft in self.keep(unit, terms)]
        self._forget(drafts)
        pool = self._pool(unit)
        for term in terms:
            drafts += self._add(unit, [slot for slot in titles if slot.term == term], drafts, pool, most)
        return drafts

    def _forget(self, drafts: list[Draft]) -> None:
        """Whoever is to be removed has a title free for another."""
        for draft in drafts:
            if draft.proposal == Proposal.REMOVE:
                self.planned[draft.slot.term, draft.slot.title.level, draft.someone] -= 1

    def clear(self, unit: Node, terms: tuple[str, ...], removal: Removal) -> list[Draft]:
        """Nobody stays: the unit is about to end."""
        drafts = [_removed(draft, removal) for draft in self.keep(unit, terms)]
        self._forget(drafts)
        return drafts

    def _slots_of(self, unit: Node, terms: tuple[str, ...]) -> list[Slot]:
        """The titles that the unit plans for on the day, in each term."""
        version = unit.on(self.standing.day)
        if version.kind == Kind.GRASSROOTS_CELL:
            others = max(0, seats(len(self.standing.members.get(unit, ()))) - 2)
            titles = {"CELL_SECRETARY": 1, "CELL_DEPUTY": 1} | ({"CELL_MEMBER": others} if others else {})
        else:
            titles = COMMUNE_TITLES if version.commune_code else COMMITTEE_TITLES
        return [
            self.slots.setdefault((unit, term), {}).setdefault(title, Slot(term, unit, BY_CODE[title], size))
            for term in terms
            for title, size in titles.items()
        ]

    def _judge(self, draft: Draft, titles: list[Slot]) -> Draft:
        """Turn a keep into a removal where there is ground for one."""
        removal = self._removal(draft.slot, draft.someone, titles)
        return _removed(draft, removal) if removal else draft

    def _removal(self, slot: Slot, someone: Someone, titles: list[Slot]) -> Removal | None:
        day, level = self.standing.day, slot.title.level
        if someone not in self.standing.cells:
            return reasons.LEFT
        if slot not in titles and slot.title.level not in {other.title.level for other in titles}:
            return reasons.TITLE_GONE
        rank, title, since = self.standing.ranks.get((someone, level), (0, "", day))
        if rank >= slot.title.rank:
            return reasons.holds(title, since)
        if not _young_enough(someone, slot.term, FULL_TERM):
            return reasons.too_old(someone)
        return self._trouble(someone, slot.unit)

    def _trouble(self, someone: Someone, unit: Node) -> Removal | None:
        """A ground that lies in the person, so that it holds for all titles alike."""
        if (someone, unit) not in self.troubles:
            moved = not self.standing.belongs(someone, unit) and self.rng.random() < 0.5
            shaken = self.rng.random() < SHAKEN
            removal = reasons.ELSEWHERE if moved else self.rng.choice(reasons.SHAKEN) if shaken else None
            self.troubles[someone, unit] = removal
        return self.troubles[someone, unit]

    def _pool(self, unit: Node) -> list[Someone]:
        """People whom the unit knows: those in its posts and cells; for a commune its neighbours' leaders too."""
        pool = [*self.standing.holders.get(unit, ()), *self.standing.members.get(unit, ())]
        if unit.on(self.standing.day).commune_code:
            pool += [who for who, title in self.standing.top.items() if title.code in LEADERS_NEXT_DOOR]
        return list(dict.fromkeys(pool))

    def _add(self, unit: Node, slots: list[Slot], drafts: list[Draft], pool: list[Someone], most: int) -> list[Draft]:
        """Additions for one term, highest titles first."""
        staying = [draft for draft in drafts if draft.proposal != Proposal.REMOVE]
        new: list[Draft] = []
        for slot in sorted(slots, key=lambda slot: -slot.title.rank):
            missing = min(slot.wanted - sum(draft.slot is slot for draft in staying), most - len(new))
            if missing <= 0:
                continue
            listed = {draft.someone for draft in drafts if draft.slot is slot}
            fit = [who for who in pool if who not in listed and self._fits(slot, who)]
            fit.sort(key=lambda who: -self._score(slot, who))
            for who in fit[:missing]:
                self.planned[slot.term, slot.title.level, who] += 1
                new.append(Draft(slot, who, Proposal.ADD, self._praise(who, unit)))
        return new

    def _fits(self, slot: Slot, someone: Someone) -> bool:
        standing, level, day = self.standing, slot.title.level, self.standing.day
        if self.planned[slot.term, level, someone] >= MOST_TITLES or standing.rank(someone, level) >= slot.title.rank:
            return False
        if level == Level.COMMUNE and standing.rank(someone, Level.DISTRICT):
            return False
        if (day - someone.admitted).days < 400 or not _young_enough(someone, slot.term, self.least_years):
            return False
        return _suits(slot.title.code, someone, day)

    def _score(self, slot: Slot, someone: Someone) -> float:
        """The next in rank first; learning counts; chance decides among equals."""
        rank = self.standing.rank(someone, slot.title.level)
        learned = 5 * (someone.education or 0) + 6 * (someone.theory or 0)
        woman = 2 if someone.sex == Sex.FEMALE else 0
        outsider = not self.standing.belongs(someone, slot.unit)
        strange = OUTSIDER_MALUS.get(slot.title.code, 500) if outsider else 0
        return min(rank, 70) + learned + woman + self.rng.uniform(0, 30) - strange

    def _praise(self, someone: Someone, unit: Node) -> str:
        top = self.standing.top.get(someone)
        outsider = not self.standing.belongs(someone, unit)
        return reasons.added(someone, top.name if top else "", self.standing.day, outsider)


def ends_by_rule(entry: Entry, day: date) -> Ground | None:
    """On what ground an entry ends by rule: what planning/queries/closings.py asks of the database."""
    unit, someone = entry.slot.unit, entry.someone
    if entry.opened.day >= day:
        return None
    if unit.end and unit.end <= day:
        return Ground.UNIT_DISSOLVED
    if all(row.end and row.end <= day for row in (*someone.belongings, *someone.posts)):
        return Ground.LEFT
    since = (post for post in someone.posts if post.unit is unit and entry.opened.day <= post.start)
    return Ground.HOLDS if any(_reaches(post, entry.slot.title) for post in since if post.covers(day)) else None


def _reaches(post: Post, planned: TitleSeed) -> bool:
    """Whether who holds the post has the planned title, or a higher one of its side."""
    held = BY_CODE[post.title]
    alike = (held.level, held.side) == (planned.level, planned.side)
    return held is planned or (alike and held.rank > planned.rank)


def _removed(draft: Draft, removal: Removal) -> Draft:
    ground, words = removal
    return Draft(draft.slot, draft.someone, Proposal.REMOVE, words, ground)


def _young_enough(someone: Someone, term: str, years: float) -> bool:
    """Whether `years` are left before retirement when the term begins."""
    return RETIREMENT[someone.sex] - someone.age(TERMS[term][0]) >= years


def _suits(title: str, someone: Someone, day: date) -> bool:
    """Posts of which the holder is of a certain sort."""
    if title == "COMMUNE_WOMEN":
        return someone.sex == Sex.FEMALE
    if title == "COMMUNE_VETERANS":
        return someone.sex == Sex.MALE and someone.age(day) >= VETERAN_LEAST
    if title == "COMMUNE_YOUTH":
        return someone.age(day) <= YOUTH_MOST
    return True


def path(cell: Node, day: date) -> list[Node]:
    """`cell` and the units above it on `day`, upward."""
    found = []
    while cell is not None:
        found.append(cell)
        cell = cell.on(day).parent
    return found
