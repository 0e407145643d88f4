"""The organisations of a district from 1991 to 2020: 57 on the demo's day, another tree in earlier years."""

from dataclasses import dataclass, field
from datetime import date

from anphu.demo.places import Place
from orgtree.choices import CELLS, Kind, Sector

DAY = date(2020, 7, 7)
"""The day on which the demo stands still: that of the newspaper article."""

MEMBERS = 4594
"""Party members of the district on `DAY` (`domain.md` §1)."""

FOUNDED = date(1991, 11, 13)
"""The district was split from Phú Châu."""


@dataclass(slots=True)
class Version:
    start: date
    end: date | None
    name: str
    short_name: str
    kind: Kind
    parent: "Node | None"
    sector: str = ""
    commune_code: str = ""


@dataclass(slots=True, eq=False)
class Node:
    """A unit with all its versions. `setting` says what sort of people belong to it, `weight` how many, in proportion;
    `origins` are the cells its first members came from."""

    code: str
    versions: list[Version]
    setting: str = ""
    weight: float = 0.0
    origins: list["Node"] = field(default_factory=list)
    size: int = 0
    id: int = 0

    @property
    def start(self) -> date:
        return self.versions[0].start

    @property
    def end(self) -> date | None:
        return self.versions[-1].end

    @property
    def cell_end(self) -> date | None:
        """The first day on which nobody can be a member here any more; None while it is a cell."""
        cells = [version for version in self.versions if version.kind in CELLS]
        return cells[-1].end if cells else self.start

    def on(self, day: date) -> Version | None:
        return next((v for v in self.versions if v.start <= day and (v.end is None or day < v.end)), None)

    def changes_on(self, day: date, **fields) -> None:
        """From `day` on something is otherwise."""
        last = self.versions[-1]
        now = {name: getattr(last, name) for name in ("name", "short_name", "kind", "parent", "sector", "commune_code")}
        last.end = day
        self.versions.append(Version(day, None, **{**now, **fields}))


@dataclass(slots=True)
class Tree:
    """All units of a district, parents before children, and its communes' and other committees' nodes by slug."""

    place: Place
    nodes: list[Node] = field(default_factory=list)
    by_code: dict[str, Node] = field(default_factory=dict)

    def add(self, code, name, short_name, kind, parent, start=FOUNDED, **more) -> Node:
        known = {key: more.pop(key) for key in ("sector", "commune_code") if key in more}
        node = Node(code, [Version(start, None, name, short_name, kind, parent, **known)], **more)
        if len(code) > 30 or code in self.by_code:
            raise ValueError(f"unusable unit code {code}")
        self.nodes.append(node)
        self.by_code[code] = node
        return node

    @property
    def root(self) -> Node:
        return self.nodes[0]

    def at(self, slug: str) -> Node:
        """The unit that An Phú calls `slug`; other districts put their prefix before it."""
        return self.by_code[f"{self.place.prefix}{slug}"]

    def grassroots(self, day: date) -> list[Node]:
        wanted = (Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL)
        return [node for node in self.nodes if (version := node.on(day)) and version.kind in wanted]

    def cells(self, day: date) -> list[Node]:
        return [node for node in self.nodes if (version := node.on(day)) and version.kind in CELLS]


def sizes(cells: list[Node], total: int) -> dict[Node, int]:
    """Share `total` members among cells by weight, largest remainders first.

    A grassroots cell has fewer than 30 members (Party Charter, article 21), so only subordinate cells stretch.
    """
    fixed = {cell: round(cell.weight) for cell in cells if cell.on(DAY).kind == Kind.GRASSROOTS_CELL}
    rest = [cell for cell in cells if cell not in fixed]
    left = total - sum(fixed.values())
    scale = left / sum(cell.weight for cell in rest)
    exact = {cell: cell.weight * scale for cell in rest}
    shared = {cell: int(share) for cell, share in exact.items()}
    by_remainder = sorted(rest, key=lambda cell: (shared[cell] - exact[cell], cell.code))
    for cell in by_remainder[: left - sum(shared.values())]:
        shared[cell] += 1
    return fixed | shared


SECTORS = {
    "hamlet": Sector.COMMUNE,
    "commune_office": Sector.COMMUNE,
    "school": Sector.EDUCATION,
    "health": Sector.HEALTH,
    "police": Sector.FORCES,
    "military": Sector.FORCES,
}
