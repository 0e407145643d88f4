"""The three people of the honest files (fictional), and the columns they come in."""

HEADINGS = {
    "number": ("STT", "TT"),
    "name": ("Họ và tên", "Họ tên khai sinh", "Họ tên"),
    "born": ("Ngày sinh", "Ngày tháng năm sinh", "Năm sinh"),
    "born_man": ("Ngày sinh / Nam", "Ngày tháng năm sinh / Nam"),
    "born_woman": ("Ngày sinh / Nữ", "Ngày tháng năm sinh / Nữ"),
    "unit": ("Đơn vị", "Chi bộ", "Đơn vị sinh hoạt"),
    "card": ("Số CCCD", "Số định danh cá nhân", "CCCD"),
}
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Số CCCD")

AN = ("Nguyễn Văn An", "03/02/1980", "Chi bộ ấp Phú Hòa", "089080001234")
BA = ("Trần Thị Bé Ba", "12/1975", "Chi bộ ấp Vĩnh Hưng", "089175004321")
UOC = ("Lê Hoàng Ước", "1969", "Đảng ủy xã Phú Tân", "089069000777")
PEOPLE = (AN, BA, UOC)

LINES = tuple((number, *person) for number, person in enumerate(PEOPLE, 1))
ROWS = (HEADER, *LINES)
