"""Numbers of law (`domain.md` §15) and targets (§1), each with basis and confidence; `basis` is shown to users."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orgtree.choices import Confidence, DossierNumber

S, S2, I, U = Confidence.SEEN, Confidence.SECOND_HAND, Confidence.INFERRED, Confidence.UNVERIFIED  # noqa: E741 - the marks of domain.md

BEGINNING = date(2010, 1, 1)
"""Where a source names no first day: the first year of which the system keeps records."""

QD50, QD377, ND356 = date(2021, 12, 27), date(2025, 10, 8), date(2026, 1, 1)
_PLAN_BASIS = "QĐ 50-QĐ/TW 27/12/2021, nay QĐ 377-QĐ/TW 08/10/2025"
_CHARTER = "Điều lệ Đảng 2011"
_COMMUNE_BASIS = "Kế hoạch của huyện (Báo An Giang 07/07/2020): cán bộ chuyên trách và công chức cấp xã"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one key over `[first, end)`; `end` None: still in force."""

    key: str
    value: str
    measure: str
    label: str
    first: date
    basis: str
    confidence: Confidence
    end: date | None = None
    divisor: int = 1


PARAMETERS = (
    Parameter("max_people_per_title", "4", "người", "Số người tối đa quy hoạch một chức danh", date(2012, 11, 5),
              "HD 15-HD/BTCTW 2012, HD 06-HD/BTCTW 2017", U, QD50),
    Parameter("max_people_per_title", "3", "người", "Số người tối đa quy hoạch một chức danh", QD50, _PLAN_BASIS, S),
    Parameter("max_titles_per_person_same_level", "3", "chức danh",
              "Số chức danh cùng cấp tối đa quy hoạch một người", BEGINNING,
              "Kế hoạch 217-KH/TU Nghệ An 14/11/2019; áp dụng cho thời gian trước QĐ 50", S2, QD50),
    Parameter("max_titles_per_person_same_level", "3", "chức danh",
              "Số chức danh cùng cấp tối đa quy hoạch một người", QD50, _PLAN_BASIS, S),
    Parameter("coefficient_min", "1.5", "lần", "Hệ số quy hoạch cấp ủy, thấp nhất", date(2012, 11, 5),
              "HD 15-HD/BTCTW 2012, HD 16-HD/BTCTW 2022", U),
    Parameter("coefficient_max", "2.0", "lần", "Hệ số quy hoạch cấp ủy, cao nhất", date(2012, 11, 5),
              "HD 15-HD/BTCTW 2012, HD 16-HD/BTCTW 2022", U),
    Parameter("women_min_plan", "25", "%", "Tỷ lệ nữ trong quy hoạch cấp tỉnh, huyện, ít nhất", QD50,
              "QĐ 50-QĐ/TW 27/12/2021", S, QD377),
    Parameter("young_min_plan", "15", "%", "Tỷ lệ trẻ trong quy hoạch cấp tỉnh, huyện, ít nhất", QD50,
              "QĐ 50-QĐ/TW 27/12/2021", S, QD377),
    Parameter("young_age_lt", "40", "tuổi", "Cán bộ trẻ: dưới tuổi", BEGINNING,
              "Áp dụng ngưỡng của NQ 26-NQ/TW cho thời gian trước đó để so sánh được", I, date(2018, 5, 19)),
    Parameter("young_age_lt", "40", "tuổi", "Cán bộ trẻ: dưới tuổi", date(2018, 5, 19),
              "NQ 26-NQ/TW 19/05/2018 theo Báo An Giang 07/07/2020; QĐ 50-QĐ/TW dùng cùng ngưỡng", S),
    Parameter("young_age_lt_central", "45", "tuổi", "Cán bộ trẻ cấp Trung ương: dưới tuổi", QD50,
              "QĐ 50-QĐ/TW 27/12/2021", S, QD377),
    Parameter("young_age_lt_district_2015", "35", "tuổi", "Cấp ủy viên trẻ cấp huyện 2015-2020: dưới tuổi",
              date(2014, 1, 1), "CT 36-CT/TW 2014", S, date(2019, 5, 30)),
    Parameter("women_min_committee", "15", "%", "Tỷ lệ nữ trong cấp ủy, ít nhất", date(2014, 1, 1),
              "CT 36-CT/TW 2014; nhiệm kỳ 2020-2025 theo Hội LHPN Việt Nam", S),
    Parameter("young_min_committee", "10", "%", "Tỷ lệ trẻ trong cấp ủy, ít nhất", date(2014, 1, 1),
              "CT 36-CT/TW 2014, CT 35-CT/TW 2019", S),
    Parameter("age_band_mid_min", "40", "%", "Tỷ lệ cấp ủy viên từ 40 đến 50 tuổi, thấp nhất", date(2019, 5, 30),
              "CT 35-CT/TW 30/05/2019", S, date(2026, 1, 1)),
    Parameter("age_band_mid_max", "50", "%", "Tỷ lệ cấp ủy viên từ 40 đến 50 tuổi, cao nhất", date(2019, 5, 30),
              "CT 35-CT/TW 30/05/2019", S, date(2026, 1, 1)),
    Parameter("plan_min_months", "60", "tháng", "Tuổi công tác còn lại để quy hoạch, ít nhất", BEGINNING,
              "Kế hoạch 217-KH/TU Nghệ An 2019 (đủ một nhiệm kỳ); áp dụng cho thời gian trước QĐ 50", S2, QD50),
    Parameter("plan_min_months", "60", "tháng", "Tuổi công tác còn lại để quy hoạch, ít nhất", QD50, _PLAN_BASIS, S),
    Parameter("plan_pref_months", "120", "tháng", "Tuổi công tác còn lại nên có (hai nhiệm kỳ)", QD50, _PLAN_BASIS, S),
    Parameter("reelect_min_months", "48", "tháng", "Tuổi công tác còn lại để tái cử, ít nhất", date(2025, 4, 14),
              "CT 45-CT/TW 14/04/2025", S),
    Parameter("quorum", "2", "phần", "Tỷ lệ có mặt trên triệu tập, ít nhất", BEGINNING, "Kiến thức chung", U,
              divisor=3),
    Parameter("pass_threshold", "50", "%", "Tỷ lệ đồng ý phải vượt quá", BEGINNING,
              "Kiến thức chung; nhân sự đại hội theo CT 35-CT/TW 2019", U),
    Parameter("surplus_max", "30", "%", "Số dư trong bầu cử, nhiều nhất", BEGINNING, "Quy chế bầu cử trong Đảng", S),
    Parameter("cell_min_members", "3", "đảng viên", "Đảng viên chính thức để lập chi bộ, ít nhất", date(2011, 1, 19),
              f"{_CHARTER}, Điều 21, 24", S),
    Parameter("committee_min_members", "30", "đảng viên", "Đảng viên để lập đảng bộ cơ sở, ít nhất",
              date(2011, 1, 19), f"{_CHARTER}, Điều 21", S),
    Parameter("cell_committee_min_members", "9", "đảng viên", "Đảng viên chính thức để bầu chi ủy, ít nhất",
              date(2016, 7, 25), "QĐ 29-QĐ/TW 25/07/2016, mục 24", S),
    Parameter("cell_committee_max_seats", "7", "người", "Số chi ủy viên, nhiều nhất", date(2016, 7, 25),
              "QĐ 29-QĐ/TW 25/07/2016, mục 24", S),
    Parameter("committee_max_grassroots", "15", "người", "Số ủy viên Ban Chấp hành đảng bộ cơ sở, nhiều nhất",
              BEGINNING, "Kiến thức chung", U),
    Parameter("standing_max_grassroots", "5", "người", "Số ủy viên Ban Thường vụ đảng ủy cơ sở, nhiều nhất",
              BEGINNING, "Kiến thức chung", U),
    Parameter("older_age_ge", "50", "tuổi", "Độ tuổi cao nhất trong ba độ tuổi: từ tuổi", BEGINNING,
              "Chỉ thị 35-CT/TW ngày 30/05/2019 (từ 40 đến 50 tuổi; trên 50: còn lại); trước đó là suy đoán", I),
    Parameter("review_months", "12", "tháng", "Quy hoạch được rà soát, bổ sung ít nhất một lần trong", BEGINNING,
              "Rà soát hằng năm (Quy định 50-QĐ/TW, 377-QĐ/TW); số tháng là suy đoán", I),
    Parameter("basically_all", "80", "%", "Được coi là “cơ bản” từ", BEGINNING,
              "Nguồn không nêu con số; 80 % là suy đoán", I),
    Parameter("small_group_min", "5", "người", "Nhóm nhỏ hơn không hiện với người không được xem từng cá nhân",
              BEGINNING, "Bảo vệ dữ liệu cá nhân (Luật 91/2025/QH15); con số là suy đoán", I),
    Parameter("commune_min_education", "3", "bậc", "Trình độ chuyên môn của cán bộ, công chức cấp xã (3: cao đẳng)",
              BEGINNING, _COMMUNE_BASIS, S),
    Parameter("commune_min_theory", "2", "bậc", "Lý luận chính trị của cán bộ, công chức cấp xã (2: trung cấp)",
              BEGINNING, f"{_COMMUNE_BASIS}; bậc là suy đoán", U),
    Parameter("commune_min_state_management", "1", "bậc",
              "Quản lý nhà nước của cán bộ, công chức cấp xã (1: cán sự)", BEGINNING,
              f"{_COMMUNE_BASIS}; bậc là suy đoán", U),
    Parameter("rights_ack_days", "2", "ngày làm việc", "Trả lời đã nhận yêu cầu về dữ liệu cá nhân, chậm nhất", ND356,
              "NĐ 356/2025/NĐ-CP, Điều 5", S2),
    Parameter("breach_hours", "72", "giờ", "Báo vi phạm dữ liệu cá nhân, chậm nhất", ND356,
              "Luật 91/2025/QH15, Điều 23", S2),
    Parameter("dpia_days", "60", "ngày", "Nộp hồ sơ đánh giá tác động, chậm nhất", ND356,
              "Luật 91/2025/QH15, Điều 21", S2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DossierNumberSeed:
    """A number that the checks of dossiers use, in force from `first`."""

    key: DossierNumber
    value: int
    basis: str
    confidence: Confidence
    first: date = BEGINNING


DOSSIER_NUMBERS = (
    DossierNumberSeed(DossierNumber.PROBATION_MONTHS, 12, f"{_CHARTER}, Điều 5", U),
    DossierNumberSeed(DossierNumber.ADMISSION_YEARS, 18, f"{_CHARTER}, Điều 1", U),
    DossierNumberSeed(DossierNumber.DEGREE_YEARS, 20, "Suy đoán: vào đại học năm 17 tuổi, học ba năm", I),
    DossierNumberSeed(DossierNumber.OLDEST_YEARS, 110, "Suy đoán", I),
)

_ARTICLE = "Báo An Giang 07/07/2020, theo NQ 26-NQ/TW 19/05/2018"


@dataclass(frozen=True, slots=True)
class TargetSeed:
    """What an indicator should reach in a year, in percent; `parameter`: the rule that gives `low` for a mere word."""

    indicator: str
    year: int
    low: Decimal | None
    high: Decimal | None
    wording: str
    basis: str
    confidence: Confidence
    parameter: str = ""


_NQ26 = "NQ 26-NQ/TW 19/05/2018, theo báo chí"

TARGETS = (
    TargetSeed("NON_LOCAL_SECRETARY_COMMUNE", 2025, None, None,
               "Cơ bản bí thư cấp ủy xã không là người địa phương", f"{_ARTICLE}; «cơ bản» là tham số", I,
               parameter="basically_all"),
    TargetSeed("NON_LOCAL_SECRETARY_DISTRICT", 2025, None, None,
               "Cơ bản bí thư cấp ủy huyện không là người địa phương",
               "Chương trình của tỉnh An Giang 2018 (tuyengiaoangiang.vn 12/11/2018); «cơ bản» là tham số", I,
               parameter="basically_all"),
    TargetSeed("WOMEN_COMMITTEE", 2030, Decimal(20), Decimal(25), "20-25 % cấp ủy viên là nữ", _NQ26, S),
    TargetSeed("WOMEN_PRESENT", 2030, Decimal(100), None, "Có cán bộ nữ trong ban thường vụ cấp ủy", _NQ26, S),
    TargetSeed("YOUNG_DISTRICT_LEADERS", 2030, Decimal(20), Decimal(25),
               "20-25 % lãnh đạo cấp huyện dưới 40 tuổi", f"{_NQ26}; điều khoản cấp huyện chưa kiểm chứng", U),
    TargetSeed("TITLE_STANDARD", 2025, Decimal(100), None,
               "Cán bộ các cấp đạt tiêu chuẩn chức danh, vị trí việc làm, khung năng lực", _ARTICLE, S),
    TargetSeed("YOUNG_KEY_LEADERS", 2030, Decimal(20), Decimal(25),
               "20-25 % cán bộ lãnh đạo chủ chốt và ủy viên ban thường vụ cấp ủy dưới 40 tuổi", _ARTICLE, S),
    TargetSeed("COMMUNE_EDU", 2030, Decimal(100), None,
               "100 % cán bộ chuyên trách, công chức cấp xã có trình độ cao đẳng, đại học trở lên và được chuẩn hóa",
               _ARTICLE, S),
    TargetSeed("WOMEN", 2030, Decimal(20), Decimal(25),
               "20-25 % nữ trong ban thường vụ cấp ủy và tổ chức đảng các cấp", _ARTICLE, S),
)  # fmt: skip

TERMS = {
    "2015-2020": (date(2015, 8, 1), date(2020, 8, 1)),
    "2020-2025": (date(2020, 8, 1), date(2025, 8, 1)),
    "2025-2030": (date(2025, 8, 1), date(2030, 8, 1)),
}
"""Terms of the committee track, counted from the month of district congresses (month inferred)."""
