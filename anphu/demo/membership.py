"""Fill the cells: the members of the demo's day to the exact number, and those who left in the ten years before."""

import random
from collections import Counter
from datetime import date, timedelta

from anphu.demo.people import YEAR, Population, Someone
from anphu.demo.places import Commune
from anphu.demo.tree import DAY, Node, Tree

LEFT_SHARE = 0.15
"""People who left a cell between 2010 and 2020, for each of its present members."""
EARLIEST_BIRTH = 1918
MOVED_SHARE = 0.10
"""Members who came from another cell of the district; half as many came from outside it."""


def fill(tree: Tree, population: Population, rng: random.Random) -> None:
    """Bring every cell of `tree` to its size on `DAY`. People with posts are in their cells already."""
    neighbours = _neighbours(tree)
    _make_room(population.everybody, neighbours, rng)
    present = Counter(cell for someone in population.everybody if (cell := someone.cell(DAY)))
    for cell in tree.cells(DAY):
        commune = _commune_of(tree, cell)
        missing = cell.size - present[cell]
        if missing < 0:
            raise ValueError(f"{cell.code}: {present[cell]} people with posts for {cell.size} members")
        for _ in range(missing):
            _present_member(population, cell, commune, neighbours[cell], rng)
        for _ in range(round(cell.size * LEFT_SHARE)):
            _former_member(population, cell, commune, rng)


def _make_room(everybody: list[Someone], neighbours: dict[Node, list[Node]], rng: random.Random) -> None:
    """Where former holders of posts crowd a cell, those without a post move to the cell of a hamlet."""
    present = Counter(cell for someone in everybody if (cell := someone.cell(DAY)))
    for someone in everybody:
        cell = someone.cell(DAY)
        if cell and present[cell] > cell.size and not someone.posts_on(DAY):
            room = [other for other in neighbours[cell] if present[other] < other.size - 3]
            target = rng.choice(room)
            someone.joins(target, date(2020, 1, 6) + timedelta(days=rng.randrange(60)))
            present[cell] -= 1
            present[target] += 1


def _neighbours(tree: Tree) -> dict[Node, list[Node]]:
    """For every cell of today the cells from which people usually come to it: those beside it since before 2010."""
    old = [cell for cell in tree.cells(DAY) if cell.start.year < 2010]
    by_committee: dict[str, list[Node]] = {}
    for cell in old:
        by_committee.setdefault(_owner(cell), []).append(cell)
    everywhere = [cell for cell in old if cell.setting == "hamlet"]
    return {
        cell: [other for other in by_committee.get(_owner(cell), everywhere) if other is not cell] or everywhere
        for cell in tree.cells(DAY)
    }


def _owner(cell: Node) -> str:
    """Code of the grassroots committee of a subordinate cell, by the way codes are written."""
    return cell.code.rpartition(".")[0]


def _commune_of(tree: Tree, cell: Node) -> Commune | None:
    return tree.place.by_code().get(cell.on(DAY).commune_code)


def _present_member(
    population: Population, cell: Node, commune: Commune | None, neighbours: list[Node], rng: random.Random
) -> Someone:
    someone = population.member(cell, DAY, commune)
    chance = rng.random()
    since = someone.admitted + (DAY - someone.admitted) * rng.random()
    if chance < MOVED_SHARE and since > cell.start:
        someone.joins(rng.choice(neighbours), someone.admitted)
        someone.joins(cell, max(since, someone.belongings[-1].start + timedelta(days=1)))
    elif chance < MOVED_SHARE * 1.5:
        someone.joins(cell, since)
    else:
        someone.joins(cell, someone.admitted)
    return someone


def _former_member(population: Population, cell: Node, commune: Commune | None, rng: random.Random) -> None:
    """Somebody who died, moved away or was struck off; the old leave more often than the young."""
    left = date(2010, 3, 1) + timedelta(days=rng.randrange(3760))
    older = round(rng.uniform(12, 30) * YEAR) if rng.random() < 0.35 else 0
    someone = population.member(cell, left - timedelta(days=older), commune)
    someone.admitted = min(someone.admitted, left - timedelta(days=300))
    possible = someone.admitted >= someone.born + timedelta(days=6575) and someone.born.year > EARLIEST_BIRTH
    if not possible or left <= cell.start:
        population.everybody.pop()
        return
    someone.joins(cell, someone.admitted)
    someone.leaves(left)
