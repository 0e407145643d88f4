"""Tables that the forms share, each with its own number and label."""

from orgtree.reports.forms.shapes import Column, Table

SPAN = "{started} – {ended}"


def training(number: str, label: str, source: str = "training", *, sure: bool = True) -> Table:
    return Table(
        number,
        label,
        source,
        (
            Column("Tên trường", "{school}", 5),
            Column("Ngành học hoặc tên lớp", "{major}", 5),
            Column("Thời gian học", SPAN, 4),
            Column("Hình thức học", "{mode}", 3),
            Column("Văn bằng, chứng chỉ, trình độ", "{credential}", 4),
        ),
        sure,
    )


def work(number: str, label: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Từ tháng, năm đến tháng, năm", SPAN, 2),
        Column("Chức danh, chức vụ, đơn vị công tác (Đảng, chính quyền, đoàn thể)", "{post_in_words}", 5),
    )
    return Table(number, label, "work", columns, sure)


def family(number: str, label: str, source: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Quan hệ", "{relation}", 3),
        Column("Họ và tên", "{name}", 5),
        Column("Năm sinh", "{born}", 2),
        Column("Quê quán, nghề nghiệp, chức vụ, đơn vị, nơi ở; thái độ chính trị", "{kin_in_words}", 9),
    )
    return Table(number, label, source, columns, sure)


def abroad(number: str, label: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Thời gian", SPAN, 4),
        Column("Loại quan hệ", "{kind}", 4),
        Column("Nước", "{country}", 3),
        Column("Với ai, để làm gì", "{content}", 8),
    )
    return Table(number, label, "abroad", columns, sure)


def declarations(number: str, label: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Ngày kê khai", "{declared}", 3),
        Column("Nội dung kê khai", "{kind}", 4),
        Column("Thu nhập, nhà, đất, tài sản", "{content}", 9),
    )
    return Table(number, label, "declarations", columns, sure)


def commendations(number: str, label: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Tháng, năm", "{awarded}", 3),
        Column("Hình thức khen thưởng", "{form}", 5),
        Column("Nội dung", "{content}", 6),
        Column("Cơ quan khen thưởng, số quyết định", "{decided_by} {decision}", 6),
    )
    return Table(number, label, "commendations", columns, sure)


def discipline(number: str, label: str, *, sure: bool = True) -> Table:
    columns = (
        Column("Ngày", "{decided}", 3),
        Column("Hình thức (Đảng, chính quyền, đoàn thể)", "{measure} {side}", 5),
        Column("Hành vi vi phạm chính", "{act}", 6),
        Column("Cơ quan quyết định, số quyết định", "{decided_by} {decision}", 6),
    )
    return Table(number, label, "discipline", columns, sure)
