"""The short lists that dossiers choose from (`domain.md` §8.1, §8.4), labelled as forms print them.

Codes are our own keys; abbreviations, other names and the numbers of other systems stand beside them as external codes.
Each entry says how it is known: the lists without a source in `domain.md` are general knowledge, unverified.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from orgtree.choices import Confidence, Scheme

S, S2, U = Confidence.SEEN, Confidence.SECOND_HAND, Confidence.UNVERIFIED

SHORT, OTHER = "Viết tắt", "Tên khác"
"""The two "systems" that are people: how they abbreviate an entry, and what else they call it."""
RANK_LAW = "TT 02/2021/TT-BNV"
IDENTITY_LAW = "TT 07/2016/TT-BCA"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list. `known_as`: external codes by system."""

    code: str
    name: str
    confidence: Confidence = U
    known_as: dict[str, str] = field(default_factory=dict)


def _entries(confidence: Confidence, text: str) -> tuple[Entry, ...]:
    """Lines of `code | label | abbreviation | other name`; what is not there may be left out."""
    return tuple(_entry(confidence, *(part.strip() for part in line.split("|"))) for line in text.strip().splitlines())


def _entry(confidence: Confidence, code: str, name: str, short: str = "", other: str = "") -> Entry:
    known_as = {system: text for system, text in ((SHORT, short), (OTHER, other)) if text}
    return Entry(code, name, confidence, known_as)


def _grades(top: int) -> Iterable[Entry]:
    """`top`/`top` down to 1/`top`, of the systems of twelve and of ten years."""
    return (Entry(f"{grade}/{top}", f"{grade}/{top}") for grade in range(top, 0, -1))


_SCHOOLS = """
    lower_secondary | Tốt nghiệp trung học cơ sở | THCS | Trung học cơ sở
    primary | Tốt nghiệp tiểu học | TH | Tiểu học
"""
_DEGREES = """
    bachelor | Cử nhân | CN
    engineer | Kỹ sư | KS
    physician | Bác sĩ | BS
    master | Thạc sĩ | ThS | Thạc sỹ
    doctor | Tiến sĩ | TS | Tiến sỹ
    doctor_of_science | Tiến sĩ khoa học | TSKH | Tiến sỹ khoa học
"""
_ACADEMIC = """
    associate_professor | Phó giáo sư | PGS
    professor | Giáo sư | GS
"""
_TRAINING_KINDS = """
    professional | Chuyên môn, nghiệp vụ | CMNV | Chuyên môn
    theory | Lý luận chính trị | LLCT
    state_management | Quản lý nhà nước | QLNN
    defence | Quốc phòng và an ninh | QPAN | Quốc phòng - an ninh
    party_work | Nghiệp vụ công tác Đảng
    language | Ngoại ngữ | NN
    informatics | Tin học
    minority_language | Tiếng dân tộc
    skills | Bồi dưỡng kỹ năng | | Bồi dưỡng nghiệp vụ
    other | Khác
"""
_MODES = """
    full_time | Chính quy | CQ
    in_service | Tại chức | TC
    work_and_study | Vừa làm vừa học | VLVH | Vừa học vừa làm
    concentrated | Tập trung
    part_time | Không tập trung
    bridging | Liên thông | LT
    specialised | Chuyên tu
    distance | Từ xa | TX
    short_course | Bồi dưỡng ngắn hạn | BD
"""
_LANGUAGES = """
    english | Tiếng Anh | | Anh văn
    khmer | Tiếng Khmer | | Tiếng Campuchia
    chinese | Tiếng Trung | | Hoa văn
    french | Tiếng Pháp | | Pháp văn
    russian | Tiếng Nga | | Nga văn
    japanese | Tiếng Nhật
    korean | Tiếng Hàn
    german | Tiếng Đức
    lao | Tiếng Lào
    thai | Tiếng Thái
    malay | Tiếng Mã Lai | | Tiếng Malaysia
    arabic | Tiếng Ả Rập
    other | Ngoại ngữ khác
"""
_RELATIONS = """
    father | Cha | | Bố
    mother | Mẹ | | Má
    wife | Vợ
    husband | Chồng
    child | Con | | Con ruột
    elder_brother | Anh | | Anh ruột
    elder_sister | Chị | | Chị ruột
    younger_sibling | Em | | Em ruột
    paternal_grandfather | Ông nội
    paternal_grandmother | Bà nội
    maternal_grandfather | Ông ngoại
    maternal_grandmother | Bà ngoại
    father_of_wife | Cha vợ | | Bố vợ
    mother_of_wife | Mẹ vợ
    father_of_husband | Cha chồng | | Bố chồng
    mother_of_husband | Mẹ chồng
    elder_brother_of_wife | Anh vợ
    elder_sister_of_wife | Chị vợ
    younger_sibling_of_wife | Em vợ
    elder_brother_of_husband | Anh chồng
    elder_sister_of_husband | Chị chồng
    younger_sibling_of_husband | Em chồng
    son_in_law | Con rể
    daughter_in_law | Con dâu
    adoptive_parent | Cha, mẹ nuôi
    adopted_child | Con nuôi
    uncle_or_aunt | Cô, dì, chú, bác, cậu
    other | Quan hệ khác
"""
_FAMILY_CLASSES = """
    poor_peasant | Bần nông | | Bần cố nông
    landless_peasant | Cố nông
    middle_peasant | Trung nông
    peasant | Nông dân
    rich_peasant | Phú nông
    landlord | Địa chủ
    worker | Công nhân
    cadre | Cán bộ, công chức | | Công chức
    intellectual | Trí thức
    soldier | Quân nhân
    urban_poor | Dân nghèo thành thị
    trader | Tiểu thương
    small_owner | Tiểu chủ
    petty_bourgeois | Tiểu tư sản
    bourgeois | Tư sản
    other | Khác
"""
_POLICIES = """
    martyr_family | Gia đình liệt sĩ | GĐLS | Thân nhân liệt sĩ
    martyr_child | Con liệt sĩ
    invalid | Thương binh | TB
    invalid_child | Con thương binh
    sick_soldier | Bệnh binh | BB
    merit | Gia đình có công với cách mạng | | Gia đình có công
    toxic | Người nhiễm chất độc hóa học | | Nhiễm chất độc da cam
    prisoner | Người hoạt động cách mạng bị địch bắt tù
    heroic_mother | Con Bà mẹ Việt Nam anh hùng
    hero | Anh hùng Lực lượng vũ trang, Anh hùng Lao động
    none | Không
"""
_MILITARY_RANKS = """
    private_2 | Binh nhì | B2
    private_1 | Binh nhất | B1
    corporal | Hạ sĩ | H1 | Hạ sỹ
    sergeant | Trung sĩ | H2 | Trung sỹ
    senior_sergeant | Thượng sĩ | H3 | Thượng sỹ
    aspirant | Chuẩn úy
    second_lieutenant | Thiếu úy | 1/
    lieutenant | Trung úy | 2/
    senior_lieutenant | Thượng úy | 3/
    captain | Đại úy | 4/
    major | Thiếu tá | 1//
    lieutenant_colonel | Trung tá | 2//
    colonel | Thượng tá | 3//
    senior_colonel | Đại tá | 4//
    major_general | Thiếu tướng
    lieutenant_general | Trung tướng
    colonel_general | Thượng tướng
    general | Đại tướng
"""
_COMMENDATIONS = """
    hero_of_labour | Anh hùng Lao động
    hero_of_forces | Anh hùng Lực lượng vũ trang nhân dân | AHLLVT
    independence_order | Huân chương Độc lập
    resistance_order | Huân chương Kháng chiến
    labour_order_1 | Huân chương Lao động hạng Nhất
    labour_order_2 | Huân chương Lao động hạng Nhì
    labour_order_3 | Huân chương Lao động hạng Ba
    feat_order | Huân chương Chiến công
    resistance_medal | Huy chương Kháng chiến
    soldier_medal | Huy chương Chiến sĩ vẻ vang
    premier | Bằng khen của Thủ tướng Chính phủ | BKTTg
    ministry | Bằng khen của bộ, ngành, đoàn thể Trung ương
    province | Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh | | Bằng khen UBND tỉnh
    province_party | Bằng khen của Tỉnh ủy
    district | Giấy khen của Chủ tịch Ủy ban nhân dân huyện | | Giấy khen UBND huyện
    district_party | Giấy khen của Huyện ủy
    commune | Giấy khen của Chủ tịch Ủy ban nhân dân xã | | Giấy khen UBND xã
    agency | Giấy khen của cơ quan, đơn vị
    emulation_national | Chiến sĩ thi đua toàn quốc | CSTĐTQ
    emulation_province | Chiến sĩ thi đua cấp tỉnh | CSTĐ tỉnh
    emulation_base | Chiến sĩ thi đua cơ sở | CSTĐCS | Chiến sỹ thi đua cơ sở
    advanced_worker | Lao động tiên tiến | LĐTT
    advanced_soldier | Chiến sĩ tiên tiến | CSTT
    teacher | Nhà giáo ưu tú | NGƯT
    physician | Thầy thuốc ưu tú | TTƯT
    memorial | Kỷ niệm chương | KNC
"""
_RATINGS = """
    excellent | Hoàn thành xuất sắc nhiệm vụ | HTXSNV | Hoàn thành xuất sắc
    good | Hoàn thành tốt nhiệm vụ | HTTNV | Hoàn thành tốt
    fair | Hoàn thành nhiệm vụ | HTNV | Hoàn thành
    failed | Không hoàn thành nhiệm vụ | KHTNV | Không hoàn thành
"""
_STANDINGS = """
    active | Đang sinh hoạt
    exempt | Miễn sinh hoạt
    moved | Chuyển đi | | Chuyển sinh hoạt
    dead | Từ trần | | Mất
    struck_off | Xóa tên | | Xóa tên trong danh sách
    expelled | Khai trừ
    left | Xin ra | | Xin ra khỏi Đảng
"""
_MEMBERS = """
    official | Chính thức | CT | Đảng viên chính thức
    probationary | Dự bị | DB | Đảng viên dự bị
"""
_PARTY_EVENTS = """
    expelled | Khai trừ
    admitted_again | Kết nạp lần 2 | | Kết nạp lại
    restored | Khôi phục đảng tịch
    prosecuted | Xử lý pháp luật
"""
_MORE_PARTY_EVENTS = """
    struck_off | Xóa tên
    left | Xin ra khỏi Đảng
    moved_in | Chuyển sinh hoạt đến
    moved_out | Chuyển sinh hoạt đi
    exempted | Miễn sinh hoạt đảng
    card_changed | Đổi, cấp lại thẻ đảng viên
"""
_HEALTH = """
    class_1 | Loại I | I | Rất khỏe
    class_2 | Loại II | II | Khỏe
    class_3 | Loại III | III | Trung bình
    class_4 | Loại IV | IV | Yếu
    class_5 | Loại V | V | Rất yếu
    good | Tốt
    normal | Bình thường
"""
_BLOOD = """
    A | A
    B | B
    AB | AB
    O | O
"""
_FOREIGN_KINDS = """
    official_journey | Đi nước ngoài về việc công | | Đi công tác nước ngoài
    private_journey | Đi nước ngoài về việc riêng | | Đi việc riêng
    study_abroad | Học tập, lao động ở nước ngoài
    relative_abroad | Có thân nhân ở nước ngoài
    organisation | Tham gia tổ chức nước ngoài
"""
_DECLARATIONS = """
    first | Kê khai tài sản, thu nhập lần đầu
    yearly | Kê khai tài sản, thu nhập hằng năm
    additional | Kê khai tài sản, thu nhập bổ sung
    for_cadre_work | Kê khai phục vụ công tác cán bộ
    household | Kê khai hoàn cảnh kinh tế gia đình
"""
_MEASURES = (
    Entry("reprimand", "Khiển trách", S),
    Entry("warning", "Cảnh cáo", S),
    Entry("removal", "Cách chức"),
    Entry("expulsion", "Khai trừ"),
    Entry("dismissal", "Buộc thôi việc", S2),
    Entry("pay_cut", "Hạ bậc lương"),
    Entry("demotion", "Giáng chức"),
)
_SERVICE_RANKS = (
    ("01.001", "Chuyên viên cao cấp", "CVCC"),
    ("01.002", "Chuyên viên chính", "CVC"),
    ("01.003", "Chuyên viên", "CV"),
    ("01.004", "Cán sự", "CS"),
    ("01.005", "Nhân viên", "NV"),
)
_BADGE_YEARS = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)

PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
    "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ", "026": "Vĩnh Phúc",
    "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam",
    "036": "Nam Định", "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình",
    "045": "Quảng Trị", "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi",
    "052": "Bình Định", "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận",
    "062": "Kon Tum", "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh",
    "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
    "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
"""The 63 provinces by the first three digits of an identity number. They name where a birth was registered, so that
they stay what they were before the mergers of 2025."""
_PROVINCE_NAMES = {
    "046": {OTHER: "Huế"},
    "066": {OTHER: "Đắc Lắc"},
    "067": {OTHER: "Đắc Nông"},
    "077": {SHORT: "BR-VT", OTHER: "Bà Rịa Vũng Tàu"},
    "079": {SHORT: "TP.HCM", OTHER: "TP. Hồ Chí Minh"},
}

SCHEMES: dict[Scheme, tuple[Entry, ...]] = {
    Scheme.GENERAL_EDUCATION: (*_grades(12), *_grades(10), *_entries(U, _SCHOOLS)),
    Scheme.DEGREE_TITLE: _entries(S2, _DEGREES),
    Scheme.ACADEMIC_TITLE: _entries(S2, _ACADEMIC),
    Scheme.TRAINING_KIND: _entries(U, _TRAINING_KINDS),
    Scheme.TRAINING_MODE: _entries(U, _MODES),
    Scheme.LANGUAGE: _entries(U, _LANGUAGES),
    Scheme.RELATION: _entries(U, _RELATIONS),
    Scheme.FAMILY_CLASS: _entries(U, _FAMILY_CLASSES),
    Scheme.POLICY: _entries(U, _POLICIES),
    Scheme.MILITARY_RANK: _entries(U, _MILITARY_RANKS),
    Scheme.SERVICE_RANK: tuple(
        Entry(code, name, U, {RANK_LAW: code, SHORT: short}) for code, name, short in _SERVICE_RANKS
    ),
    Scheme.COMMENDATION: _entries(U, _COMMENDATIONS),
    Scheme.DISCIPLINE: _MEASURES,
    Scheme.RATING: _entries(S2, _RATINGS),
    Scheme.PARTY_STATUS: (*_entries(U, _STANDINGS), *_entries(S2, _MEMBERS)),
    Scheme.PARTY_EVENT: (*_entries(S2, _PARTY_EVENTS), *_entries(U, _MORE_PARTY_EVENTS)),
    Scheme.BADGE: tuple(
        Entry(str(years), f"Huy hiệu {years} năm tuổi Đảng", S2, {SHORT: f"{years} năm"}) for years in _BADGE_YEARS
    ),
    Scheme.HEALTH: _entries(U, _HEALTH),
    Scheme.BLOOD: _entries(U, _BLOOD),
    Scheme.FOREIGN_KIND: _entries(U, _FOREIGN_KINDS),
    Scheme.DECLARATION: _entries(U, _DECLARATIONS),
    Scheme.PROVINCE: tuple(
        Entry(code, name, S, {IDENTITY_LAW: code, **_PROVINCE_NAMES.get(code, {})}) for code, name in PROVINCES.items()
    ),
}
