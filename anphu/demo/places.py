"""Districts as places: communes, their codes of 07/07/2020 and their hamlets (`domain.md` §11; hamlets second-hand)."""

import random
from dataclasses import dataclass

TOWN, COMMUNE = "thị trấn", "xã"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or town. `cham`: share of Chăm among its Party members (of the demo, not a statistic)."""

    slug: str
    name: str
    code: str
    hamlets: tuple[str, ...]
    kind: str = COMMUNE
    cham: float = 0.0

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """A district. `prefix` stands before the codes of its units, so that many districts fit in one installation.
    `members`: of the Party, where it is not as many as An Phú has."""

    name: str
    slug: str
    communes: tuple[Commune, ...]
    prefix: str = ""
    serial: int = 0
    province: str = "An Giang"
    members: int | None = None

    def by_code(self) -> dict[str, Commune]:
        return {commune.code: commune for commune in self.communes}


AN_PHU = Place(
    name="An Phú",
    slug="an-phu",
    communes=(
        Commune("tt-an-phu", "An Phú", "30337", ("An Hưng", "An Thạnh", "An Thịnh"), TOWN),
        Commune("khanh-an", "Khánh An", "30340", ("An Hòa", "An Khánh", "Khánh Hòa", "Thạnh Phú")),
        Commune("tt-long-binh", "Long Bình", "30341", ("Tân Bình", "Tân Khánh", "Tân Thạnh"), TOWN),
        Commune("khanh-binh", "Khánh Bình", "30343", ("Bình Di", "Sa Tô", "Vạt Lài"), cham=0.04),
        Commune("quoc-thai", "Quốc Thái", "30346", ("Búng Bình Thiên", "Quốc Hưng", "Quốc Phú", "Đồng Ky"), cham=0.05),
        Commune("nhon-hoi", "Nhơn Hội", "30349", ("Búng Lớn", "Bắc Đai"), cham=0.14),
        Commune("phu-huu", "Phú Hữu", "30352", ("Phú Hiệp", "Phú Hòa", "Phú Lợi", "Phú Thành", "Phú Thạnh")),
        Commune("phu-hoi", "Phú Hội", "30355", ("Phú Mỹ", "Phú Nhơn", "Phú Thuận", "Phú Trung")),
        Commune("phuoc-hung", "Phước Hưng", "30358", ("Phước Hòa", "Phước Khánh", "Phước Mỹ", "Phước Thạnh")),
        Commune("vinh-loc", "Vĩnh Lộc", "30361", ("Vĩnh Lợi", "Vĩnh Phước")),
        Commune("vinh-hau", "Vĩnh Hậu", "30364", ("Vĩnh Bảo", "Vĩnh Lịnh", "Vĩnh Ngữ", "Vĩnh Thuấn")),
        Commune("vinh-truong", "Vĩnh Trường", "30367", ("La Ma", "Vĩnh Bình", "Vĩnh Nghĩa", "Vĩnh Thành"), cham=0.10),
        Commune("vinh-hoi-dong", "Vĩnh Hội Đông", "30370", ("Vĩnh An", "Vĩnh Hòa", "Vĩnh Hội", "Vĩnh Phú")),
        Commune("da-phuoc", "Đa Phước", "30373", ("Hà Bao 1", "Hà Bao 2", "Phước Quản", "Phước Thọ"), cham=0.16),
    ),
)

ELSEWHERE = (
    ("Thị xã Tân Châu, tỉnh An Giang", 7),
    ("Thành phố Châu Đốc, tỉnh An Giang", 6),
    ("Huyện Phú Tân, tỉnh An Giang", 5),
    ("Huyện Châu Phú, tỉnh An Giang", 4),
    ("Huyện Chợ Mới, tỉnh An Giang", 3),
    ("Thành phố Long Xuyên, tỉnh An Giang", 3),
    ("Huyện Tịnh Biên, tỉnh An Giang", 2),
    ("Huyện Tri Tôn, tỉnh An Giang", 2),
    ("Huyện Hồng Ngự, tỉnh Đồng Tháp", 2),
    ("Huyện Lấp Vò, tỉnh Đồng Tháp", 1),
    ("Tỉnh Kiên Giang", 1),
    ("Thành phố Cần Thơ", 1),
    ("Tỉnh Bến Tre", 1),
    ("Tỉnh Nam Định", 1),
    ("Tỉnh Thái Bình", 1),
)
"""Home towns outside the district, with weights. No commune is named, so no commune code is known."""

_FIRST = ("Tân", "Mỹ", "Long", "Bình", "Hòa", "Thạnh", "Phú", "An", "Vĩnh", "Định", "Hội", "Lương", "Kiến", "Thới")
_SECOND = ("Thành", "Lợi", "Đức", "Xuyên", "Khánh", "Thuận", "Hiệp", "Quới", "Trung", "Tây", "Bửu", "Lập", "Phong")


def invented(serial: int, province: str, members: int | None = None) -> Place:
    """District number `serial` ≥ 1 for benchmarks: the shape of An Phú under names and codes that are nobody's."""
    rng = random.Random(f"place:{serial}")
    pairs = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    names = rng.sample(pairs, len(AN_PHU.communes))
    prefix = f"d{serial:03d}."
    communes = tuple(
        Commune(
            slug=f"{prefix}x{index:02d}",
            name=name,
            code=f"{(40000 + (serial - 1) * 20 + index) % 100000:05d}",
            hamlets=pattern.hamlets,
            kind=pattern.kind,
            cham=pattern.cham,
        )
        for index, (name, pattern) in enumerate(zip(names, AN_PHU.communes, strict=True), 1)
    )
    name = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {serial}"
    return Place(name, f"{prefix}h", communes, prefix, serial, province, members)
