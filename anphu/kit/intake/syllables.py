"""Is this word a Vietnamese syllable? The one question by which mojibake and real words are told apart.

A syllable is an onset, a rime and a tone; the lists below are those of the spelling taught in schools, with the few
endings in -k that place names of the highlands keep. Syllables closed by a stop (p, t, c, ch) carry only two tones, and
the mark of the tone has its place in the rime.
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
_VOWELS = "aăâeêioôơuưy"
_SHAPED = "ăâêôơư"
_STOPS = ("p", "t", "c", "ch", "k")


@lru_cache(maxsize=1 << 16)
def plausible(word: str, *, strict: bool = True) -> bool:
    """Whether `word`, in any case, is one syllable. Not `strict` forgives a missing or misplaced tone ("tôt")."""
    letters, tone, place = _apart(word)
    if tone is None:
        return False
    if strict and letters.endswith(_STOPS) and not letters.isascii() and tone not in _STOP_TONES:
        return False
    if strict and letters.endswith(_STOPS) and tone and tone not in _STOP_TONES:
        return False
    return any(
        letters[:cut] in _ONSETS
        and letters[cut:] in _RIMES
        and (not strict or not tone or _carries_tone(letters[cut:], place - cut))
        for cut in range(min(4, len(letters)))
    )


def _apart(word: str) -> tuple[str, str | None, int]:
    """Letters without tones, the tone ("" for level, None for more than one), and the letter that carries it."""
    letters: list[str] = []
    tone, place = "", 0
    for char in unicodedata.normalize("NFC", word.lower()):
        marks = unicodedata.normalize("NFD", char)
        tones = [mark for mark in marks if mark in _TONES]
        if tones and (tone or len(tones) > 1):
            return "", None, 0
        if tones:
            tone, place = tones[0], len(letters)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)))
    return "".join(letters), tone, place


def _carries_tone(rime: str, place: int) -> bool:
    """On the last letter with a shape; else on the last vowel before a consonant, the middle of three, the first of two
    (oa, oe and uy are written either way).
    """
    vowels = len(rime) - len(rime.lstrip(_VOWELS))
    shaped = [index for index in range(vowels) if rime[index] in _SHAPED]
    if rime in ("oa", "oe", "uy"):
        return place in (0, 1)
    if shaped:
        return place == shaped[-1]
    if vowels < len(rime):
        return place == vowels - 1
    return place == (1 if vowels == 3 else 0)
