"""The year 2020 of the demo's district committee, written through the actions of the calendar."""

import datetime

from django.utils import timezone

from orgtree.models import Unit, User
from planning.actions import meetings, programmes
from planning.choices import ItemState, MeetingKind, ProgrammeKind
from planning.models import Term

YEAR = 2020
PLACE = "Hội trường Huyện ủy"
STANDING = ((1, 14), (2, 12), (3, 11), (4, 15), (5, 13), (6, 10), (7, 20), (8, 12))
EXECUTIVE = ((3, 26), (6, 25), (7, 28))
POINTS = {
    MeetingKind.STANDING: ("Tình hình kinh tế - xã hội, quốc phòng - an ninh trong tháng", "Công tác cán bộ"),
    MeetingKind.EXECUTIVE: ("Sơ kết nhiệm vụ quý", "Công tác xây dựng Đảng", "Chuẩn bị Đại hội Đảng bộ huyện"),
}
CONCLUSION = "Thống nhất các nội dung theo tờ trình; giao các ban tham mưu triển khai thực hiện."
TASKS = (
    (1, "Triển khai nhiệm vụ trọng tâm năm 2020", "Văn phòng Huyện ủy"),
    (3, "Sơ kết công tác quý I", "Văn phòng Huyện ủy"),
    (5, "Lãnh đạo đại hội các đảng bộ, chi bộ cơ sở", "Ban Tổ chức Huyện ủy"),
    (6, "Sơ kết 6 tháng đầu năm", "Văn phòng Huyện ủy"),
    (6, "Kiểm tra việc thực hiện quy chế làm việc của hai đảng ủy xã", "Ủy ban Kiểm tra Huyện ủy"),
    (7, "Rà soát, bổ sung quy hoạch cán bộ", "Ban Tổ chức Huyện ủy"),
    (8, "Chuẩn bị văn kiện và nhân sự Đại hội Đảng bộ huyện", "Ban Tổ chức Huyện ủy"),
    (10, "Sơ kết công tác quý III", "Văn phòng Huyện ủy"),
    (12, "Kiểm điểm, đánh giá, xếp loại cuối năm", "Ban Tổ chức Huyện ủy"),
    (12, "Tổng kết năm", "Văn phòng Huyện ủy"),
)
INSPECTION = (
    ((2020, 9), "Giám sát chuyên đề việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"),
    ((2021, 4), "Kiểm tra công tác quản lý đảng viên của năm đảng bộ cơ sở"),
    ((2022, 6), "Giám sát việc thực hiện kê khai tài sản, thu nhập"),
    ((2023, 6), "Kiểm tra giữa nhiệm kỳ việc thực hiện nghị quyết đại hội"),
)


def write(board: User, unit: Unit, on: datetime.date) -> None:
    """Meetings and programmes as `board` would have kept them until `on`."""
    _meetings(board, unit, on)
    _programmes(board, unit, on)


def _meetings(board: User, unit: Unit, on: datetime.date) -> None:
    rows = [(MeetingKind.STANDING, month, day, f"Họp Ban Thường vụ Huyện ủy tháng {month}") for month, day in STANDING]
    rows += [
        (MeetingKind.EXECUTIVE, month, day, f"Hội nghị Ban Chấp hành Đảng bộ huyện lần thứ {number}")
        for number, (month, day) in enumerate(EXECUTIVE, 19)
    ]
    zone = timezone.get_current_timezone()
    for kind, month, day, name in rows:
        begins = datetime.datetime(YEAR, month, day, 8, tzinfo=zone)
        row = meetings.call(
            actor=board, on=on, unit=unit.pk, kind=kind, name=name, starts_at=begins,
            ends_at=begins + datetime.timedelta(hours=3), place=PLACE,
        )  # fmt: skip
        for point in POINTS[kind]:
            meetings.put_on_agenda(actor=board, on=on, meeting=row.pk, subject=point)
        if begins.date() <= on:
            meetings.hold(actor=board, on=on, meeting=row.pk, conclusion=CONCLUSION)


def _programmes(board: User, unit: Unit, on: datetime.date) -> None:
    year = programmes.begin(
        actor=board, on=on, unit=unit.pk, kind=ProgrammeKind.YEAR, name=f"Chương trình công tác năm {YEAR}", year=YEAR
    )
    for month, subject, responsible in TASKS:
        due = datetime.date(YEAR, month, 1)
        task = programmes.write_item(
            actor=board, on=on, programme=year.pk, subject=subject, responsible=responsible, due=due
        )
        state = _state(due, subject, on)
        if state != ItemState.PLANNED:
            programmes.mark(actor=board, on=on, item=task.pk, state=state)
    term = Term.objects.get(code="2020-2025")
    name = "Chương trình kiểm tra, giám sát toàn khóa 2020 - 2025"
    whole = programmes.begin(actor=board, on=on, unit=unit.pk, kind=ProgrammeKind.INSPECTION, name=name, term=term)
    for (year_due, month), subject in INSPECTION:
        programmes.write_item(
            actor=board, on=on, programme=whole.pk, subject=subject, responsible="Ủy ban Kiểm tra Huyện ủy",
            due=datetime.date(year_due, month, 1),
        )  # fmt: skip


def _state(due: datetime.date, subject: str, on: datetime.date) -> ItemState:
    """What lies behind is done, but for the inspection, which is late; what falls in this month is being done."""
    if due >= on.replace(day=1):
        return ItemState.DOING if due == on.replace(day=1) else ItemState.PLANNED
    return ItemState.DOING if subject.startswith("Kiểm tra") else ItemState.DONE
