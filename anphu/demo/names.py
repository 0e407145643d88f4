"""Names as people of An Phú bear them. Everybody is invented; a likeness to somebody real is chance.

Weights are estimates of ours: Kinh names of the south with the fashions of their generation, and the ways in which
Chăm (Muslim), Hoa and Khmer names are written in Vietnamese papers.
"""

import random

from orgtree.choices import Sex

_FAMILIES = (
    "Nguyễn:370 Trần:110 Lê:95 Huỳnh:75 Phạm:60 Võ:50 Phan:42 Đặng:28 Bùi:22 Trương:26 Hồ:22 Dương:20 Ngô:16 "
    "Đỗ:16 Lý:9 Đoàn:10 Châu:8 Cao:9 Mai:9 Lâm:11 Tô:7 Thái:7 Lương:8 Hà:7 Đinh:8 Trịnh:6 Tạ:4 Kiều:3 Đào:5 Văn:3 "
    "Quách:3 La:2 Thạch:1 Ung:1 Tăng:2 Lưu:5 Triệu:1 Mạc:1 Phùng:2 Vương:2 Tống:2 Nghiêm:1 Khổng:1 Giang:1 Âu:1 "
    "Sử:1 Hứa:2"
)
_MALE_MIDDLE = (
    "Văn:300 Hữu:55 Minh:55 Thanh:65 Hoàng:50 Quốc:50 Công:28 Ngọc:30 Tấn:38 Thành:38 Chí:22 Phước:26 Trung:22 "
    "Đức:22 Hồng:12 Nhựt:12 Duy:15 Trường:12 Thiện:7 Phú:10 Kim:6 Bá:6 Đình:8 Xuân:8 Anh:8 Tuấn:8 Hải:6 Ngươn:2 "
    "Vĩnh:5 Nhật:4"
)
_FEMALE_MIDDLE = (
    "Thị:420 Ngọc:55 Kim:60 Mỹ:38 Thanh:42 Bích:28 Cẩm:24 Hồng:34 Tuyết:20 Diễm:15 Phương:18 Thúy:26 Huỳnh:14 "
    "Như:8 Yến:8 Thu:16 Lệ:8 Xuân:8 Trúc:10 Minh:8 Ánh:8 Bảo:5 Hoàng:4 Thùy:10 Quế:3 Mộng:6"
)
_SECOND_MIDDLE = (
    "Ngọc:8 Kim:9 Mỹ:6 Thanh:7 Bích:6 Cẩm:5 Hồng:6 Tuyết:5 Thu:6 Thúy:6 Diễm:4 Phương:4 Huyền:3 Trúc:3 Như:2 Yến:2"
)
_MALE_OLD = (
    "Hùng:30 Dũng:26 Tâm:18 Minh:20 Sơn:18 Thành:22 Hải:16 Bình:18 Phước:16 Lộc:12 Tài:12 Đức:12 Sang:13 Giàu:8 "
    "Đủ:4 Út:9 Bé:8 Năm:3 Sáu:3 Ba:3 Tư:3 Chiến:12 Thắng:14 Lợi:13 Hòa:12 Nghĩa:13 Nhân:10 Trí:9 Thuận:12 Vinh:10 "
    "Quang:12 Trung:12 Tùng:9 Toàn:10 Thạnh:8 Hiền:9 Phong:10 Long:9 Xuân:6 Nam:8 Cường:10 Hoàng:10 Tân:8 Tấn:8 "
    "Thiện:7 Thọ:6 Điền:4 Ân:5 Be:2 Đực:2 Khởi:3 Kiệt:6 Lâm:7 Linh:7 Lực:5 Mẫn:5 Nhơn:6 Phến:1 Quới:3 Quí:6 Rết:1 "
    "Rô:1 Ráng:1 Đời:2 Thới:4 Tiền:4 Tiếp:2 Triều:3 Tươi:2 Ửng:1 Xem:1 Yên:2 Hậu:7 Chánh:5 Danh:6 Hiếu:7 Hưng:8 "
    "Liêm:5 Oanh:1 Phúc:8 Trọng:6"
)
_MALE_NEW = (
    "Tuấn:24 Huy:18 Khánh:12 Khoa:10 Đạt:17 Hiếu:16 Phúc:14 Thịnh:13 Duy:17 Nhân:12 Tâm:12 Tín:9 Trung:10 Hậu:12 "
    "Tài:14 Linh:10 Quí:8 Bảo:9 An:8 Ân:8 Cảnh:4 Cường:11 Dương:6 Dũng:10 Em:5 Giang:7 Hải:9 Hào:7 Hoàng:11 "
    "Hưng:8 Khang:10 Kha:5 Kiệt:9 Lâm:6 Lộc:9 Long:9 Luân:8 Minh:12 Nam:9 Nghĩa:11 Nguyên:7 Phát:11 Phong:9 Phú:8 "
    "Phương:6 Quân:7 Sang:9 Sơn:7 Tân:8 Thái:8 Thắng:8 Thành:9 Thiện:8 Toàn:10 Tới:2 Trí:8 Trường:8 Tú:7 Tùng:6 "
    "Vinh:8 Vũ:10 Việt:5 Vương:4"
)
_FEMALE_OLD = (
    "Lan:18 Hoa:14 Hồng:18 Loan:15 Phượng:14 Tuyết:15 Nga:13 Hằng:10 Hạnh:12 Thu:14 Thủy:13 Thúy:9 Mai:13 Liên:11 "
    "Lệ:10 Huệ:10 Hương:13 Hiền:9 Dung:11 Cúc:9 Bích:8 Đào:7 Điệp:5 Út:6 Bé:5 Năm:2 Sáu:2 Xuân:9 Vân:12 Yến:9 "
    "Kiều:6 Nguyệt:9 Sương:8 Thắm:6 Tươi:4 Ánh:8 Ba:2 Tư:2 Chín:1 Hai:1 Lý:5 Liễu:6 Phụng:4 Mười:2 Lành:3 Gái:3 "
    "Nhung:7 Oanh:7 Thơm:3 The:1"
)
_FEMALE_NEW = (
    "Trang:18 Linh:18 Ngân:14 Ngọc:14 Nhung:8 Oanh:7 Yến:10 Vân:8 Uyên:9 Tiên:13 Thảo:16 Quyên:10 Phương:13 "
    "Nhi:14 Như:13 My:8 Ly:6 Duyên:10 Diễm:7 Trinh:12 Trâm:11 Hân:7 Thy:5 Thư:10 Tuyền:10 Quỳnh:7 Nhiên:2 Ngà:3 "
    "Mai:7 Loan:6 Lam:3 Kiều:7 Huyền:9 Hằng:7 Hạnh:5 Hà:5 Giang:6 Hương:7 Hiền:6 Dung:5 Chi:6 Châu:6 Anh:10 Đào:3 "
    "Xuyến:4 Thúy:6 Thùy:5 Trúc:8"
)
_HOA_FAMILIES = "Lâm:9 Trần:6 Lý:8 Quách:5 Trịnh:3 Huỳnh:4 Tăng:3 La:3 Mã:2 Vương:3 Triệu:2 Trương:2 Ngô:2 Khưu:2 Lữ:1"
_HOA_MALE = (
    "Chí Gia Vĩnh Quốc Kiến Diệu Thế Tuấn Hán",
    "Cường Hào Phát Phong Bình Nghi Minh Hưng Lương Tường Đạt Hoa Xương",
)
_HOA_FEMALE = ("Mỹ Tú Bội Lệ Tuyết Ngọc Huệ Tố Muội", "Linh Quyên San Nghi Anh Phụng Châu Hà Dung Phân Hương")
_CHAM_MALE = (
    "Mách Du Sa Ha Musa Mohamach Abdol Ysa Sos Châu Zacky Ismael",
    "Karim Rohman Sales Zakaria Yousof Hamid Toyeb Halim Rosat Salay Karia Amine Sofy Nasir Mousa Saleh Mach Ly Roun",
)
_CHAM_FEMALE = (
    "Mách Du Sa Musa Mohamach Ysa Sos Châu",
    "Mariyam Sity Rohimah Aminah Khotijah Hafisoh Asiah Zainap Salihah Rofiah Phatimah Maisah Rokidah Saphinah",
)
_KHMER_MALE = ("Chau", "Sóc Kha|Rươne|Sa Rắt|Kim Sơn|Phi Rum|Sóc Phone|Chanh Đa|Sinh|Kim Sên|Hên|Sóc Na|Thi|Rinh")
_KHMER_FEMALE = ("Néang", "Sa Vương|Kim Cheng|Sóc Thi|Phol|Sa Run|Chanh Thu|Ươne|Sóc Khom|Kim Lên|Sa Quên|Srây Mom")

KINH, HOA, KHMER, CHAM = "01", "04", "05", "17"
_NEW_FROM = 1982


class Draw:
    """Draw one of `"name:weight …"`; a word without weight counts one."""

    def __init__(self, text: str, separator: str | None = None):
        pairs = [word.partition(":") for word in text.split(separator)]
        self.words = [word for word, _, _ in pairs]
        self.total, self.bounds = 0, []
        for _, _, weight in pairs:
            self.total += int(weight or 1)
            self.bounds.append(self.total)

    def __call__(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self.bounds)[0]


_FAMILY, _HOA_FAMILY, _SECOND = Draw(_FAMILIES), Draw(_HOA_FAMILIES), Draw(_SECOND_MIDDLE)
_MIDDLE = {Sex.MALE: Draw(_MALE_MIDDLE), Sex.FEMALE: Draw(_FEMALE_MIDDLE)}
_GIVEN = {
    (Sex.MALE, False): Draw(_MALE_OLD),
    (Sex.MALE, True): Draw(_MALE_NEW),
    (Sex.FEMALE, False): Draw(_FEMALE_OLD),
    (Sex.FEMALE, True): Draw(_FEMALE_NEW),
}
_OTHERS = {
    (CHAM, Sex.MALE): tuple(map(Draw, _CHAM_MALE)),
    (CHAM, Sex.FEMALE): tuple(map(Draw, _CHAM_FEMALE)),
    (KHMER, Sex.MALE): (Draw(_KHMER_MALE[0]), Draw(_KHMER_MALE[1], "|")),
    (KHMER, Sex.FEMALE): (Draw(_KHMER_FEMALE[0]), Draw(_KHMER_FEMALE[1], "|")),
}
_HOA_PARTS = {Sex.MALE: tuple(map(Draw, _HOA_MALE)), Sex.FEMALE: tuple(map(Draw, _HOA_FEMALE))}
ALIAS_GIVEN = Draw("Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Út")


def full_name(rng: random.Random, sex: Sex, ethnic: str, year: int) -> str:
    """A name for somebody of that sex and ethnic group born in `year`."""
    if (ethnic, sex) in _OTHERS:
        return " ".join(draw(rng) for draw in _OTHERS[ethnic, sex])
    if ethnic == HOA:
        return " ".join([_HOA_FAMILY(rng), *(draw(rng) for draw in _HOA_PARTS[sex])])
    return _kinh(rng, sex, year)


def alias(rng: random.Random, name: str) -> str:
    """The name by which an old neighbour is known: birth order and given name."""
    return f"{ALIAS_GIVEN(rng)} {name.rpartition(' ')[2]}"


def _kinh(rng: random.Random, sex: Sex, year: int) -> str:
    """Fashions change slowly: around the turn both lists of given names are drawn from."""
    given = _GIVEN[sex, year + rng.randrange(-8, 9) >= _NEW_FROM](rng)
    words = [_FAMILY(rng)]
    plain = rng.random()
    if plain >= 0.04 or sex == Sex.FEMALE:
        words.append(_MIDDLE[sex](rng))
    if words[-1] == "Thị" and rng.random() < 0.4:
        words.append(_SECOND(rng))
    if words[-1] == given or words[0] == given:
        return _kinh(rng, sex, year)
    return " ".join([*words, given])
