"""The tree of units on a day, and how its dated closure follows from the versions."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from orgtree.choices import CELLS, Kind
from orgtree.models import UnitLink, UnitVersion

LINKS_SQL = """
WITH RECURSIVE climb(ancestor_id, descendant_id, depth, period) AS (
    SELECT v.unit_id, v.unit_id, 0, v.period FROM orgtree_unitversion v
    WHERE %(everything)s OR v.unit_id = ANY(%(units)s)
  UNION ALL
    SELECT v.parent_id, c.descendant_id, c.depth + 1, c.period * v.period
    FROM climb c JOIN orgtree_unitversion v ON v.unit_id = c.ancestor_id AND v.period && c.period
    WHERE v.parent_id IS NOT NULL AND c.depth < 32
)
SELECT ancestor_id, descendant_id, depth, unnest(range_agg(period)) AS period
FROM climb GROUP BY ancestor_id, descendant_id, depth
"""
"""The dated closure derived from versions: parameters `everything` (bool) and `units` (ids of descendants)."""


@dataclass
class Node:
    """A unit on a day: `members` in the cell itself, `total` with everything below, `cells` below it,
    `children` in display order."""

    version: UnitVersion
    members: int = 0
    total: int = 0
    cells: int = 0
    children: "list[Node]" = field(default_factory=list)

    @property
    def unit_id(self) -> int:
        return self.version.unit_id

    def walk(self) -> "Iterator[Node]":
        """The node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(user, on: datetime.date, under: int | None = None) -> list[Node]:
    """The roots of what `user` may see on `on` (of it, what is in the unit `under`), with member counts.

    One query besides the reader's grants, whatever the size.
    """
    counted = Count("unit__memberships", filter=Q(unit__memberships__period__contains=on))
    versions = UnitVersion.objects.on(on).visible_to(user, on).annotate(members=counted)
    if under is not None:
        versions = versions.filter(unit__in=UnitLink.objects.on(on).filter(ancestor=under).values("descendant"))
    order = list(Kind)
    rows = sorted(versions.order_by("sort_key"), key=lambda version: order.index(version.kind))
    nodes = {version.unit_id: Node(version, version.members) for version in rows}
    roots = []
    for node in nodes.values():
        above = nodes.get(node.version.parent_id)
        (above.children if above else roots).append(node)
    for root in roots:
        _sum(root)
    return roots


def _sum(node: Node) -> None:
    for child in node.children:
        _sum(child)
    node.total = node.members + sum(child.total for child in node.children)
    node.cells = sum(child.cells + (child.version.kind in CELLS) for child in node.children)


def path(unit_id: int, user, on: datetime.date) -> list[UnitVersion]:
    """The visible units from the top down to `unit_id` on `on`: breadcrumbs."""
    links = UnitLink.objects.on(on).filter(descendant=unit_id)
    depth = dict(links.values_list("ancestor", "depth"))
    versions = UnitVersion.objects.on(on).visible_to(user, on).filter(unit__in=depth)
    return sorted(versions, key=lambda version: -depth[version.unit_id])
