"""Approved sizes of committees (those of a commune and below by general knowledge, those of the district invented)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anphu.demo.offices import COMMITTEE_SEATS, DISTRICT_CONGRESSES, SECTION_SEATS, SMALL_COMMITTEES, congress_days
from anphu.demo.tree import DAY, Node, Tree
from orgtree.choices import CommitteeKind, Kind

EARLIEST = date(2005, 6, 1)
EXECUTIVE, STANDING, STANDING_BODY = CommitteeKind.EXECUTIVE, CommitteeKind.STANDING, CommitteeKind.STANDING_BODY


@dataclass(frozen=True, slots=True)
class Size:
    """A committee of `unit` had `seats` over `[start, end)`."""

    unit: Node
    kind: CommitteeKind
    seats: int
    start: date
    end: date | None = None


def committee_sizes(tree: Tree, cells: dict[Node, list[tuple[date, int]]]) -> list[Size]:
    """Sizes of every committee; `cells`: the seats of cells from each congress on."""
    found = [*_district(tree.root)]
    for node in tree.nodes:
        version = node.on(DAY)
        if version and version.kind == Kind.GRASSROOTS_COMMITTEE and version.commune_code:
            found += _commune(tree, node)
        elif version and version.kind == Kind.GRASSROOTS_COMMITTEE:
            start = max(EARLIEST, version.start)
            found += [Size(node, EXECUTIVE, COMMITTEE_SEATS, start), Size(node, STANDING, 3, start)]
        elif version and version.kind == Kind.SECTION_COMMITTEE:
            found.append(Size(node, EXECUTIVE, SECTION_SEATS, version.start))
    return found + [size for cell, seats in cells.items() for size in _cell(cell, seats)]


def _district(root: Node) -> list[Size]:
    return [
        Size(root, EXECUTIVE, 39, EARLIEST, DISTRICT_CONGRESSES[1]),
        Size(root, EXECUTIVE, 37, DISTRICT_CONGRESSES[1]),
        Size(root, STANDING, 11, EARLIEST),
        Size(root, STANDING_BODY, 3, EARLIEST),
    ]


def _commune(tree: Tree, committee: Node) -> Iterator[Size]:
    """Fifteen seats, in small communes thirteen since 2015."""
    index = next(n for n, commune in enumerate(tree.place.communes) if commune.slug == committee.code)
    change = congress_days(index)[1]
    small = index in SMALL_COMMITTEES
    yield Size(committee, EXECUTIVE, 15, EARLIEST, change if small else None)
    if small:
        yield Size(committee, EXECUTIVE, 13, change)
    yield Size(committee, STANDING, 5, EARLIEST)
    yield Size(committee, STANDING_BODY, 3, EARLIEST)


def _cell(cell: Node, seats: list[tuple[date, int]]) -> Iterator[Size]:
    """One row for every stretch of equal size."""
    ends = [*(day for day, _ in seats[1:]), cell.cell_end]
    rows: list[tuple[date, date | None, int]] = []
    for (start, size), end in zip(seats, ends, strict=True):
        if rows and rows[-1][2] == size:
            rows[-1] = (rows[-1][0], end, size)
        else:
            rows.append((start, end, size))
    yield from (Size(cell, EXECUTIVE, size, start, end) for start, end, size in rows if size)
