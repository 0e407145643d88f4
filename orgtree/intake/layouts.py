"""The three layouts of lists that are offered: declared once for template, export and import."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgtree.intake.columns import Column, column


@dataclass(frozen=True)
class Place:
    """A column of a layout: its heading as the official list prints it, and what it fills (nothing: only printed).

    `over`: the heading above it, where the list has two rows of them; `needed`: marked with an asterisk.
    """

    heading: str
    key: str = ""
    over: str = ""
    needed: bool = False
    width: int = 16

    @property
    def column(self) -> Column | None:
        return column(self.key) if self.key else None


@dataclass(frozen=True)
class Layout:
    """A kind of list. `title` stands above it; `years`: how many years of ratings before the day it has."""

    code: str
    label: object
    title: str
    places: tuple[Place, ...]
    years: int = 0
    notes: tuple = field(default=())

    def on(self, day) -> "tuple[Place, ...]":
        """The columns for a list of `day`: the years of ratings are those before it."""
        found = []
        for place in self.places:
            if place.key != "ratings.rating":
                found.append(place)
                continue
            for year in range(day.year - self.years, day.year):
                found.append(Place(f"Xếp loại {year}", f"ratings.rating@{year}", place.over, width=14))
        return tuple(found)


_RATED = Place("Xếp loại", "ratings.rating")
FULL = Layout(
    "full",
    _("full dossier list, 40 columns"),
    "DANH SÁCH HỒ SƠ CÁN BỘ, ĐẢNG VIÊN",
    (
        Place("TT", width=6),
        Place("Họ và tên", "core.full_name", needed=True, width=26),
        Place("Tên khác", "core.other_name"),
        Place("Giới tính", "core.sex", needed=True, width=10),
        Place("Ngày sinh", "core.birth_date", needed=True, width=12),
        Place("Dân tộc", "core.ethnic_group", needed=True, width=10),
        Place("Tôn giáo", "core.religion", needed=True),
        Place("Quê quán", "core.home_town", width=30),
        Place("Mã xã quê quán", "core.home_commune_code", width=10),
        Place("Số CCCD", "core.identity_number", width=15),
        Place("Số thẻ đảng", "core.party_card", width=15),
        Place("Trình độ chuyên môn", "core.education"),
        Place("Lý luận chính trị", "core.theory"),
        Place("Quản lý nhà nước", "core.state_management"),
        Place("Chi bộ", "memberships.unit", needed=True, width=30),
        Place("Sinh hoạt từ ngày", "memberships.period", width=12),
        Place("Ngày vào Đảng", "memberships.admitted_on", needed=True, width=12),
        Place("Ngày chính thức", "memberships.official_on", width=12),
        Place("Nơi sinh", "contact.birth_place", width=30),
        Place("Nơi đăng ký khai sinh", "contact.birth_registered_at", width=30),
        Place("Thường trú", "contact.residence", width=30),
        Place("Nơi ở hiện nay", "contact.lives_at", width=30),
        Place("Điện thoại", "contact.phone"),
        Place("Thư điện tử", "contact.email"),
        Place("Ngày cấp CCCD", "papers.identity_issued_on", width=12),
        Place("Nơi cấp CCCD", "papers.identity_issued_by", width=24),
        Place("CMND cũ", "papers.old_identity_number", width=12),
        Place("Ngày cấp thẻ", "papers.party_card_issued_on", width=12),
        Place("Nơi cấp thẻ", "papers.party_card_issued_by", width=24),
        Place("Số thẻ theo QĐ 85", "papers.old_party_card", width=12),
        Place("Số lý lịch", "papers.profile_number", width=12),
        Place("Giáo dục phổ thông", "schooling.general_education", width=12),
        Place("Chuyên ngành", "schooling.major", width=24),
        Place("Học vị", "schooling.degree_title", width=12),
        Place("Tin học", "schooling.informatics", width=12),
        Place("Tiếng dân tộc", "schooling.minority_language", width=12),
        Place("Ngoại ngữ", "languages.language@1", width=14),
        Place("Trình độ ngoại ngữ", "languages.level@1", width=14),
        _RATED,
    ),
    years=3,
)
MEMBER_2025 = Layout(
    "member_2025",
    _("member file of 2025, 28 columns"),
    "DỮ LIỆU ĐẢNG VIÊN",
    (
        Place("ID", width=8),
        Place("Họ và tên", "core.full_name", needed=True, width=26),
        Place("Tên khác", "core.other_name"),
        Place("Giới tính", "core.sex", needed=True, width=10),
        Place("Sinh ngày", "core.birth_date", needed=True, width=12),
        Place("Dân tộc", "core.ethnic_group", needed=True, width=10),
        Place("Tôn giáo", "core.religion", needed=True),
        Place("Số định danh", "core.identity_number", needed=True, width=15),
        Place("Số thẻ Đảng 12 số", "core.party_card", width=15),
        Place("Nơi cấp thẻ", "papers.party_card_issued_by", width=24),
        Place("Ngày cấp thẻ", "papers.party_card_issued_on", width=12),
        Place("Số thẻ theo QĐ 85", "papers.old_party_card", width=12),
        Place("Tổ chức sinh hoạt", "memberships.unit", needed=True, width=30),
        Place("Quốc gia", "contact.birth_registered_at:country", over="Nơi khai sinh", width=10),
        Place("Tỉnh", "contact.birth_registered_at:province", over="Nơi khai sinh"),
        Place("Địa chỉ", "contact.birth_registered_at:address", over="Nơi khai sinh", width=26),
        Place("Quốc gia", "core.home_town:country", over="Quê quán", width=10),
        Place("Tỉnh", "core.home_town:province", over="Quê quán"),
        Place("Địa chỉ", "core.home_town:address", over="Quê quán", width=26),
        Place("Quốc gia", "contact.residence:country", over="Thường trú", width=10),
        Place("Tỉnh", "contact.residence:province", over="Thường trú"),
        Place("Địa chỉ", "contact.residence:address", over="Thường trú", width=26),
        Place("Ngày vào Đảng", "memberships.admitted_on", width=12),
        Place("Ngày chính thức", "memberships.official_on", width=12),
        Place("CMND cũ", "papers.old_identity_number", width=12),
        Place("Trạng thái", "party.status"),
        Place("Ngày miễn sinh hoạt", "party.exempt_since", width=12),
        Place("Đề nghị xóa", width=10),
    ),
)
SUMMARY = Layout(
    "summary",
    pgettext_lazy("layout", "summary list (trích ngang)"),
    "DANH SÁCH TRÍCH NGANG CÁN BỘ",
    (
        Place("TT", width=6),
        Place("Họ và tên", "core.full_name", needed=True, width=26),
        Place("Nam", "core.birth_date:M", over="Ngày, tháng, năm sinh", width=12),
        Place("Nữ", "core.birth_date:F", over="Ngày, tháng, năm sinh", width=12),
        Place("Dân tộc", "core.ethnic_group", width=10),
        Place("Tôn giáo", "core.religion"),
        Place("Quê quán", "core.home_town", width=30),
        Place("Vào Đảng", "memberships.admitted_on", over="Ngày vào Đảng", width=12),
        Place("Chính thức", "memberships.official_on", over="Ngày vào Đảng", width=12),
        Place("GDPT", "schooling.general_education", over="Trình độ", width=10),
        Place("Chuyên môn", "core.education", over="Trình độ"),
        Place("LLCT", "core.theory", over="Trình độ", width=12),
        Place("QLNN", "core.state_management", over="Trình độ", width=14),
        Place("Ngoại ngữ", "languages.language@1", over="Trình độ", width=14),
        Place("Tin học", "schooling.informatics", over="Trình độ", width=10),
        Place("Chức vụ, đơn vị công tác", "employment.present_post", width=30),
        Place("Chức vụ", "postings.title@1", over="Đang giữ", width=26),
        Place("Đơn vị công tác", "postings.unit@1", over="Đang giữ", width=26),
        Place("Giữ chức vụ từ ngày", "postings.period@1", over="Đang giữ", width=12),
        Place("Chi bộ", "memberships.unit", width=30),
        Place("Xếp loại", "ratings.rating", over="Xếp loại 3 năm gần nhất"),
        Place("Nhiệm kỳ quy hoạch", "stated_plans.term", width=12),
        Place("Chức danh quy hoạch 1", "stated_plans.title@1", width=26),
        Place("Chức danh quy hoạch 2", "stated_plans.title@2", width=26),
        Place("Chức danh quy hoạch 3", "stated_plans.title@3", width=26),
        Place("Ghi chú"),
    ),
    years=3,
)
LAYOUTS: dict[str, Layout] = {layout.code: layout for layout in (FULL, MEMBER_2025, SUMMARY)}
