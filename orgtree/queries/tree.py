"""The tree of units on a day, and how its dated closure follows from the versions."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count

from orgtree.models import PartyMembership, UnitLink, UnitVersion

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
    """A unit on a day: `members` in the cell itself, `total` with everything below, `children` in display order."""

    version: UnitVersion
    members: int = 0
    total: int = 0
    children: "list[Node]" = field(default_factory=list)

    @property
    def unit_id(self) -> int:
        return self.version.unit_id


def tree(user, on: datetime.date) -> list[Node]:
    """The roots of what `user` may see on `on`, with member counts. Three queries, whatever the size."""
    versions = UnitVersion.objects.on(on).visible_to(user, on).order_by("kind", "sort_key")
    nodes = {version.unit_id: Node(version) for version in versions}
    counts = PartyMembership.objects.on(on).filter(unit__in=list(nodes)).values_list("unit").annotate(n=Count("pk"))
    for unit_id, count in counts.order_by():
        nodes[unit_id].members = count
    roots = []
    for node in nodes.values():
        above = nodes.get(node.version.parent_id)
        (above.children if above else roots).append(node)
    for root in roots:
        _sum(root)
    return roots


def _sum(node: Node) -> int:
    node.total = node.members + sum(_sum(child) for child in node.children)
    return node.total


def path(unit_id: int, user, on: datetime.date) -> list[UnitVersion]:
    """The visible units from the top down to `unit_id` on `on`: breadcrumbs."""
    links = UnitLink.objects.on(on).filter(descendant=unit_id)
    depth = dict(links.values_list("ancestor", "depth"))
    versions = UnitVersion.objects.on(on).visible_to(user, on).filter(unit__in=depth)
    return sorted(versions, key=lambda version: -depth[version.unit_id])
