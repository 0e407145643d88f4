"""Secretaries, deputies and committees of cells, elected from the members at every congress of the cell."""

import random
from datetime import date, timedelta

from anphu.demo.people import YEAR, Post, Someone
from anphu.demo.tree import DAY, Node, Tree
from anphu.seed.titles import TITLES
from orgtree.choices import CELLS, Kind, Level

RANKS = {seed.code: seed.rank + 100 * (seed.level != Level.CELL) for seed in TITLES}
FULL_TERM = ((2007, 11), (2010, 4), (2015, 4), (2020, 4))
HALF_TERM = ((2007, 9), (2010, 3), (2012, 9), (2015, 3), (2017, 9), (2020, 3))
"""Year and month of congresses: five years for grassroots cells, two and a half for subordinate ones."""
COMMITTEE_FROM = 9
"""Official members from which a cell elects a committee (QĐ 29-QĐ/TW 2016, item 24)."""

PROBATION = timedelta(days=370)


def elect(tree: Tree, everybody: list[Someone], rng: random.Random) -> dict[Node, list[tuple[date, int]]]:
    """Give every cell its officers from its first congress after 2007 to the demo's day.

    Returns for each cell the seats of its committee from each congress on (0: it elects none).
    """
    members: dict[Node, list[tuple[date, date | None, Someone]]] = {}
    for someone in everybody:
        for row in someone.belongings:
            members.setdefault(row.cell, []).append((row.start, row.end, someone))
    return {cell: _Cell(cell, members[cell], rng).run() for cell in tree.nodes if cell in members}


def seats(count: int) -> int:
    """Seats of the committee of a cell with `count` members; 0 when it elects none."""
    if count < COMMITTEE_FROM:
        return 0
    return 3 if count < 20 else 5


def congresses(cell: Node) -> list[date]:
    """The days on which the cell elects: spread over the month by its code, from its foundation to its end."""
    kind = next(version.kind for version in cell.versions if version.kind in CELLS)
    months = FULL_TERM if kind == Kind.GRASSROOTS_CELL else HALF_TERM
    shift = timedelta(days=sum(map(ord, cell.code)) % 27)
    end = cell.cell_end or DAY
    days = [day for year, month in months if cell.start < (day := date(year, month, 1) + shift) < end]
    first = max(cell.start, date(2007, 1, 10))
    return days if days and cell.start.year < 2007 else [first, *(day for day in days if day > first)]


class _Cell:
    """The succession of officers of one cell."""

    def __init__(self, cell: Node, members: list, rng: random.Random):
        self.cell, self.members, self.rng = cell, members, rng
        self.end = cell.cell_end
        self.holders: list[tuple[str, Someone, Post]] = []
        self.sizes: list[tuple[date, int]] = []

    def run(self) -> list[tuple[date, int]]:
        planned = congresses(self.cell)
        day = planned.pop(0)
        while day is not None:
            self._hold(day, congress=True)
            following = planned.pop(0) if planned else None
            self._between(day, following or self.end or DAY)
            day = following
        if self.end:
            for _, _, post in self.holders:
                post.end = min(post.end or self.end, self.end)
        return self.sizes

    def _between(self, day: date, until: date) -> None:
        """An officer who leaves the cell before the next congress is replaced on that day."""
        while True:
            gaps = [end for _, someone, _ in self.holders if (end := self._leaves(someone, day)) and end < until]
            if not gaps:
                return
            day = min(gaps)
            self._hold(day, congress=False)

    def _leaves(self, someone: Someone, day: date) -> date | None:
        return next((end for start, end, who in self.members if who is someone and start <= day < (end or DAY)), None)

    def _hold(self, day: date, congress: bool) -> None:
        pool = [who for start, end, who in self.members if start <= day and (end is None or end > day)]
        if congress:
            official = sum(who.admitted < day - PROBATION for who in pool)
            self.sizes.append((day, seats(official)))
        stay = {}
        for title, someone, post in self.holders:
            if someone in pool and not (congress and self._yields(someone, day)):
                stay[title] = [*stay.get(title, []), (someone, post)]
            else:
                post.end = day
        wanted = self._wanted(len(pool))
        for title, rows in stay.items():
            for _, post in rows[wanted.count(title) :]:
                post.end = day
        self.holders = [
            (title, someone, post) for title, rows in stay.items() for someone, post in rows[: wanted.count(title)]
        ]
        self._fill(wanted, pool, day)

    def _wanted(self, count: int) -> list[str]:
        members = max(0, self.sizes[-1][1] - 2)
        deputy = ["CELL_DEPUTY"] if count >= 6 else []
        return ["CELL_SECRETARY", *deputy, *["CELL_MEMBER"] * members]

    def _yields(self, someone: Someone, day: date) -> bool:
        age = someone.age(day)
        return self.rng.random() < (0.9 if age > 66 else 0.5 if age > 60 else 0.24)

    def _fill(self, wanted: list[str], pool: list[Someone], day: date) -> None:
        """From the top: the next in rank moves up, else the best suited member comes in."""
        for title in dict.fromkeys(wanted):
            have = sum(held == title for held, _, _ in self.holders)
            for _ in range(wanted.count(title) - have):
                someone = self._promoted(title, day) or self._best(pool, day)
                if someone is None:
                    return
                post = Post(self.cell, title, day)
                someone.posts.append(post)
                self.holders.append((title, someone, post))

    def _promoted(self, title: str, day: date) -> Someone | None:
        below = {"CELL_SECRETARY": "CELL_DEPUTY", "CELL_DEPUTY": "CELL_MEMBER"}.get(title)
        row = next((row for row in self.holders if row[0] == below), None)
        if row is None or self.rng.random() < 0.3:
            return None
        self.holders.remove(row)
        row[2].end = day
        row[1].posts = [post for post in row[1].posts if post.end is None or post.start < post.end]
        return row[1]

    def _best(self, pool: list[Someone], day: date) -> Someone | None:
        """Holders of higher posts first, then people of middle age; probationary members cannot be elected."""
        busy = {someone for _, someone, _ in self.holders}
        fit = [who for who in pool if who not in busy and who.admitted < day - PROBATION]
        return max(fit, key=lambda who: self._suits(who, day), default=None)

    def _suits(self, someone: Someone, day: date) -> float:
        rank = max((RANKS[post.title] for post in someone.posts_on(day) if post.unit is not self.cell), default=0)
        age = (day - someone.born).days / YEAR
        middle = 40 - abs(age - 44) * 1.4
        return rank + middle + self.rng.uniform(0, 45)
