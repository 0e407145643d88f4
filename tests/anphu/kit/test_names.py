import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit import names

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
SYLLABLES = [
    unicodedata.normalize("NFC", initial + vowel + tone + final)
    for initial, vowel, tone, final in itertools.product(["", "b", "đ", "ngh"], VOWELS, TONES, ["", "n"])
]
vietnamese = st.lists(st.sampled_from(SYLLABLES).map(str.capitalize), min_size=1, max_size=5).map(" ".join)


@given(st.text(max_size=40))
def test_nfc_is_a_stored_form(text):
    stored = names.nfc(text)

    assert names.nfc(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == stored.strip()
    assert not names.CONTROL.search(stored)


@given(vietnamese)
def test_forms_of_a_name_do_not_depend_on_how_it_was_typed(name):
    typed = unicodedata.normalize("NFD", f"  {name.replace(' ', '   ')} ")

    assert names.nfc(typed) == name
    assert names.fold(typed) == names.fold(name)
    assert names.sort_key(typed) == names.sort_key(name)


@given(vietnamese)
def test_fold_leaves_plain_lower_letters(name):
    folded = names.fold(name)

    assert folded.isascii()
    assert folded == folded.lower() == names.fold(folded)
    assert len(folded) == len(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Nguyễn Thị Đào", "nguyen thi dao"), ("ĐẶNG QUỐC ƯỚC", "dang quoc uoc"), ("Trịnh  Ỷ", "trinh y"), ("", "")],
)
def test_fold(text, folded):
    assert names.fold(text) == folded


@pytest.mark.parametrize(
    "text", ["An\u0000", "\u200bAn", "A\u200en", "\ufeffAn", "An\u202e", "\u0007A\u0085n"], ids=ascii
)
def test_nfc_removes_what_cannot_be_seen(text):
    assert names.nfc(text) == "An"


@given(vietnamese, vietnamese)
def test_sort_key_tells_different_names_apart(one, other):
    assert (names.sort_key(one) == names.sort_key(other)) == (one.lower() == other.lower())


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b"],
        ["d", "da", "đ", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "v"],
        ["hoa", "hòa", "hỏa", "hóa", "họa", "hoan", "hoàn"],
        ["Trần Văn An", "Trần Văn Ân", "Lê Thị Bé", "Lê Thị Bê", "Nguyễn Thị Dung", "Đỗ Văn Đạt"],
        ["Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần An"],
        ["An", "Lê An", "Lê Bá An", "Lê Văn An", "Trần An", "Bình"],
    ],
    ids=lambda ordered: ordered[0],
)
def test_sort_key_is_the_order_of_vietnamese_lists(ordered):
    assert sorted(ordered, key=lambda name: names.sort_key(name).encode()) == ordered


@given(st.text(min_size=1, max_size=40).filter(lambda text: names.nfc(text)))
def test_any_text_has_a_key_and_a_folded_form(text):
    assert names.sort_key(text)
    assert isinstance(names.fold(text), str)
