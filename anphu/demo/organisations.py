"""Which organisations a district has, and how they changed: 21 committees, 36 grassroots cells, and what is below.

The composition is inferred (`domain.md` §11: no source lists the 57), the days of changes are invented.
"""

import random
from dataclasses import replace
from datetime import date

from anphu.demo.places import AN_PHU, TOWN, Commune, Place
from anphu.demo.tree import DAY, FOUNDED, MEMBERS, SECTORS, Node, Tree, sizes
from anphu.kit.names import fold
from orgtree.choices import Kind, Sector

COMMITTEE, CELL, SECTION, SUBORDINATE = (
    Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL, Kind.SECTION_COMMITTEE, Kind.SUBORDINATE_CELL,
)  # fmt: skip

# Cells of every commune besides its hamlets: slug, name, setting, weight.
COMMUNE_CELLS = (
    ("dang", "Cơ quan Đảng - Đoàn thể {}", "commune_office", 15),
    ("cq", "Cơ quan Chính quyền {}", "commune_office", 21),
    ("qs", "Quân sự {}", "military", 9),
    ("ca", "Công an {}", "police", 8),
    ("tyt", "Trạm Y tế {}", "health", 8),
    ("th-a", "Trường Tiểu học A {}", "school", 18),
    ("thcs", "Trường THCS {}", "school", 19),
    ("mg", "Trường Mẫu giáo {}", "school", 11),
)
SECOND_PRIMARY = {"khanh-an", "quoc-thai", "phu-huu", "phuoc-hung", "vinh-loc", "da-phuoc"}
POLICE_CELLS_SINCE = (date(2016, 11, 1), date(2017, 8, 1), date(2018, 6, 1))

# The other seven committees: slug, name, sector, cells (slug, name, setting, weight), section committee with its cells.
OTHERS = (
    ("huyen-uy", "Cơ quan Huyện ủy", Sector.PARTY, (
        ("vp", "Văn phòng Huyện ủy", "agency", 12), ("to-chuc", "Ban Tổ chức Huyện ủy", "agency", 9),
        ("kiem-tra", "Ủy ban Kiểm tra Huyện ủy", "agency", 8), ("tuyen-giao", "Ban Tuyên giáo Huyện ủy", "agency", 8),
    ), None),
    ("chinh-quyen", "Cơ quan Chính quyền huyện", Sector.GOVERNMENT, (
        ("vp", "Văn phòng HĐND và UBND huyện", "agency", 20),
        ("qlda", "Ban Quản lý dự án đầu tư xây dựng", "agency", 9),
        ("quy-dat", "Trung tâm Phát triển quỹ đất", "agency", 6), ("khuyen-nong", "Trạm Khuyến nông", "agency", 6),
        ("thu-y", "Trạm Chăn nuôi và Thú y", "agency", 6), ("bvtv", "Trạm Trồng trọt và Bảo vệ thực vật", "agency", 6),
    ), ("Khối sự nghiệp nông nghiệp", date(2016, 8, 1), ("khuyen-nong", "thu-y", "bvtv"))),
    ("cong-an", "Công an huyện", Sector.FORCES, (
        ("tham-muu", "Đội Tham mưu", "police", 16), ("an-ninh", "Đội An ninh", "police", 24),
        ("hinh-su", "Đội Cảnh sát hình sự", "police", 22), ("ma-tuy", "Đội Cảnh sát ma túy", "police", 17),
        ("giao-thong", "Đội Cảnh sát giao thông - trật tự", "police", 24),
        ("hanh-chinh", "Đội Cảnh sát quản lý hành chính", "police", 20),
        ("dieu-tra", "Đội Điều tra tổng hợp", "police", 18), ("tam-giu", "Nhà tạm giữ", "police", 15),
    ), ("Khối Cảnh sát", date(2014, 3, 1), ("hinh-su", "ma-tuy", "giao-thong", "hanh-chinh"))),
    ("quan-su", "Quân sự huyện", Sector.FORCES, (
        ("tham-muu", "Ban Tham mưu", "military", 18), ("chinh-tri", "Ban Chính trị", "military", 12),
        ("hau-can", "Ban Hậu cần - Kỹ thuật", "military", 14), ("dai-doi", "Đại đội Bộ binh", "military", 16),
    ), None),
    ("y-te", "Trung tâm Y tế huyện", Sector.HEALTH, (
        ("hanh-chinh", "Khối Hành chính", "health", 18), ("noi", "Khoa Nội - Nhiễm", "health", 17),
        ("ngoai", "Khoa Ngoại - Gây mê", "health", 15), ("san-nhi", "Khoa Sản - Nhi", "health", 16),
        ("duoc", "Khoa Dược - Cận lâm sàng", "health", 14), ("du-phong", "Khoa Kiểm soát bệnh tật", "health", 15),
        ("dan-so", "Phòng Dân số", "health", 9),
    ), ("Khối điều trị", date(2012, 3, 1), ("noi", "ngoai", "san-nhi"))),
    ("giao-duc", "Phòng Giáo dục và Đào tạo huyện", Sector.EDUCATION, (
        ("phong", "Cơ quan Phòng Giáo dục và Đào tạo", "agency", 13),
        ("boi-duong", "Trường Bồi dưỡng giáo dục huyện", "school", 8),
        ("noi-tru", "Trường THCS Dân tộc nội trú", "school", 13),
        ("mn-hoa-sen", "Trường Mầm non Hoa Sen", "school", 11),
    ), None),
    ("thpt-an-phu", "Trường THPT {}", Sector.EDUCATION, (
        ("tu-nhien", "Khối Tự nhiên", "school", 14), ("xa-hoi", "Khối Xã hội", "school", 14),
        ("van-phong", "Văn phòng", "school", 10),
    ), None),
)  # fmt: skip
RAISED = "thpt-an-phu"
RAISED_ON = date(2017, 10, 1)

# 34 of the 36 grassroots cells: slug, name, sector, members. The other two have a history of their own, below.
GRASSROOTS_CELLS = (
    ("dan-van", "Ban Dân vận Huyện ủy", Sector.PARTY, 7),
    ("chinh-tri", "Trung tâm Bồi dưỡng chính trị huyện", Sector.PARTY, 8),
    ("mttq", "Ủy ban MTTQ Việt Nam huyện", Sector.FRONT, 10),
    ("huyen-doan", "Huyện Đoàn", Sector.FRONT, 11),
    ("phu-nu", "Hội Liên hiệp Phụ nữ huyện", Sector.FRONT, 8),
    ("nong-dan", "Hội Nông dân huyện", Sector.FRONT, 9),
    ("ccb", "Hội Cựu chiến binh huyện", Sector.FRONT, 8),
    ("ldld", "Liên đoàn Lao động huyện", Sector.FRONT, 7),
    ("chu-thap-do", "Hội Chữ thập đỏ huyện", Sector.FRONT, 6),
    ("thanh-tra", "Thanh tra huyện", Sector.GOVERNMENT, 8),
    ("noi-vu", "Phòng Nội vụ", Sector.GOVERNMENT, 13),
    ("tu-phap", "Phòng Tư pháp", Sector.GOVERNMENT, 8),
    ("tai-chinh", "Phòng Tài chính - Kế hoạch", Sector.GOVERNMENT, 14),
    ("ha-tang", "Phòng Kinh tế và Hạ tầng", Sector.GOVERNMENT, 13),
    ("nong-nghiep", "Phòng Nông nghiệp và Phát triển nông thôn", Sector.GOVERNMENT, 14),
    ("tnmt", "Phòng Tài nguyên và Môi trường", Sector.GOVERNMENT, 15),
    ("ldtbxh", "Phòng Lao động - Thương binh và Xã hội", Sector.GOVERNMENT, 12),
    ("vhtt", "Phòng Văn hóa và Thông tin", Sector.GOVERNMENT, 9),
    ("phong-y-te", "Phòng Y tế", Sector.HEALTH, 6),
    ("dan-toc", "Phòng Dân tộc", Sector.GOVERNMENT, 6),
    ("thong-ke", "Chi cục Thống kê huyện", Sector.GOVERNMENT, 8),
    ("thue", "Chi cục Thuế huyện", Sector.GOVERNMENT, 27),
    ("kho-bac", "Kho bạc Nhà nước {}", Sector.GOVERNMENT, 12),
    ("bhxh", "Bảo hiểm xã hội huyện", Sector.GOVERNMENT, 13),
    ("agribank", "Ngân hàng Nông nghiệp và PTNT chi nhánh {}", Sector.ENTERPRISE, 24),
    ("nhcsxh", "Phòng giao dịch Ngân hàng Chính sách xã hội huyện", Sector.ENTERPRISE, 9),
    ("buu-dien", "Bưu điện huyện", Sector.ENTERPRISE, 11),
    ("vien-thong", "Viễn thông {}", Sector.ENTERPRISE, 8),
    ("dien-luc", "Điện lực {}", Sector.ENTERPRISE, 25),
    ("thads", "Chi cục Thi hành án dân sự huyện", Sector.JUDICIARY, 12),
    ("toa-an", "Tòa án nhân dân huyện", Sector.JUDICIARY, 14),
    ("vks", "Viện Kiểm sát nhân dân huyện", Sector.JUDICIARY, 13),
    ("thpt-quoc-thai", "Trường THPT Quốc Thái", Sector.EDUCATION, 28),
    ("thpt-vinh-loc", "Trường THPT Vĩnh Lộc", Sector.EDUCATION, 26),
)
SCHOOL_SECTIONS = {"tt-an-phu": date(2018, 9, 1), "phu-huu": date(2019, 9, 1)}
MOVED_SCHOOL_ON = date(2017, 9, 1)
RENAMED_ON = date(2017, 4, 1)
MERGED_ON = date(2019, 7, 1)


def build(place: Place) -> Tree:
    """The tree of `place` with all its changes up to the demo's day, and the size of every cell on that day."""
    tree = Tree(place)
    tree.add(place.slug, f"Đảng bộ huyện {place.name}", f"huyện {place.name}", Kind.DISTRICT, None)
    rng = random.Random(f"tree:{place.serial}")
    for index, commune in enumerate(place.communes):
        _commune(tree, commune, _pattern(place, index), rng)
    for row in OTHERS:
        _other(tree, *row)
    for row in GRASSROOTS_CELLS:
        _grassroots_cell(tree, *row)
    _move_a_school(tree)
    _rename_a_centre(tree)
    _merge_two_cells(tree)
    for cell in tree.cells(DAY):
        if cell.on(DAY).kind == SUBORDINATE:
            cell.weight *= rng.uniform(0.75, 1.25)
    for cell, size in sizes(tree.cells(DAY), place.members or MEMBERS).items():
        cell.size = size
    return tree


def _pattern(place: Place, index: int) -> str:
    """The slug of the commune of An Phú whose shape a commune has."""
    return AN_PHU.communes[index].slug


def _commune(tree: Tree, commune: Commune, pattern: str, rng: random.Random) -> None:
    start = date(2003, 8, 1) if pattern == "tt-long-binh" else FOUNDED
    where = {"sector": Sector.COMMUNE, "commune_code": commune.code}
    committee = tree.add(commune.slug, f"Đảng bộ {commune.label}", commune.label, COMMITTEE, tree.root, start, **where)
    for hamlet in commune.hamlets:
        slug = fold(hamlet).replace(" ", "-")
        slug += "-2" if f"{commune.slug}.{slug}" in tree.by_code else ""  # Phú Thành and Phú Thạnh
        _cell(tree, committee, slug, f"ấp {hamlet}", "hamlet", 31, start, **where)
    rows = COMMUNE_CELLS + ((("th-b", "Trường Tiểu học B {}", "school", 15),) if pattern in SECOND_PRIMARY else ())
    for slug, name, setting, weight in rows:
        founded = max(start, _founded(slug, rng))
        cell = _cell(tree, committee, slug, name.format(commune.name), setting, weight, founded, commune.code)
        if founded > start:
            cell.origins = [tree.by_code[f"{commune.slug}.{'th-a' if setting == 'school' else 'cq'}"]]
    _school_section(tree, committee, commune, pattern)


def _founded(slug: str, rng: random.Random) -> date:
    """When the cell of a school or post came into being; the offices are as old as the commune."""
    if slug == "ca":
        return rng.choice(POLICE_CELLS_SINCE)
    if slug == "th-b":
        return date(rng.choice((2012, 2016, 2017, 2018)), 10, 1)
    if slug == "mg":
        return date(rng.choice((1999, 2004, 2008, 2012, 2016)), 10, 1)
    return FOUNDED


def _school_section(tree: Tree, committee: Node, commune: Commune, pattern: str) -> None:
    """In two communes the schools' cells stand under a section committee since some autumn."""
    if pattern not in SCHOOL_SECTIONS:
        return
    since = SCHOOL_SECTIONS[pattern]
    section = _section(tree, committee, f"Khối trường học {commune.label}", since, commune_code=commune.code)
    for slug in ("mg", "th-a", "thcs", "th-b"):
        if cell := tree.by_code.get(f"{commune.slug}.{slug}"):
            cell.changes_on(since, parent=section)


def _other(tree: Tree, slug: str, name: str, sector: Sector, cells: tuple, section: tuple | None) -> None:
    full = name.format(tree.place.name)
    code = f"{tree.place.prefix}{slug}"
    start = FOUNDED
    if slug == RAISED:
        committee = tree.add(code, f"Chi bộ {full}", full, CELL, tree.root, sector=sector, setting="school")
        committee.changes_on(RAISED_ON, name=f"Đảng bộ {full}", kind=COMMITTEE)
        start = RAISED_ON
    else:
        committee = tree.add(code, f"Đảng bộ {full}", full, COMMITTEE, tree.root, sector=sector)
    for cell_slug, cell_name, setting, weight in cells:
        cell = _cell(tree, committee, cell_slug, cell_name, setting, weight, start, sector=sector)
        cell.origins = [committee] if slug == RAISED else []
    if section:
        below = _section(tree, committee, section[0], section[1], sector=sector)
        for cell_slug in section[2]:
            tree.by_code[f"{code}.{cell_slug}"].changes_on(section[1], parent=below)


def _cell(tree, committee, slug, name, setting, weight, start, commune_code="", sector="") -> Node:
    return tree.add(
        f"{committee.code}.{slug}", f"Chi bộ {name}", name, SUBORDINATE, committee, start, setting=setting,
        weight=weight, sector=sector or SECTORS[setting], commune_code=commune_code,
    )  # fmt: skip


def _section(tree, committee, name, start, **where) -> Node:
    where.setdefault("sector", Sector.EDUCATION)
    return tree.add(f"{committee.code}.bo-phan", f"Đảng bộ bộ phận {name}", name, SECTION, committee, start, **where)


def _grassroots_cell(tree, slug, name, sector, members, start=FOUNDED) -> Node:
    name = name.format(tree.place.name)
    setting = "school" if sector == Sector.EDUCATION else "agency"
    return tree.add(
        f"{tree.place.prefix}{slug}", f"Chi bộ {name}", name, CELL, tree.root, start, sector=sector, setting=setting,
        weight=members,
    )  # fmt: skip


def _move_a_school(tree: Tree) -> None:
    """A kindergarten stood under the education committee before it came to the town's."""
    town = next(commune for commune in tree.place.communes if commune.kind == TOWN)
    school = tree.by_code[f"{town.slug}.mg"]
    first = school.versions[0]
    school.versions.insert(0, replace(first, end=MOVED_SCHOOL_ON, parent=tree.at("giao-duc")))
    first.start = MOVED_SCHOOL_ON
    school.origins = []


def _rename_a_centre(tree: Tree) -> None:
    cell = _grassroots_cell(tree, "gdnn", "Trung tâm Dạy nghề huyện", Sector.EDUCATION, 16, date(2007, 6, 1))
    name = "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện"
    cell.changes_on(RENAMED_ON, name=f"Chi bộ {name}", short_name=name)
    cell.origins = [tree.at("giao-duc.phong")]


def _merge_two_cells(tree: Tree) -> None:
    """Culture centre and radio station became one in 2019; their cells ended with them."""
    old = [
        _grassroots_cell(tree, "tt-van-hoa", "Trung tâm Văn hóa - Thể thao huyện", Sector.GOVERNMENT, 9),
        _grassroots_cell(tree, "dai-tt", "Đài Truyền thanh huyện", Sector.GOVERNMENT, 8),
    ]
    for cell in old:
        cell.versions[-1].end = MERGED_ON
    name = "Trung tâm Văn hóa, Thể thao và Truyền thanh huyện"
    merged = _grassroots_cell(tree, "vh-tt-tt", name, Sector.GOVERNMENT, 17, MERGED_ON)
    merged.origins = old
