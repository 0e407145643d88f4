import pytest

from anphu.kit.partial_dates import PartialDate
from orgtree.rules import likeness as rules
from orgtree.rules.likeness import ASK, Face, likeness

PERSON = {
    "full_name": "Nguyễn Văn Hùng",
    "birth_date": PartialDate(1978, 3, 9),
    "home_town": "Xã Khánh An, huyện An Phú, An Giang",
    "identity_number": "089078001234",
    "party_card": "00123456",
}


def compared(one: dict, other: dict):
    return likeness(Face.of(one), Face.of(other))


def signs(**changed) -> list:
    """Reasons found between PERSON and PERSON with other values, without those that every pair here shares."""
    return list(compared(PERSON, {**PERSON, **changed}).reasons)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("NGUYỄN VĂN HÙNG", rules.SAME_NAME),
        ("Nguyen Van Hung", rules.SAME_BUT_MARKS),
        ("Hùng Nguyễn Văn", rules.OTHER_ORDER),
        ("Nguyễn Văn Hùnh", rules.ONE_LETTER),
        ("Nguyễn Hùng", rules.PART_OF_NAME),
    ],
)
def test_names_are_compared_with_what_hands_get_wrong(name, reason):
    assert reason.reason in signs(full_name=name)


def test_other_names_count_as_names():
    assert rules.SAME_NAME.reason in signs(full_name="Út Hùng", other_name="Nguyễn Văn Hùng")


def test_names_without_a_common_word_say_nothing():
    assert compared({"full_name": "Trần Thị Bình"}, {"full_name": "Lê Quốc Cường"}) == rules.Likeness(0, ())


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (PartialDate(1978, 3, 9), rules.SAME_BIRTH),
        (PartialDate(1978, 9, 3), rules.EXCHANGED),
        (PartialDate(1979, 3, 9), rules.ONE_DIGIT_OF_BIRTH),
        (PartialDate(1978, 3), rules.SAME_MONTH),
        (PartialDate(1978), rules.SAME_YEAR),
        (PartialDate(1978, 1, 1), rules.SAME_YEAR),
    ],
)
def test_birth_dates_are_compared_as_far_as_they_are_known(born, reason):
    assert reason.reason in signs(birth_date=born)


@pytest.mark.parametrize("born", [PartialDate(1978, 4), PartialDate(1977), PartialDate(1981, 12, 30), None])
def test_other_birth_dates_say_nothing(born):
    without = {key: value for key, value in PERSON.items() if key != "birth_date"}
    assert signs(birth_date=born) == list(compared(without, PERSON).reasons)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("89078001234", rules.SAME_IDENTITY),
        ("089 078 001 234", rules.SAME_IDENTITY),
        ("089078001235", rules.ONE_DIGIT_OF_IDENTITY),
        ("089078002134", rules.ONE_DIGIT_OF_IDENTITY),
    ],
)
def test_identity_numbers_are_compared_without_what_sheets_lose(number, reason):
    assert reason.reason in signs(identity_number=number)


def test_old_and_new_numbers_are_no_evidence_against_each_other():
    one = {"full_name": "A B", "identity_number": "089078001234"}
    assert compared(one, {**one, "identity_number": "351234567"}).score == rules.SAME_NAME.weight


def test_different_numbers_speak_against():
    alike = {key: PERSON[key] for key in ("full_name", "birth_date")}
    assert compared(alike, alike).score == 75
    other = {**alike, "identity_number": "089078009999", "party_card": "00999999"}
    assert compared({**PERSON, "home_town": ""}, other).score == 45 < ASK


def test_party_cards_padded_to_twelve_digits_are_the_same():
    assert rules.SAME_CARD.reason in signs(party_card="000000123456")


@pytest.mark.parametrize(
    ("home", "reason"), [("xã khánh an huyện an phú an giang", rules.SAME_HOME), ("Khánh An", rules.PART_OF_HOME)]
)
def test_home_towns_are_compared_without_marks_and_signs(home, reason):
    assert reason.reason in signs(home_town=home)


def test_likeness_does_not_depend_on_which_comes_first():
    for other in (PERSON, {"full_name": "Nguyen Hung", "birth_date": PartialDate(1978)}, {}):
        assert compared(PERSON, other) == compared(other, PERSON)


@pytest.mark.parametrize("keys", [("full_name",), ("birth_date", "home_town"), ("full_name", "home_town"), ()])
def test_what_many_people_share_is_not_enough_to_ask(keys):
    values = {key: PERSON[key] for key in keys}
    assert compared(values, values).score < ASK


@pytest.mark.parametrize("keys", [("full_name", "birth_date"), ("identity_number",), ("party_card",)])
def test_what_few_people_share_is_enough_to_ask(keys):
    values = {key: PERSON[key] for key in keys}
    assert compared(values, values).score >= ASK
