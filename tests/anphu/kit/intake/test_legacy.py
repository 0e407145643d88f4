"""TCVN3 and VNI against the words that every letter and tone occurs in, and against all that must be left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit.intake import cells, legacy
from anphu.kit.intake.syllables import plausible

FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Hoàng Vũ Võ Phan Trương Bùi Đặng Đỗ Ngô Hồ Dương Đinh Lý Đoàn Lương Tô Trịnh"
MIDDLES = "Văn Thị Hữu Đức Minh Quốc Thanh Ngọc Kim Bảo Xuân Thu Mỹ Tuấn Công Phước Như Gia Khánh Anh Bé Út Hải Á"
GIVENS = (
    "An Ước Khỏe Nghĩa Thắng Bằng Bẵng Đẵng Ẩn Ấn Phượng Hường Hưởng Thưởng Cửu Bửu Hữu Quỳnh Kỷ Quý Kỵ Mỹ Ỷ "
    "Tuyết Hằng Hiền Diễm Diện Kiệt Liễu Triển Sơn Lợi Hợp Hở Lỡ Tình Tỉnh Tĩnh Tịnh Tính Hòa Hỏa Hõa Hóa Họa Cường "
    "Ngữ Dự Lữ Thủy Thúy Thụy Thùy Vũ Vu Ỏi Bảy Chẩn Vẫn Tẻ Tẹo Kẽm Bé Mè Nẻ Hổ Rỗi Hồng Rộng Khôi Đẩu Hậu Cẩm "
    "Sắc Sặc Lặng Lẳng"
)
PEOPLE = st.tuples(*(st.sampled_from(words.split()) for words in (FAMILIES, MIDDLES, GIVENS))).map(" ".join)
KINDS = st.sampled_from(legacy.KINDS)


def in_unicode(text: str) -> bool:
    """Some letter that neither Western pages nor the old fonts have."""
    return any(char in "ăđĩũơưĂĐĨŨƠƯ" or "\u1ea0" <= char <= "\u1ef9" for char in text)


def test_every_letter_and_tone_has_its_code_in_both():
    letters = [
        unicodedata.normalize("NFC", letter + tone)
        for letter in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    ]
    for kind in legacy.KINDS:
        codes = [legacy.encode(letter, kind) for letter in [*letters, "đ", "Đ"]]
        assert len(set(codes)) == len(codes)
        assert [legacy.decode(code, kind) for code in codes] == [*letters, "đ", "Đ"]


@pytest.mark.parametrize(
    ("stored", "kind", "meant"),
    [
        ("NguyÔn V¨n An", "tcvn3", "Nguyễn Văn An"),
        ("§¶ng Céng s¶n ViÖt Nam", "tcvn3", "Đảng Cộng sản Việt Nam"),
        ("phã bÝ th­ ®¶ng uû x·", "tcvn3", "phó bí thư đảng uỷ xã"),
        ("tØnh An Giang, huyÖn An Phó", "tcvn3", "tỉnh An Giang, huyện An Phú"),
        ("Cö nh©n LuËt", "tcvn3", "Cử nhân Luật"),
        ("NGUYÔN V¡N AN", "tcvn3", "NGUYỄN VĂN AN"),
        ("nguyÔn v¨n an", "tcvn3", "nguyễn văn an"),
        ("Lª Hµ", "tcvn3", "Lê Hà"),
        ("Hµ", "tcvn3", "Hà"),
        ("Nguyeãn Vaên An", "vni", "Nguyễn Văn An"),
        ("Ñaûng uûy phöôøng Thôùi Hoøa", "vni", "Đảng ủy phường Thới Hòa"),
        ("NGUYEÃN THÒ MYÕ", "vni", "NGUYỄN THỊ MỸ"),
        ("Traàn Vaên Sôn", "vni", "Trần Văn Sơn"),
        ("Chæ huy tröôûng quaân söï xaõ", "vni", "Chỉ huy trưởng quân sự xã"),
    ],
)
def test_known_spellings_are_recognised_and_converted(stored, kind, meant):
    assert legacy.detect(stored) == kind
    assert legacy.decode(stored) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội", "Tô Lâm", "Bình", "Côn", "Hà", "là", "Lâm Thái Hùng", "Trân", "thé", "Quê hương", "viêt", "tôt",
        "José María", "François", "Café de Paris", "Noël", "Zoë", "Müller", "Jörg", "Škoda", "Søren", "Åse", "Niño",
        "São Paulo", "où", "Thaï", "août", "à la carte", "naïve", "crème brûlée", "résumé", "déjà vu", "Übermut",
        "Lü Bu", "bât", "25 µm", "§ 5", "5 × 6", "1½", "20°C", "Windows®", "«Nam»", "£100", "m²", "Côngty",
        "H'Hen Niê", "Đắk Lắk", "K'Brêu", "", "abc", "12/2020", "Nguyễn", "ĐẢNG BỘ", "\u00a0", "Ä", "ñ", "é",
    ],
)  # fmt: skip
def test_unicode_vietnamese_and_foreign_words_are_never_touched(text):
    assert legacy.detect(text) is None
    assert legacy.decode(text) == text


@given(PEOPLE, KINDS)
def test_name_in_an_old_font_comes_back_or_reads_well_as_it_stands(name, kind):
    """What is not recognised alone reads well in another way too, but for letters that stand alone."""
    stored = legacy.encode(name, kind)
    if legacy.detect(stored):
        assert legacy.detect(stored) == kind
        assert cells.name(legacy.decode(stored)) == name
    else:
        readings = [stored, *(legacy.decode(stored, one) for one in legacy.KINDS if one != kind)]
        words = [[word for word in reading.split() if len(word) > 1] for reading in readings]
        assert any(all(plausible(word, strict=False) for word in reading) for reading in words)


@given(st.lists(PEOPLE, min_size=4, max_size=12), KINDS)
def test_column_in_an_old_font_comes_back_whole(names, kind):
    rows = [[legacy.encode(name, kind), legacy.encode(name.split()[-1], kind)] for name in names]
    if any(legacy.detect(row[0]) for row in rows):
        legacy.repair(rows)
        assert [[cells.name(row[0]), row[1].title()] for row in rows] == [[name, name.split()[-1]] for name in names]


@given(st.lists(PEOPLE, max_size=8))
def test_unicode_column_is_never_touched(names):
    rows = [[name, name.split()[-1], name.upper(), name.lower(), unicodedata.normalize("NFD", name)] for name in names]
    before = [list(row) for row in rows]
    assert legacy.repair(rows) == {}
    assert rows == before


@given(st.text(max_size=40))
def test_text_with_a_letter_that_only_unicode_has_is_never_touched(text):
    if in_unicode(text):
        assert legacy.decode(text) == text


@given(st.text(alphabet=[chr(code) for code in range(0x20, 0x100)], max_size=40))
def test_decoding_any_western_text_is_no_accident(text):
    assert isinstance(legacy.decode(text), str)


def test_heading_typed_later_in_unicode_stays_above_an_old_column():
    rows = [
        ["Số", "Tên"],
        ["1", "Dòng"],
        ["2", legacy.encode("Nguyễn", "tcvn3")],
        ["3", legacy.encode("Dũng", "tcvn3")],
    ]
    legacy.repair(rows)
    assert rows == [["Số", "Tên"], ["1", "Dũng"], ["2", "Nguyễn"], ["3", "Dũng"]]


def test_unicode_column_beside_an_old_one_keeps_its_western_looking_words():
    rows = [
        [legacy.encode("Trần Văn Sơn", "vni"), "Xã Phú Hữu"],
        [legacy.encode("Lê Sơn", "vni"), "Tân An"],
        ["x", "Hò"],
    ]
    assert legacy.repair(rows) == {"vni": 2}
    assert [row[1] for row in rows] == ["Xã Phú Hữu", "Tân An", "Hò"]
