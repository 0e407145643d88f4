"""Numbers that say who somebody is. Decree 137/2015/NĐ-CP article 13: three digits of the province of birth
registration, one of century and sex, two of the year of birth, six at random. People keep their number after a
correction of the record, so a mismatch warns and does not block."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgtree.choices import Confidence, Sex
from orgtree.rules.checks.shapes import Check, Facts, Remark

IDENTITY = "NĐ 137/2015/NĐ-CP, Điều 13; TT 07/2016/TT-BCA, Điều 7"
CARD = "HD 38-HD/BTCTW (2025)"


def _about(facts: Facts, sentence: str, *values) -> Remark:
    return Remark(sentence, "core", "identity_number", (facts.person.identity_number, *values))


def _twelve(facts: Facts) -> str:
    number = facts.person.identity_number
    return number if len(number) == 12 else ""


def sex_and_century(facts: Facts) -> Iterator[Remark]:
    number, year = _twelve(facts), facts.person.birth_date.year
    if number:
        expected = (year // 100 - 19) * 2 + (facts.person.sex == Sex.FEMALE)
        if int(number[3]) != expected:
            sentence = _("The fourth digit of the identity number is %(is)s; sex and century of birth make it %(be)d.")
            yield _about(facts, sentence % {"is": number[3], "be": expected}, facts.person.sex, year)


def year_of_birth(facts: Facts) -> Iterator[Remark]:
    number, year = _twelve(facts), facts.person.birth_date.year
    if number and number[4:6] != f"{year % 100:02}":
        sentence = _("Digits 5 and 6 of the identity number are %(is)s; the year of birth is %(year)d.")
        yield _about(facts, sentence % {"is": number[4:6], "year": year}, year)


def province(facts: Facts) -> Iterator[Remark]:
    number, papers = _twelve(facts), facts.single("papers")
    if not number or not facts.provinces:
        return
    if number[:3] not in facts.provinces.values():
        yield _about(facts, _("The identity number begins with %s, which is no province.") % number[:3])
    elif papers is not None and papers.birth_province_id:
        registered = facts.provinces.get(papers.birth_province_id, "")
        if registered and registered != number[:3]:
            sentence = _("The identity number begins with %(is)s; the province of birth registration is %(be)s.")
            yield _about(facts, sentence % {"is": number[:3], "be": registered}, registered)


def old_number(facts: Facts) -> Iterator[Remark]:
    if len(facts.person.identity_number) == 9:
        yield _about(facts, _("This is an old number of 9 digits; enter the number of 12 digits when it is known."))


def old_card(facts: Facts) -> Iterator[Remark]:
    card = facts.person.party_card
    if len(card) == 8:
        sentence = _("This is an old Party card of 8 digits; enter the card of 12 digits when it has been exchanged.")
        yield Remark(sentence, "core", "party_card", (card,))


CHECKS = (
    Check(
        "identity_sex",
        gettext_lazy("Identity number against sex and century"),
        sex_and_century,
        IDENTITY,
        confidence=Confidence.SEEN,
        reads=(),
    ),
    Check(
        "identity_year",
        gettext_lazy("Identity number against the year of birth"),
        year_of_birth,
        IDENTITY,
        confidence=Confidence.SEEN,
        reads=(),
    ),
    Check(
        "identity_province",
        gettext_lazy("Identity number against the province"),
        province,
        IDENTITY,
        confidence=Confidence.SEEN,
        reads=("papers",),
    ),
    Check(
        "identity_old",
        gettext_lazy("Identity number of 9 digits"),
        old_number,
        IDENTITY,
        confidence=Confidence.UNVERIFIED,
        reads=(),
    ),
    Check(
        "card_old", gettext_lazy("Party card of 8 digits"), old_card, CARD, confidence=Confidence.SECOND_HAND, reads=()
    ),
)
