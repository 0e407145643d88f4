from datetime import date

from anphu.demo.papers import identity_number, party_card
from anphu.demo.people import Someone
from orgtree.choices import Sex


def born(year: int, sex: Sex) -> Someone:
    return Someone("An", sex, date(year, 5, 1), "01", "99", "", "", date(year + 25, 1, 1), 4, 2, 2)


def numbers(someone: Someone) -> list[str]:
    return [number for index in range(200) if len(number := identity_number(index, someone)) == 12]


def test_new_number_tells_province_sex_century_and_year():
    assert numbers(born(1971, Sex.MALE))[0].startswith("089071")
    assert numbers(born(2001, Sex.FEMALE))[0].startswith("089301")


def test_numbers_are_given_once():
    someone = born(1980, Sex.MALE)
    given = [number for index in range(60_000) if (number := identity_number(index, someone))]
    assert len(given) == len(set(given))
    assert {len(number) for number in given} == {9, 12}
    cards = [party_card(index, date(2010, 1, 1)) for index in range(60_000)]
    assert len(set(cards)) == 60_000
    assert {len(card) for card in cards} == {8}


def test_probationary_member_has_no_card():
    assert party_card(7, None) == ""
