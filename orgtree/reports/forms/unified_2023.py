"""The unified CV of officials and public employees (circular 06/2023/TT-BNV)."""

from orgtree.reports.forms import tables
from orgtree.reports.forms.shapes import Column, Field, Form, Heading, Line, Table

_LEARNT = (
    Column("Từ – đến", tables.SPAN, 4),
    Column("Cơ sở đào tạo", "{school}", 6),
    Column("Chuyên ngành hoặc nội dung", "{major}", 6),
    Column("Hình thức đào tạo", "{mode}", 3),
    Column("Văn bằng, chứng chỉ, trình độ", "{credential}", 4),
)


def _learnt(number: str, label: str, kind: str) -> Table:
    return Table(number, label, f"training_of.{kind}", _LEARNT, sure=False)


UNIFIED_2023 = Form(
    code="cv-2023",
    layout="unified-2023.typ",
    mark="Sơ yếu lý lịch (TT 06/2023/TT-BNV)",
    title="SƠ YẾU LÝ LỊCH",
    head=(Field("Số hiệu"),),
    source=(
        "Items 8, 9, 16, 18 to 28, 30 and 31 are numbered after a template seen second-hand (S2). The other numbers"
        " follow the order of the form from general knowledge and are unverified (U)."
    ),
    parts=(
        Line("1", (Field("Họ và tên khai sinh", "{name_in_capitals}"),), sure=False),
        Line("2", (Field("Tên gọi khác", "{core.other_name}"),), sure=False),
        Line("3", (Field("Sinh ngày", "{core.birth_date}"), Field("Giới tính", "{core.sex}")), sure=False),
        Line("4", (Field("Nơi sinh", "{contact.birth_place}"),), sure=False),
        Line("5", (Field("Quê quán", "{core.home_town}"),), sure=False),
        Line("6", (Field("Dân tộc", "{core.ethnic_group}"),), sure=False),
        Line("7", (Field("Tôn giáo", "{core.religion}"),), sure=False),
        Line(
            "8",
            (
                Field("Số CCCD", "{core.identity_number}"),
                Field("Ngày cấp", "{papers.identity_issued_on}"),
                Field("Nơi cấp", "{papers.identity_issued_by}"),
            ),
        ),
        Line("9", (Field("Số BHXH", "{papers.social_insurance}"), Field("Số thẻ BHYT", "{papers.health_insurance}"))),
        Line(
            "10",
            (
                Field("Nơi ở hiện nay", "{contact.lives_at}"),
                Field("Thường trú", "{contact.residence}"),
                Field("Điện thoại", "{contact.phone}"),
            ),
            sure=False,
        ),
        Line("11", (Field("Thành phần gia đình xuất thân", "{background.family_class}"),), sure=False),
        Line("12", (Field("Nghề nghiệp trước khi được tuyển dụng", "{employment.job_before}"),), sure=False),
        Line(
            "13",
            (
                Field("Ngày được tuyển dụng lần đầu", "{employment.recruited_on}"),
                Field("Cơ quan, tổ chức, đơn vị tuyển dụng", "{employment.recruited_by}"),
            ),
            sure=False,
        ),
        Line("14", (Field("Ngày vào cơ quan hiện đang công tác", "{employment.here_since}"),), sure=False),
        Line(
            "15",
            (
                Field("Ngày vào Đảng Cộng sản Việt Nam", "{membership.admitted_on}"),
                Field("Ngày chính thức", "{membership.official_on}"),
            ),
            sure=False,
        ),
        Line(
            "16",
            (
                Field("Ngày tham gia tổ chức chính trị - xã hội đầu tiên: Đoàn TNCS", "{party.youth_union_on}"),
                Field("Công đoàn", "{party.trade_union_on}"),
                Field("Tổ chức khác", "{party.other_unions}"),
            ),
        ),
        Line(
            "17",
            (
                Field("Ngày nhập ngũ", "{service.enlisted_on}"),
                Field("Ngày xuất ngũ", "{service.discharged_on}"),
                Field("Quân hàm cao nhất", "{service.military_rank}"),
            ),
            sure=False,
        ),
        Line("18", (Field("Đối tượng chính sách", "{service.policy} {service.policy_note}"),)),
        Line("19", (Field("Trình độ giáo dục phổ thông", "{schooling.general_education}"),)),
        Line("20", (Field("Trình độ chuyên môn cao nhất", "{profession_in_words}"),)),
        Line(
            "21",
            (
                Field("Học hàm", "{schooling.academic_title} {schooling.academic_title_year}"),
                Field("Học vị", "{schooling.degree_title} {schooling.degree_year}"),
            ),
        ),
        Line("22", (Field("Danh hiệu nhà nước phong tặng", "{honours}"),)),
        Line(
            "23",
            (
                Field("Chức vụ hiện tại", "{posts.first}"),
                Field("Ngày bổ nhiệm", "{employment.appointed_on}"),
                Field("Ngày bổ nhiệm lại", "{employment.reappointed_on}"),
            ),
        ),
        Line("24", (Field("Được quy hoạch chức danh", "{planned}"),)),
        Line("25", (Field("Chức vụ kiêm nhiệm", "{posts.second}"),)),
        Line("26", (Field("Chức vụ Đảng hiện tại", "{posts.party_first}"),)),
        Line("27", (Field("Chức vụ Đảng kiêm nhiệm", "{posts.party_second}"),)),
        Line("28", (Field("Công việc chính đang làm", "{employment.main_work}"),)),
        Line(
            "29",
            (
                Field("Sở trường công tác", "{employment.strengths}"),
                Field("Công việc làm lâu nhất", "{employment.longest_work}"),
            ),
            sure=False,
        ),
        Line(
            "30",
            (
                Field("Ngạch, chức danh nghề nghiệp", "{pay_now.rank}"),
                Field("Mã số", "{pay_now.rank_code}"),
                Field("Bậc lương", "{pay_now.step}"),
                Field("Hệ số", "{pay_now.coefficient}"),
                Field("Ngày hưởng", "{pay_now.since}"),
                Field("Phụ cấp chức vụ", "{pay_now.allowance}"),
            ),
        ),
        Line(
            "31",
            (
                Field("Tình trạng sức khỏe", "{health_now.health_class}"),
                Field("Chiều cao (cm)", "{health_now.height}"),
                Field("Cân nặng (kg)", "{health_now.weight}"),
                Field("Nhóm máu", "{health_now.blood}"),
            ),
        ),
        Heading("32) Quá trình đào tạo, bồi dưỡng"),
        _learnt("32.1", "Chuyên môn", "professional"),
        _learnt("32.2", "Lý luận chính trị", "theory"),
        _learnt("32.3", "Quản lý nhà nước, nghiệp vụ, kỹ năng, quốc phòng", "courses"),
        Line(
            "32.4",
            (
                Field("Ngoại ngữ", "{languages_in_words}"),
                Field("Tin học", "{schooling.informatics}"),
                Field("Tiếng dân tộc thiểu số", "{schooling.minority_language}"),
            ),
            sure=False,
        ),
        tables.work("33", "Tóm tắt quá trình công tác", sure=False),
        Heading("34) Đặc điểm lịch sử bản thân"),
        Line(
            "",
            (
                Field("Bị bắt, bị tù", "{background.arrests}"),
                Field("Làm việc trong chế độ cũ", "{background.former_regime}"),
            ),
            sure=False,
        ),
        tables.abroad("34.1", "Quan hệ với tổ chức, cá nhân ở nước ngoài", sure=False),
        Heading("35) Khen thưởng, kỷ luật"),
        Table(
            "35.1",
            "Kết quả đánh giá, xếp loại hằng năm",
            "ratings",
            (Column("Năm", "{year}", 1), Column("Xếp loại", "{rating}", 3), Column("Cấp xếp loại", "{decided_by}", 3)),
            sure=False,
        ),
        tables.commendations("35.2", "Khen thưởng", sure=False),
        tables.discipline("35.3", "Kỷ luật", sure=False),
        Heading("36) Quan hệ gia đình"),
        tables.family("36.1", "Về bản thân", "family_of.own", sure=False),
        tables.family("36.2", "Về bên vợ hoặc chồng", "family_of.spouse", sure=False),
        Heading("37) Hoàn cảnh kinh tế gia đình"),
        Table(
            "37.1",
            "Quá trình lương của bản thân",
            "pay",
            (
                Column("Từ", "{since}", 3),
                Column("Mã số", "{rank_code}", 3),
                Column("Ngạch", "{rank}", 5),
                Column("Bậc", "{step}", 2),
                Column("Hệ số", "{coefficient}", 2),
                Column("Phụ cấp", "{allowance}", 2),
            ),
            sure=False,
        ),
        tables.declarations("37.2", "Thu nhập, nhà ở, đất ở, tài sản", sure=False),
    ),
    signatures=(("Người khai", "(Ký, ghi rõ họ tên)"), ("Cơ quan, tổ chức, đơn vị sử dụng", "(Ký tên, đóng dấu)")),
)
