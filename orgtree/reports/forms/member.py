"""Form 2-HSĐV, the form of a Party member."""

from orgtree.reports.forms import tables
from orgtree.reports.forms.shapes import Column, Field, Form, Line, Table

MEMBER = Form(
    code="2-hsdv",
    layout="member.typ",
    mark="Mẫu 2-HSĐV",
    title="PHIẾU ĐẢNG VIÊN",
    head=(Field("Số lý lịch", "{papers.profile_number}"), Field("Số thẻ đảng viên", "{core.party_card}")),
    source=(
        "Numbers 03, 05, 07 to 18, 20 and 22 to 27 after a template seen second-hand (S2); 01, 02, 04, 06, 19, 21 and"
        " everything after 27 are unverified (U)."
    ),
    parts=(
        Line("01", (Field("Họ và tên đang dùng", "{name_in_capitals}"),), sure=False),
        Line("02", (Field("Nam, nữ", "{core.sex}"),), sure=False),
        Line("03", (Field("Họ và tên khai sinh, bí danh", "{core.other_name}"),)),
        Line("04", (Field("Sinh ngày", "{core.birth_date}"),), sure=False),
        Line(
            "05",
            (
                Field("Nơi sinh", "{contact.birth_place}"),
                Field("Nơi đăng ký khai sinh", "{contact.birth_registered_at}"),
            ),
        ),
        Line("06", (Field("Quê quán", "{core.home_town}"),), sure=False),
        Line(
            "07",
            (
                Field("Nơi đăng ký thường trú", "{contact.residence}"),
                Field("Tạm trú", "{contact.temporary_residence}"),
                Field("Nơi ở hiện nay", "{contact.lives_at}"),
            ),
        ),
        Line("08", (Field("Dân tộc", "{core.ethnic_group}"),)),
        Line("09", (Field("Tôn giáo", "{core.religion}"),)),
        Line("10", (Field("Thành phần gia đình", "{background.family_class}"),)),
        Line("11", (Field("Nghề nghiệp hiện nay", "{employment.present_post}"),)),
        Line(
            "12",
            (
                Field("Ngày vào Đảng", "{membership.admitted_on}"),
                Field("Tại chi bộ", "{party.admitted_at}"),
                Field("Người giới thiệu thứ nhất", "{party.introduced_by}"),
                Field("Người giới thiệu thứ hai", "{party.introduced_also_by}"),
                Field("Ngày cấp có thẩm quyền quyết định kết nạp", "{party.admission_decided_on}"),
                Field("Ngày chính thức", "{membership.official_on}"),
            ),
        ),
        Line(
            "13",
            (
                Field("Ngày được tuyển dụng", "{employment.recruited_on}"),
                Field("Cơ quan tuyển dụng", "{employment.recruited_by}"),
            ),
        ),
        Line("14", (Field("Ngày vào Đoàn", "{party.youth_union_on}"),)),
        Line(
            "15",
            (
                Field("Tham gia các tổ chức xã hội: Công đoàn", "{party.trade_union_on}"),
                Field("Tổ chức khác", "{party.other_unions}"),
            ),
        ),
        Line("16", (Field("Ngày nhập ngũ", "{service.enlisted_on}"), Field("Xuất ngũ", "{service.discharged_on}"))),
        Line(
            "17",
            (
                Field("Trình độ: giáo dục phổ thông", "{schooling.general_education}"),
                Field("Chuyên môn, nghiệp vụ", "{profession_in_words}"),
                Field("Học vị", "{schooling.degree_title}"),
                Field("Học hàm", "{schooling.academic_title}"),
                Field("Lý luận chính trị", "{core.theory}"),
                Field("Ngoại ngữ", "{languages_in_words}"),
                Field("Tin học", "{schooling.informatics}"),
                Field("Tiếng dân tộc", "{schooling.minority_language}"),
            ),
        ),
        Line(
            "18",
            (
                Field("Tình trạng sức khỏe", "{health_now.health_class}"),
                Field("Thương binh loại, gia đình chính sách", "{service.policy} {service.policy_note}"),
            ),
        ),
        Line(
            "19",
            (
                Field("Số định danh cá nhân", "{core.identity_number}"),
                Field("Ngày cấp", "{papers.identity_issued_on}"),
                Field("Nơi cấp", "{papers.identity_issued_by}"),
                Field("CMND cũ", "{papers.old_identity_number}"),
            ),
            sure=False,
        ),
        Line("20", (Field("Được miễn sinh hoạt đảng ngày", "{party.exempt_since}"),)),
        tables.training("21", "Đào tạo, bồi dưỡng chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ", sure=False),
        tables.work("22", "Tóm tắt quá trình hoạt động và công tác"),
        tables.commendations("23", "Khen thưởng"),
        Table(
            "24",
            "Huy hiệu Đảng",
            "badges",
            (
                Column("Huy hiệu", "{badge}", 3),
                Column("Ngày tặng", "{awarded}", 2),
                Column("Số quyết định", "{decision}", 3),
            ),
        ),
        Line("25", (Field("Danh hiệu được phong", "{honours}"),)),
        tables.discipline("26", "Kỷ luật"),
        Table(
            "27",
            "Xóa tên, khai trừ, kết nạp lại, khôi phục đảng tịch, xử lý theo pháp luật",
            "party_history",
            (
                Column("Ngày", "{happened}", 2),
                Column("Sự việc", "{kind}", 4),
                Column("Nơi, số quyết định", "{place} {decision}", 4),
                Column("Ghi chú", "{note}", 4),
            ),
        ),
        Line(
            "28",
            (
                Field("Đặc điểm lịch sử: bị bắt, bị tù", "{background.arrests}"),
                Field("Làm việc trong chế độ cũ", "{background.former_regime}"),
            ),
            sure=False,
        ),
        tables.abroad("29", "Quan hệ với nước ngoài", sure=False),
        tables.family("30", "Quan hệ gia đình", "family", sure=False),
        tables.declarations("31", "Hoàn cảnh kinh tế của bản thân và gia đình", sure=False),
    ),
    signatures=(("Đảng viên", "(Ký, ghi rõ họ tên)"), ("T/M cấp ủy cơ sở", "(Ký tên, đóng dấu)")),
)
