"""Many districts for benchmarks: An Phú first, invented ones after it, eleven to a province, made one at a time."""

from collections.abc import Iterator
from datetime import date

from anphu.demo.places import AN_PHU, Place, invented
from anphu.demo.tree import Node, Version
from orgtree.choices import Kind

DISTRICTS_PER_PROVINCE = 11
BEGINNING = date(1976, 7, 1)


def above(count: int) -> list[Node]:
    """The units above `count` districts, from the top: nothing for one district, a province for eleven."""
    if count == 1:
        return []
    provinces = -(-count // DISTRICTS_PER_PROVINCE)
    parent = None
    if provinces > 1:
        parent = _node("trung-uong", "Ban Chấp hành Trung ương", "Trung ương", Kind.CENTRAL, None)
    first = _node("an-giang", "Đảng bộ tỉnh An Giang", "tỉnh An Giang", Kind.PROVINCE, parent)
    others = [
        _node(f"tinh-{number}", f"Đảng bộ tỉnh thử nghiệm {number}", f"tỉnh thử nghiệm {number}", Kind.PROVINCE, parent)
        for number in range(2, provinces + 1)
    ]
    return [*([parent] if parent else []), first, *others]


def places(count: int, top: list[Node]) -> Iterator[tuple[Place, Node | None]]:
    """Each district with the province it stands under."""
    provinces = [node for node in top if node.versions[0].kind == Kind.PROVINCE]
    for serial in range(count):
        province = provinces[serial // DISTRICTS_PER_PROVINCE] if provinces else None
        name = province.versions[0].short_name.removeprefix("tỉnh ") if province else AN_PHU.province
        yield (invented(serial, name) if serial else AN_PHU), province


def _node(code: str, name: str, short_name: str, kind: Kind, parent: Node | None) -> Node:
    return Node(code, [Version(BEGINNING, None, name, short_name, kind, parent)])
