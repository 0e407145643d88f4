"""What a person has learnt and done."""

from orgtree.models import dossier
from orgtree.sections.shapes import PLANNED, Item, Section

LIFE = (
    Section(
        "schooling",
        dossier.Schooling,
        (
            Item(
                "general_education",
                ("Giáo dục phổ thông", "GDPT", "Trình độ văn hóa", "Học vấn phổ thông", "Trình độ GDPT"),
                needed=PLANNED,
            ),
            Item("major", ("Chuyên ngành", "Chuyên ngành đào tạo", "Ngành đào tạo"), needed=PLANNED, suggest="majors"),
            Item("degree_title", ("Học vị",)),
            Item("degree_year", ("Năm học vị", "Năm nhận học vị")),
            Item("academic_title", ("Học hàm",)),
            Item("academic_title_year", ("Năm học hàm", "Năm phong học hàm")),
            Item("informatics", ("Tin học", "Trình độ tin học"), needed=PLANNED),
            Item("minority_language", ("Tiếng dân tộc", "Tiếng dân tộc thiểu số")),
        ),
        months=24,
    ),
    Section(
        "languages",
        dossier.LanguageSkill,
        (
            Item("language", ("Ngoại ngữ",)),
            Item("level", ("Trình độ ngoại ngữ",)),
            Item("certified", ("Ngày cấp chứng chỉ ngoại ngữ",)),
            Item("note"),
        ),
        many=True,
        order=("-certified",),
    ),
    Section(
        "training",
        dossier.Training,
        (
            Item("kind", ("Loại đào tạo",)),
            Item("started", ("Đào tạo từ",)),
            Item("ended", ("Đào tạo đến", "Năm tốt nghiệp")),
            Item("school", ("Trường", "Cơ sở đào tạo", "Tên trường", "Nơi đào tạo"), suggest="schools"),
            Item("major", ("Chuyên ngành đào tạo, bồi dưỡng", "Nội dung đào tạo"), suggest="majors"),
            Item("mode", ("Hình thức đào tạo", "Hệ đào tạo")),
            Item("credential", ("Văn bằng", "Văn bằng, chứng chỉ")),
        ),
        many=True,
        order=("-ended", "-started"),
        needed=PLANNED,
    ),
    Section(
        "work",
        dossier.WorkPeriod,
        (
            Item("started", ("Công tác từ",)),
            Item("ended", ("Công tác đến",)),
            Item("position", ("Quá trình công tác", "Công việc, chức vụ"), suggest="posts"),
            Item("place", ("Nơi công tác",), suggest="units"),
            Item("side"),
        ),
        many=True,
        order=("-started",),
        needed=PLANNED,
    ),
    Section(
        "service",
        dossier.Service,
        (
            Item("enlisted_on", ("Ngày nhập ngũ",)),
            Item("discharged_on", ("Ngày xuất ngũ",)),
            Item("military_rank", ("Quân hàm", "Quân hàm cao nhất", "Quân hàm, chức vụ cao nhất")),
            Item("policy", ("Gia đình chính sách", "Đối tượng chính sách", "Diện chính sách")),
            Item("policy_note", ("Thương binh hạng", "Hạng thương binh", "Thương binh loại")),
        ),
    ),
    Section(
        "pay",
        dossier.PayStep,
        (
            Item("rank", ("Ngạch", "Ngạch công chức", "Ngạch lương")),
            Item("rank_code", ("Mã ngạch", "Mã số ngạch")),
            Item("step", ("Bậc lương", "Bậc")),
            Item("coefficient", ("Hệ số lương", "Hệ số")),
            Item("allowance", ("Phụ cấp", "Phụ cấp chức vụ")),
            Item("since", ("Hưởng từ ngày", "Ngày hưởng", "Hưởng lương từ")),
        ),
        many=True,
        order=("-since",),
        months=36,
    ),
)
