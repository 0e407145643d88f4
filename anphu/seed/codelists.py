"""Ethnic groups and religions, as `domain.md` §8.2 and §8.3 list them (second-hand; the numbers are not official)."""

ETHNIC_GROUPS = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Hmông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Ta-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chi", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm",
)  # fmt: skip
"""In the order of decision 121-TCTK/PPCĐ: the code is the place in this list, from 01."""

CENSUS_CODES = {"Mường": "04", "Khơ-me": "05", "Hoa": "06", "Chăm": "14"}
"""The four numbers of the statistics office's own list that were seen; it differs from the official order."""

RELIGIONS = {
    "99": "Không",
    "01": "Phật giáo",
    "02": "Công giáo",
    "03": "Phật giáo Hòa Hảo",
    "04": "Hồi giáo",
    "05": "Cao Đài",
    "06": "Minh Sư đạo",
    "07": "Minh Lý đạo",
    "08": "Tin Lành",
    "09": "Tịnh độ cư sĩ Phật hội",
    "10": "Đạo Tứ Ân Hiếu Nghĩa",
    "11": "Bửu Sơn Kỳ Hương",
    "12": "Baha'i",
    "13": "Tôn giáo khác",
}
