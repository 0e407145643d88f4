import pytest

from anphu.kit.intake.syllables import plausible

WORDS = (
    "Nguyễn Nghĩa Quỳnh quốc khuya khuỷu xoong ngoằn ngoèo giếng gì giữa yêu yếm ưu ước ở ý uống oách huơ huênh tuýp "
    "loắt choắt già hòa hoà của thúy thuý quả ngoài thuở quấy quýt "
    "rượu hươu kiệt ghềnh Đắk Lắk Ỷ phượng quạnh nghiêng ngoạm"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_vietnamese_word_is_plausible(word):
    assert plausible(word)


@pytest.mark.parametrize(
    "word", ["Cafộ", "vâ", "Nguyeãn", "ngh", "Mỹller", "bâ", "qu", "aa", "", "w", "strong", "ệl", "Leõ", "cuả", "hảo2"]
)
def test_what_no_syllable_could_be_is_not(word):
    assert not plausible(word)


def test_stop_needs_its_tone_only_when_strict():
    assert not plausible("tôt")
    assert plausible("tôt", strict=False)
    assert plausible("tốt")
    assert not plausible("tồt")
