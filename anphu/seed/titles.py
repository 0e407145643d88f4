"""Titles of the political system up to a district (`domain.md` §6.3), their order, and the standards asked of them.

Names are of general knowledge; ranks and standards are unverified seeds, to be replaced by what the organisation
really asks: every standard carries confidence U.
"""

from dataclasses import dataclass

from orgtree.choices import CommitteeKind, Education, Level, Side, StateManagement, Theory

Standard = tuple[Education, Theory, StateManagement]

HEAD_OF_DISTRICT: Standard = (Education.BACHELOR, Theory.ADVANCED, StateManagement.SPECIALIST)
DEPUTY_IN_DISTRICT: Standard = (Education.BACHELOR, Theory.INTERMEDIATE, StateManagement.SPECIALIST)
LEADER_OF_COMMUNE: Standard = (Education.BACHELOR, Theory.INTERMEDIATE, StateManagement.OFFICER)
CADRE_OF_COMMUNE: Standard = (Education.COLLEGE, Theory.INTERMEDIATE, StateManagement.OFFICER)
OFFICIAL_OF_COMMUNE: Standard = (Education.INTERMEDIATE, Theory.ELEMENTARY, StateManagement.OFFICER)
MEMBER_OF_COMMITTEE: Standard = (Education.INTERMEDIATE, Theory.INTERMEDIATE, StateManagement.NONE)
LEADER_OF_CELL: Standard = (Education.NONE, Theory.ELEMENTARY, StateManagement.NONE)


@dataclass(frozen=True, slots=True)
class TitleSeed:
    """One title. `standard` None: nothing is asked of its holder as such."""

    code: str
    name: str
    level: Level
    side: Side
    rank: int
    standard: Standard | None = None
    seat: str = ""
    is_head: bool = False
    is_key_leader: bool = False
    is_commune_cadre: bool = False


EXECUTIVE, STANDING, STANDING_BODY = CommitteeKind.EXECUTIVE, CommitteeKind.STANDING, CommitteeKind.STANDING_BODY


def _cells() -> list[TitleSeed]:
    level, party = Level.CELL, Side.PARTY
    return [
        TitleSeed("CELL_SECRETARY", "Bí thư chi bộ", level, party, 30, LEADER_OF_CELL, EXECUTIVE, is_head=True),
        TitleSeed("CELL_DEPUTY", "Phó Bí thư chi bộ", level, party, 20, LEADER_OF_CELL, EXECUTIVE),
        TitleSeed("CELL_MEMBER", "Chi ủy viên", level, party, 10, None, EXECUTIVE),
    ]


def _grassroots() -> list[TitleSeed]:
    level, party = Level.GRASSROOTS, Side.PARTY
    leader = (*DEPUTY_IN_DISTRICT[:2], StateManagement.OFFICER)
    return [
        TitleSeed(
            "GRASSROOTS_SECRETARY",
            "Bí thư Đảng ủy cơ sở",
            level,
            party,
            100,
            leader,
            STANDING,
            True,
            is_key_leader=True,
        ),
        TitleSeed("GRASSROOTS_DEPUTY", "Phó Bí thư Đảng ủy cơ sở", level, party, 85, leader, STANDING, False, True),
        TitleSeed(
            "GRASSROOTS_STANDING_MEMBER", "Ủy viên Ban Thường vụ Đảng ủy cơ sở", level, party, 70, leader, STANDING
        ),
        TitleSeed(
            "GRASSROOTS_EXECUTIVE_MEMBER", "Đảng ủy viên cơ sở", level, party, 50, MEMBER_OF_COMMITTEE, EXECUTIVE
        ),
        TitleSeed(
            "SECTION_SECRETARY",
            "Bí thư Đảng ủy bộ phận",
            level,
            party,
            40,
            MEMBER_OF_COMMITTEE,
            EXECUTIVE,
            is_head=True,
        ),
        TitleSeed("SECTION_DEPUTY", "Phó Bí thư Đảng ủy bộ phận", level, party, 35, MEMBER_OF_COMMITTEE, EXECUTIVE),
        TitleSeed("SECTION_MEMBER", "Ủy viên Đảng ủy bộ phận", level, party, 30, None, EXECUTIVE),
    ]


def _commune_leader(code, name, side, rank, seat="", is_head=False, is_key_leader=True) -> TitleSeed:
    return TitleSeed(code, name, Level.COMMUNE, side, rank, LEADER_OF_COMMUNE, seat, is_head, is_key_leader, True)


def _commune_cadre(code, name, rank, standard, side=Side.FRONT, is_head=True) -> TitleSeed:
    return TitleSeed(code, name, Level.COMMUNE, side, rank, standard, is_head=is_head, is_commune_cadre=True)


def _communes() -> list[TitleSeed]:
    """Cadres by article 61 of the Law on Cadres and Civil Servants of 2008, officials by name of their work."""
    level, party, government = Level.COMMUNE, Side.PARTY, Side.GOVERNMENT
    leaders = [
        _commune_leader("COMMUNE_SECRETARY", "Bí thư Đảng ủy cấp xã", party, 100, STANDING_BODY, is_head=True),
        _commune_leader("COMMUNE_DEPUTY_STANDING", "Phó Bí thư Thường trực Đảng ủy cấp xã", party, 90, STANDING_BODY),
        _commune_leader("COMMUNE_DEPUTY", "Phó Bí thư Đảng ủy cấp xã", party, 85, STANDING_BODY),
        _commune_leader("COMMUNE_COUNCIL_CHAIR", "Chủ tịch HĐND cấp xã", government, 88, is_head=True),
        _commune_leader("COMMUNE_COUNCIL_VICE", "Phó Chủ tịch HĐND cấp xã", government, 65),
        _commune_leader("COMMUNE_CHAIR", "Chủ tịch UBND cấp xã", government, 82, is_head=True),
        _commune_leader("COMMUNE_VICE_CHAIR", "Phó Chủ tịch UBND cấp xã", government, 62),
    ]
    seats = [
        TitleSeed(
            "COMMUNE_STANDING_MEMBER",
            "Ủy viên Ban Thường vụ Đảng ủy cấp xã",
            level,
            party,
            70,
            CADRE_OF_COMMUNE,
            STANDING,
        ),
        TitleSeed("COMMUNE_EXECUTIVE_MEMBER", "Đảng ủy viên cấp xã", level, party, 50, MEMBER_OF_COMMITTEE, EXECUTIVE),
    ]
    front = [
        _commune_cadre("COMMUNE_FRONT", "Chủ tịch Ủy ban MTTQ Việt Nam cấp xã", 60, CADRE_OF_COMMUNE),
        _commune_cadre("COMMUNE_FARMERS", "Chủ tịch Hội Nông dân cấp xã", 43, CADRE_OF_COMMUNE),
        _commune_cadre("COMMUNE_VETERANS", "Chủ tịch Hội Cựu chiến binh cấp xã", 42, OFFICIAL_OF_COMMUNE),
        _commune_cadre("COMMUNE_WOMEN", "Chủ tịch Hội Liên hiệp Phụ nữ cấp xã", 41, CADRE_OF_COMMUNE),
        _commune_cadre("COMMUNE_YOUTH", "Bí thư Đoàn Thanh niên cấp xã", 40, CADRE_OF_COMMUNE),
    ]
    officials = {
        "COMMUNE_POLICE": ("Trưởng Công an cấp xã", 33),
        "COMMUNE_MILITARY": ("Chỉ huy trưởng Ban Chỉ huy Quân sự cấp xã", 32),
        "COMMUNE_OFFICE": ("Công chức Văn phòng - Thống kê", 20),
        "COMMUNE_LAND": ("Công chức Địa chính - Xây dựng", 20),
        "COMMUNE_FINANCE": ("Công chức Tài chính - Kế toán", 20),
        "COMMUNE_JUSTICE": ("Công chức Tư pháp - Hộ tịch", 20),
        "COMMUNE_CULTURE": ("Công chức Văn hóa - Xã hội", 20),
    }
    return (
        leaders
        + seats
        + front
        + [_commune_cadre(c, n, r, OFFICIAL_OF_COMMUNE, government, False) for c, (n, r) in officials.items()]
    )


DISTRICT_BODIES = {
    "ORGANISATION": ("Trưởng Ban", "Phó Trưởng Ban", "Tổ chức Huyện ủy", Side.PARTY),
    "PROPAGANDA": ("Trưởng Ban", "Phó Trưởng Ban", "Tuyên giáo Huyện ủy", Side.PARTY),
    "INSPECTION": ("Chủ nhiệm", "Phó Chủ nhiệm", "Ủy ban Kiểm tra Huyện ủy", Side.PARTY),
    "MASS": ("Trưởng Ban", "Phó Trưởng Ban", "Dân vận Huyện ủy", Side.PARTY),
    "PARTY_OFFICE": ("Chánh", "Phó Chánh", "Văn phòng Huyện ủy", Side.PARTY),
    "POLITICAL_CENTRE": ("Giám đốc", "Phó Giám đốc", "Trung tâm Bồi dưỡng chính trị huyện", Side.PARTY),
    "FRONT": ("Chủ tịch", "Phó Chủ tịch", "Ủy ban MTTQ Việt Nam huyện", Side.FRONT),
    "YOUTH": ("Bí thư", "Phó Bí thư", "Huyện Đoàn", Side.FRONT),
    "WOMEN": ("Chủ tịch", "Phó Chủ tịch", "Hội Liên hiệp Phụ nữ huyện", Side.FRONT),
    "FARMERS": ("Chủ tịch", "Phó Chủ tịch", "Hội Nông dân huyện", Side.FRONT),
    "VETERANS": ("Chủ tịch", "Phó Chủ tịch", "Hội Cựu chiến binh huyện", Side.FRONT),
    "LABOUR": ("Chủ tịch", "Phó Chủ tịch", "Liên đoàn Lao động huyện", Side.FRONT),
    "COUNCIL_OFFICE": ("Chánh", "Phó Chánh", "Văn phòng HĐND và UBND huyện", Side.GOVERNMENT),
    "INSPECTORATE": ("Chánh", "Phó Chánh", "Thanh tra huyện", Side.GOVERNMENT),
    "HOME": ("Trưởng phòng", "Phó Trưởng phòng", "Nội vụ", Side.GOVERNMENT),
    "JUSTICE": ("Trưởng phòng", "Phó Trưởng phòng", "Tư pháp", Side.GOVERNMENT),
    "FINANCE": ("Trưởng phòng", "Phó Trưởng phòng", "Tài chính - Kế hoạch", Side.GOVERNMENT),
    "INFRASTRUCTURE": ("Trưởng phòng", "Phó Trưởng phòng", "Kinh tế và Hạ tầng", Side.GOVERNMENT),
    "AGRICULTURE": ("Trưởng phòng", "Phó Trưởng phòng", "Nông nghiệp và Phát triển nông thôn", Side.GOVERNMENT),
    "ENVIRONMENT": ("Trưởng phòng", "Phó Trưởng phòng", "Tài nguyên và Môi trường", Side.GOVERNMENT),
    "SOCIAL": ("Trưởng phòng", "Phó Trưởng phòng", "Lao động - Thương binh và Xã hội", Side.GOVERNMENT),
    "CULTURE": ("Trưởng phòng", "Phó Trưởng phòng", "Văn hóa và Thông tin", Side.GOVERNMENT),
    "EDUCATION": ("Trưởng phòng", "Phó Trưởng phòng", "Giáo dục và Đào tạo", Side.GOVERNMENT),
    "HEALTH": ("Trưởng phòng", "Phó Trưởng phòng", "Y tế", Side.GOVERNMENT),
    "ETHNIC": ("Trưởng phòng", "Phó Trưởng phòng", "Dân tộc", Side.GOVERNMENT),
    "COUNCIL_BOARD": ("Trưởng ban", "Phó Trưởng ban", "HĐND huyện", Side.GOVERNMENT),
}
"""Bodies of a district: word for the head, for a deputy, and the body's name."""


def _district_bodies() -> list[TitleSeed]:
    seeds = []
    for body, (head, deputy, name, side) in DISTRICT_BODIES.items():
        asked = (HEAD_OF_DISTRICT, DEPUTY_IN_DISTRICT)
        seeds += [
            TitleSeed(f"DISTRICT_{body}_HEAD", f"{head} {name}", Level.DISTRICT, side, 55, asked[0], is_head=True),
            TitleSeed(f"DISTRICT_{body}_DEPUTY", f"{deputy} {name}", Level.DISTRICT, side, 40, asked[1]),
        ]
    return seeds


def _district_leader(code, name, side, rank, seat="", is_head=False, is_key_leader=True) -> TitleSeed:
    return TitleSeed(code, name, Level.DISTRICT, side, rank, HEAD_OF_DISTRICT, seat, is_head, is_key_leader)


def _district() -> list[TitleSeed]:
    party, government = Side.PARTY, Side.GOVERNMENT
    return [
        _district_leader("DISTRICT_SECRETARY", "Bí thư Huyện ủy", party, 100, STANDING_BODY, is_head=True),
        _district_leader("DISTRICT_DEPUTY_STANDING", "Phó Bí thư Thường trực Huyện ủy", party, 95, STANDING_BODY),
        _district_leader("DISTRICT_DEPUTY", "Phó Bí thư Huyện ủy", party, 92, STANDING_BODY),
        _district_leader(
            "DISTRICT_STANDING_MEMBER", "Ủy viên Ban Thường vụ Huyện ủy", party, 80, STANDING, is_key_leader=False
        ),
        _district_leader("DISTRICT_EXECUTIVE_MEMBER", "Huyện ủy viên", party, 60, EXECUTIVE, is_key_leader=False),
        _district_leader("DISTRICT_COUNCIL_CHAIR", "Chủ tịch HĐND huyện", government, 91, is_head=True),
        _district_leader("DISTRICT_COUNCIL_VICE", "Phó Chủ tịch HĐND huyện", government, 75),
        _district_leader("DISTRICT_CHAIR", "Chủ tịch UBND huyện", government, 90, is_head=True),
        _district_leader("DISTRICT_VICE_CHAIR", "Phó Chủ tịch UBND huyện", government, 74),
        _district_leader("DISTRICT_POLICE", "Trưởng Công an huyện", government, 65, is_head=True, is_key_leader=False),
        _district_leader(
            "DISTRICT_MILITARY", "Chỉ huy trưởng Ban CHQS huyện", government, 65, is_head=True, is_key_leader=False
        ),
        *_district_bodies(),
    ]


TITLES: tuple[TitleSeed, ...] = (*_cells(), *_grassroots(), *_communes(), *_district())
STANDARD_BASIS = "Kiến thức chung, chưa kiểm chứng: thay bằng quy định của cấp có thẩm quyền"
