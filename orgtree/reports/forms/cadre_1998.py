"""Form 2C-TCTW/98, the CV of a cadre."""

from orgtree.reports.forms import tables
from orgtree.reports.forms.shapes import Field, Form, Heading, Line

CADRE_1998 = Form(
    code="2c-tctw-98",
    layout="cadre-1998.typ",
    mark="Mẫu 2C-TCTW/98",
    title="SƠ YẾU LÝ LỊCH",
    head=(Field("Số hiệu cán bộ"),),
    source=(
        "Numbers and wording of items 1 to 25 after a template seen second-hand (S2); the numbers 26 to 31 and the way"
        " their tables are ruled are unverified (U)."
    ),
    parts=(
        Line("1", (Field("Họ và tên khai sinh", "{name_in_capitals}"), Field("Nam, nữ", "{core.sex}"))),
        Line("2", (Field("Các tên gọi khác", "{core.other_name}"),)),
        Line(
            "3",
            (
                Field("Cấp ủy hiện tại", "{posts.party}"),
                Field("Chức vụ (Đảng, chính quyền, đoàn thể) và kiêm nhiệm", "{posts.others}"),
                Field("Phụ cấp chức vụ", "{pay_now.allowance}"),
            ),
        ),
        Line("4", (Field("Sinh ngày", "{core.birth_date}"),)),
        Line("5", (Field("Nơi sinh", "{contact.birth_place}"),)),
        Line("6", (Field("Quê quán (xã, huyện, tỉnh)", "{core.home_town}"),)),
        Line(
            "7",
            (
                Field("Nơi ở hiện nay", "{contact.lives_at}"),
                Field("Thường trú", "{contact.residence}"),
                Field("Điện thoại", "{contact.phone}"),
            ),
        ),
        Line("8", (Field("Dân tộc", "{core.ethnic_group}"),)),
        Line("9", (Field("Tôn giáo", "{core.religion}"),)),
        Line("10", (Field("Thành phần gia đình xuất thân", "{background.family_class}"),)),
        Line("11", (Field("Nghề nghiệp bản thân trước khi được tuyển dụng", "{employment.job_before}"),)),
        Line(
            "12",
            (
                Field("Ngày được tuyển dụng", "{employment.recruited_on}"),
                Field("Vào cơ quan nào, ở đâu", "{employment.recruited_by}"),
            ),
        ),
        Line(
            "13",
            (
                Field("Ngày vào cơ quan hiện đang công tác", "{employment.here_since}"),
                Field("Ngày tham gia cách mạng", "{employment.revolution_joined_on}"),
            ),
        ),
        Line(
            "14",
            (
                Field("Ngày vào Đảng Cộng sản Việt Nam", "{membership.admitted_on}"),
                Field("Ngày chính thức", "{membership.official_on}"),
            ),
        ),
        Line(
            "15",
            (
                Field("Ngày tham gia các tổ chức chính trị - xã hội: Đoàn TNCS", "{party.youth_union_on}"),
                Field("Công đoàn", "{party.trade_union_on}"),
                Field("Tổ chức khác", "{party.other_unions}"),
            ),
        ),
        Line(
            "16",
            (
                Field("Ngày nhập ngũ", "{service.enlisted_on}"),
                Field("Ngày xuất ngũ", "{service.discharged_on}"),
                Field("Quân hàm, chức vụ cao nhất", "{service.military_rank}"),
            ),
        ),
        Line(
            "17",
            (
                Field("Trình độ học vấn: giáo dục phổ thông", "{schooling.general_education}"),
                Field("Học hàm, học vị cao nhất", "{highest_in_words}"),
                Field("Chuyên ngành", "{schooling.major}"),
                Field("Lý luận chính trị", "{core.theory}"),
                Field("Ngoại ngữ", "{languages_in_words}"),
                Field("Tin học", "{schooling.informatics}"),
            ),
        ),
        Line("18", (Field("Công tác chính đang làm", "{employment.main_work}"),)),
        Line(
            "19",
            (
                Field("Ngạch công chức", "{pay_now.rank}"),
                Field("Mã số", "{pay_now.rank_code}"),
                Field("Bậc lương", "{pay_now.step}"),
                Field("Hệ số", "{pay_now.coefficient}"),
                Field("Từ", "{pay_now.since}"),
            ),
        ),
        Line("20", (Field("Danh hiệu được phong", "{honours}"),)),
        Line(
            "21",
            (
                Field("Sở trường công tác", "{employment.strengths}"),
                Field("Công việc đã làm lâu nhất", "{employment.longest_work}"),
            ),
        ),
        Line("22", (Field("Khen thưởng", "{praise}"),)),
        Line("23", (Field("Kỷ luật", "{punishments}"),)),
        Line(
            "24",
            (
                Field("Tình trạng sức khỏe", "{health_now.health_class}"),
                Field("Cao (cm)", "{health_now.height}"),
                Field("Cân nặng (kg)", "{health_now.weight}"),
                Field("Nhóm máu", "{health_now.blood}"),
            ),
        ),
        Line(
            "25",
            (
                Field("Số CMND/CCCD", "{core.identity_number}"),
                Field("Ngày cấp", "{papers.identity_issued_on}"),
                Field("Nơi cấp", "{papers.identity_issued_by}"),
                Field("Thương binh loại, gia đình liệt sĩ", "{service.policy} {service.policy_note}"),
            ),
        ),
        tables.training("26", "Đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ", sure=False),
        tables.work("27", "Tóm tắt quá trình công tác", sure=False),
        Line(
            "28",
            (
                Field("Đặc điểm lịch sử bản thân: bị bắt, bị tù", "{background.arrests}"),
                Field("Làm việc trong chế độ cũ", "{background.former_regime}"),
            ),
            sure=False,
        ),
        tables.abroad("29", "Quan hệ với nước ngoài", sure=False),
        Heading("30) Quan hệ gia đình"),
        tables.family(
            "", "a) Về bản thân: bố, mẹ, vợ hoặc chồng, các con, anh chị em ruột", "family_of.own", sure=False
        ),
        tables.family("", "b) Bố, mẹ, anh chị em ruột bên vợ hoặc chồng", "family_of.spouse", sure=False),
        tables.declarations("31", "Hoàn cảnh kinh tế gia đình", sure=False),
    ),
    signatures=(("Người khai", "(Ký, ghi rõ họ tên)"), ("Cơ quan quản lý cán bộ", "(Ký tên, đóng dấu)")),
)
