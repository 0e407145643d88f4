"""Is this word a Vietnamese syllable? The one question by which mojibake and real words are told apart.

A syllable is an onset, a rime and a tone; the lists below are those of the spelling taught in schools, with the few
endings in -k that place names of the highlands keep. Syllables closed by a stop (p, t, c, ch) carry only two tones.
"""

import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")
_SPELLED_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_SPELLED_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y ych ym yn ynh yt yêm yên yêng yêt yêu
    o oc oi om on ong ooc oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    ak ăk êk ôk
    """
_ONSETS = frozenset(_SPELLED_ONSETS.split()) | {""}
_RIMES = frozenset(_SPELLED_RIMES.split())
_STOPS = ("p", "t", "c", "ch", "k")


@lru_cache(maxsize=1 << 16)
def plausible(word: str, *, strict: bool = True) -> bool:
    """Whether `word`, in any case, is one syllable. Without `strict` a missing tone ("tôt" for "tốt") is forgiven."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else letters).append(char)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(letters))
    if strict and plain.endswith(_STOPS) and not _STOP_TONES.issuperset(tones):
        return False
    if strict and plain.endswith(_STOPS) and not tones and not plain.isascii():
        return False
    return any(plain[:cut] in _ONSETS and plain[cut:] in _RIMES for cut in range(min(4, len(plain))))
