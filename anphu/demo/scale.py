"""Many districts for benchmarks: An Phú first, invented ones after it, eleven to a province; and the whole country."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from anphu.demo.places import AN_PHU, Place, invented
from anphu.demo.tree import MEMBERS, Node, Version
from orgtree.choices import Kind

DISTRICTS_PER_PROVINCE = 11
BEGINNING = date(1976, 7, 1)
UNITS_OF_DISTRICT = 267
"""On the demo's day, in every district of the demo."""


@dataclass(frozen=True)
class Scale:
    """How much there is to be: `members` of the Party in each invented district, `bodies` of the rank of a district
    that stand beside them under the provinces and have no units of their own."""

    districts: int
    members: int = MEMBERS
    provinces: int = 0
    bodies: int = 0

    @classmethod
    def named(cls, text: str) -> "Scale":
        """`country`, or a number of districts. Raises ValueError."""
        scale = COUNTRY if text == "country" else cls(int(text))
        if scale.districts < 1:
            raise ValueError(text)
        return scale

    def province_of(self, serial: int) -> int:
        """The number, from 0, of the province of a district."""
        return serial * self.provinces // self.districts if self.provinces else serial // DISTRICTS_PER_PROVINCE


COUNTRY = Scale(districts=890, members=6_069, provinces=63, bodies=237_763 - 1 - 63 - 890 * UNITS_OF_DISTRICT)
"""237,763 units and 5.4 million members: the size of the whole Party."""

BODIES = (
    ("khoi", "Khối các cơ quan {}"),
    ("quan-su", "Quân sự {}"),
)


def above(scale: Scale) -> list[Node]:
    """The units above the districts, from the top: nothing for one district, a province for eleven."""
    if scale.districts == 1:
        return []
    provinces = 1 + scale.province_of(scale.districts - 1)
    parent = None
    if provinces > 1:
        parent = _node("trung-uong", "Ban Chấp hành Trung ương", "Trung ương", Kind.CENTRAL, None)
    first = _node("an-giang", "Đảng bộ tỉnh An Giang", "tỉnh An Giang", Kind.PROVINCE, parent)
    others = [
        _node(f"tinh-{number}", f"Đảng bộ tỉnh thử nghiệm {number}", f"tỉnh thử nghiệm {number}", Kind.PROVINCE, parent)
        for number in range(2, provinces + 1)
    ]
    return [*([parent] if parent else []), first, *others, *_bodies([first, *others], scale.bodies)]


def provinces_of(top: list[Node]) -> list[Node]:
    """Of the units above the districts."""
    return [node for node in top if node.versions[0].kind == Kind.PROVINCE]


def place(scale: Scale, serial: int) -> Place:
    """District number `serial`, from 0."""
    if serial == 0:
        return AN_PHU
    province = scale.province_of(serial)
    return invented(serial, f"thử nghiệm {province + 1}" if province else AN_PHU.province, scale.members)


def _bodies(provinces: list[Node], count: int) -> list[Node]:
    """One after another, each province gets one of them before any gets two."""
    places = ((kind, province) for kind in BODIES for province in provinces)
    made = []
    for (slug, name), province in islice(places, count):
        called = name.format(province.versions[0].short_name)
        made.append(_node(f"{province.code}.{slug}", f"Đảng bộ {called}", called, Kind.DISTRICT, province))
    return made


def _node(code: str, name: str, short_name: str, kind: Kind, parent: Node | None) -> Node:
    return Node(code, [Version(BEGINNING, None, name, short_name, kind, parent)])
