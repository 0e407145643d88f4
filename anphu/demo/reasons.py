"""The words of proposals and returns, as a unit would write them. All grounds are those of `domain.md` §4.8."""

from datetime import date

from anphu.demo.people import Someone
from orgtree.choices import Education, Sex, Theory
from planning.choices import Ground

EDUCATION = {
    Education.ELEMENTARY: "sơ cấp",
    Education.INTERMEDIATE: "trung cấp",
    Education.COLLEGE: "cao đẳng",
    Education.BACHELOR: "đại học",
    Education.MASTER: "thạc sĩ",
    Education.DOCTOR: "tiến sĩ",
}
THEORY = {
    Theory.ELEMENTARY: "sơ cấp",
    Theory.INTERMEDIATE: "trung cấp",
    Theory.ADVANCED: "cao cấp",
    Theory.BACHELOR: "cử nhân",
}
Removal = tuple[Ground, str]
"""A ground, and how the unit puts it."""
SHAKEN: tuple[Removal, ...] = (
    (Ground.LOW_PRESTIGE, "Uy tín thấp qua nhận xét, đánh giá cán bộ hằng năm"),
    (Ground.NOT_COMPLETING, "Không hoàn thành nhiệm vụ hai năm liền"),
    (Ground.DISCIPLINE, "Bị thi hành kỷ luật khiển trách, chưa hết thời hiệu"),
    (Ground.STANDARD, "Có đơn xin rút khỏi quy hoạch vì lý do gia đình"),
)
WORKED = (
    "hoàn thành tốt nhiệm vụ ba năm liền",
    "được tập thể tín nhiệm cao qua hội nghị giới thiệu",
    "có năng lực, có triển vọng phát triển",
    "tận tụy, gắn bó với cơ sở",
    "năng động, làm được việc khó",
)
UNTITLED = ("Đảng viên trẻ, nguồn tại chỗ", "Đảng viên tiêu biểu của chi bộ")
RETURNS = (
    "Bổ sung nhận xét, đánh giá cán bộ của cấp ủy nơi cư trú đối với nhân sự mới",
    "Danh sách chưa có nguồn nữ; đề nghị rà soát, giới thiệu thêm",
    "Chức danh Phó Bí thư mới có một người; đề nghị giới thiệu thêm nguồn",
    "Thiếu biên bản hội nghị cán bộ chủ chốt",
    "Cần xem lại độ tuổi của nhân sự theo mốc đại hội",
)
TITLE_GONE: Removal = Ground.UNIT_DISSOLVED, "Chi bộ đã được nâng lên thành đảng bộ cơ sở, chức danh này không còn"
UNITS_MERGE: Removal = (
    Ground.UNIT_DISSOLVED,
    "Chi bộ hợp nhất từ ngày 01/07/2019; nhân sự được xem xét lại ở chi bộ mới",
)
LEFT: Removal = Ground.LEFT, "Không còn sinh hoạt tại đảng bộ huyện (nghỉ hưu, chuyển công tác hoặc từ trần)"
ELSEWHERE: Removal = Ground.LEFT, "Đã chuyển công tác sang đơn vị khác trong huyện"


def holds(title: str, since: date) -> Removal:
    words = f"Đã giữ chức danh {title} từ tháng {since:%m/%Y}, không còn thuộc nguồn quy hoạch chức danh này"
    return Ground.HOLDS, words


def too_old(someone: Someone) -> Removal:
    return Ground.AGE, f"Sinh năm {someone.born.year}, không còn đủ tuổi công tác trọn một nhiệm kỳ"


def added(someone: Someone, holding: str, day: date, outsider: bool) -> str:
    """Why somebody is proposed: what the person does, knows, and stands for."""
    first = f"Đang giữ chức danh {holding}" if holding else UNTITLED[someone.age(day) >= 35]
    if outsider:
        first = f"Nguồn từ đơn vị khác, {first[0].lower()}{first[1:]}"
    parts = [first]
    if someone.education in EDUCATION:
        parts.append(f"trình độ {EDUCATION[someone.education]}")
    if someone.theory in THEORY:
        parts.append(f"{THEORY[someone.theory]} lý luận chính trị")
    trait = someone.born.toordinal()
    parts.append("cán bộ nữ" if someone.sex == Sex.FEMALE and trait % 2 else WORKED[trait % len(WORKED)])
    return ", ".join(parts)
