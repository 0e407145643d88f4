"""The papers of rounds, each declared once: its columns, in the wording of the forms, and which of it is unverified.

Columns follow domain.md §4.11: appendices 1 and 2 as seen second-hand (S2), extract and summary as inferred from
published reports (I), the layout of Party documents by general knowledge (U).
"""

from dataclasses import dataclass

from orgtree.choices import DocumentForm


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `over`: the heading that it shares with its neighbours; `share`: of the width of the paper."""

    code: str
    heading: str
    share: int
    over: str = ""


@dataclass(frozen=True)
class Form:
    """A kind of paper. `about`: what it is printed of; `mark`: what stands above its title."""

    code: DocumentForm
    about: frozenset[str]
    columns: tuple[Column, ...]
    source: str
    unverified: str
    mark: str = ""
    across: bool = True
    size: int = 9
    """Points of the table's letters; words around it are larger."""


LISTS = frozenset({"submission", "round", "decision"})
_BORN = "Ngày, tháng, năm sinh"
_LEARNT = "Trình độ"
_NO = Column("no", "TT", 4)
_NAME = Column("name", "Họ và tên", 12)
_MALE, _FEMALE = Column("male", "Nam", 7, _BORN), Column("female", "Nữ", 7, _BORN)
_POST = Column("post", "Chức vụ hiện tại", 16)
_LAYOUT = "Bố cục trang, nơi ghi ngày tháng và chữ ký (U)"

APPENDIX_1 = Form(
    DocumentForm.APPENDIX_1,
    LISTS,
    (
        *(_NO, _NAME, _MALE, _FEMALE, _POST),
        Column("planned", "Chức danh đã quy hoạch", 12),
        Column("after", "Chức danh chuyển tiếp", 12),
        Column("education", "Trình độ chuyên môn", 8),
        Column("theory", "Trình độ LLCT", 8),
        Column("decision", "QĐ quy hoạch (số, ngày)", 10),
        Column("ratings", "Phân loại 3 năm gần nhất", 12),
        Column("proposal", "Đề xuất của đơn vị", 14),
    ),
    "Mười hai cột theo biểu rà soát thấy ở một phần mềm (S2).",
    f"{_LAYOUT}.",
    mark="Phụ lục 1",
)
APPENDIX_2 = Form(
    DocumentForm.APPENDIX_2,
    LISTS,
    (
        *(_NO, _NAME, _MALE, _FEMALE, _POST),
        Column("after", "Chức danh đề xuất", 14),
        Column("education", "Trình độ chuyên môn", 9),
        Column("theory", "Trình độ LLCT", 9),
        Column("ratings", "Phân loại 3 năm gần nhất", 13),
        Column("proposal", "Đề xuất", 16),
    ),
    "Mười cột theo biểu bổ sung thấy ở một phần mềm (S2).",
    f"{_LAYOUT}.",
    mark="Phụ lục 2",
)
EXTRACT = Form(
    DocumentForm.EXTRACT,
    LISTS,
    (
        *(_NO, _NAME, Column("male", "Nam", 7, _BORN), Column("female", "Nữ", 7, _BORN)),
        Column("ethnic", "Dân tộc", 4),
        Column("religion", "Tôn giáo", 5),
        Column("home", "Quê quán", 11),
        Column("admitted", "Vào Đảng", 7, "Ngày"),
        Column("official", "Chính thức", 7, "Ngày"),
        Column("general", "GDPT", 4, _LEARNT),
        Column("education", "CM", 6, _LEARNT),
        Column("theory", "LLCT", 6, _LEARNT),
        Column("management", "QLNN", 6, _LEARNT),
        Column("languages", "NN", 6, _LEARNT),
        Column("informatics", "TH", 5, _LEARNT),
        Column("post", "Chức vụ, đơn vị hiện tại", 13),
        Column("after", "Chức danh quy hoạch", 10),
        Column("term", "Nhiệm kỳ", 6),
        Column("first", "Lần đầu / tái", 5),
        Column("age", "Tuổi", 4),
        Column("terms", "Còn đủ mấy nhiệm kỳ", 5),
        Column("ratings", "Xếp loại 3 năm", 9),
        Column("votes", "Kết quả phiếu từng bước", 10),
        Column("proposal", "Ghi chú", 9),
    ),
    "Các cột suy ra từ danh sách trích ngang thông dụng (I).",
    f"Toàn bộ thứ tự cột (I); {_LAYOUT}.",
    size=6,
)
_AGES, _COURSES, _PARTY_SCHOOL = "Độ tuổi", "Chuyên môn", "Lý luận chính trị"
SUMMARY = Form(
    DocumentForm.SUMMARY,
    LISTS,
    (
        *(_NO, Column("title", "Chức danh", 16)),
        *(Column("posts", "Số lượng chức danh", 6), Column("people", "Số quy hoạch", 5), Column("ratio", "Hệ số", 5)),
        *(Column("women", "Số", 4, "Nữ"), Column("women_share", "%", 5, "Nữ")),
        *(Column("minority", "Dân tộc thiểu số", 5), Column("religious", "Có tôn giáo", 5)),
        *(Column("under35", "<35", 4, _AGES), Column("under40", "35–<40", 5, _AGES)),
        *(
            Column("under45", "40–<45", 5, _AGES),
            Column("upto50", "45–50", 4, _AGES),
            Column("over50", ">50", 4, _AGES),
        ),
        *(Column("education2", "TC", 3, _COURSES), Column("education3", "CĐ", 3, _COURSES)),
        *(Column("education4", "ĐH", 4, _COURSES), Column("education5", "ThS", 4, _COURSES)),
        Column("education6", "TS", 3, _COURSES),
        *(Column("theory1", "SC", 3, _PARTY_SCHOOL), Column("theory2", "TC", 4, _PARTY_SCHOOL)),
        Column("theory3", "CC, CN", 4, _PARTY_SCHOOL),
        *(Column("again", "Tái", 4), Column("new", "Mới", 4), Column("change", "So với trước (+/−)", 5)),
        *(Column("removed", "Đưa ra", 4), Column("added", "Bổ sung", 4)),
    ),
    "Các cột rút từ những báo cáo đã công bố (I).",
    f"Toàn bộ cột (I); cách tính hệ số (U); {_LAYOUT}.",
    size=8,
)
TALLY = Form(
    DocumentForm.TALLY,
    frozenset({"conference", "step"}),
    (
        *(_NO, Column("name", "Họ và tên", 20), Column("after", "Chức danh", 18), Column("proposal", "Nội dung", 10)),
        *(Column("agree", "Số phiếu", 8, "Đồng ý"), Column("agree_share", "% phiếu hợp lệ", 9, "Đồng ý")),
        Column("agree_convened", "% triệu tập", 9, "Đồng ý"),
        *(Column("disagree", "Không đồng ý", 8), Column("outcome", "Kết quả", 10)),
    ),
    "Các số liệu theo quy trình (domain.md §4.6, §4.7).",
    f"Toàn bộ lời văn (U); {_LAYOUT}.",
    across=False,
    size=10,
)
PROPOSAL = Form(
    DocumentForm.PROPOSAL,
    frozenset({"submission", "round"}),
    (
        *(_NO, Column("unit", "Đơn vị", 30), Column("before", "Đã quy hoạch", 8), Column("keep", "Tiếp tục", 8)),
        *(Column("remove", "Đưa ra", 8), Column("move", "Chuyển chức danh", 9), Column("add", "Bổ sung", 8)),
        Column("left", "Sau rà soát", 8),
    ),
    "Tờ trình theo thể thức chung của văn bản Đảng (U).",
    f"Toàn bộ lời văn (U); {_LAYOUT}.",
    across=False,
    size=11,
)
APPROVAL = Form(
    DocumentForm.APPROVAL,
    frozenset({"decision"}),
    (
        *(_NO, Column("name", "Họ và tên", 20), Column("male", "Nam", 10, _BORN), Column("female", "Nữ", 10, _BORN)),
        *(Column("post", "Chức vụ hiện tại", 20), Column("after", "Chức danh quy hoạch", 18)),
        *(Column("term", "Nhiệm kỳ", 11), Column("proposal", "Nội dung", 16)),
    ),
    "Quyết định theo thể thức chung của văn bản Đảng (U).",
    f"Toàn bộ lời văn (U); {_LAYOUT}.",
    across=False,
    size=10,
)
BRIEF = Form(
    DocumentForm.BRIEF,
    frozenset({"unit"}),
    (
        *(_NO, Column("indicator", "Chỉ tiêu", 30), Column("target", "Mục tiêu", 14)),
        *(Column("actual", "Hiện có", 14), Column("planned", "Quy hoạch", 14), Column("remark", "Nhận xét", 20)),
    ),
    "Bản tóm tắt cho hội nghị Ban Thường vụ (I).",
    f"Toàn bộ bố cục (I); {_LAYOUT}.",
    across=False,
    size=9,
)
FORMS: dict[str, Form] = {
    form.code: form for form in (APPENDIX_1, APPENDIX_2, EXTRACT, SUMMARY, TALLY, PROPOSAL, APPROVAL, BRIEF)
}


def of(about: str) -> list[Form]:
    """The papers printed of a submission, round, decision, conference, of a step yet to be held, or of a unit."""
    return [form for form in FORMS.values() if about in form.about]
