import datetime

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.models import Merge, NotSame, PartyMembership, Person
from orgtree.queries import duplicates, merging
from orgtree.sections.values import get


def values(person, **changed):
    return {**{name: get(person, name) for name in duplicates.COMPARED}, **changed}


def typed(person, **changed):
    """A person as a sheet without numbers tells it."""
    return values(person, **{"identity_number": "", "party_card": "", **changed})


def found(candidates):
    return [candidate.person for candidate in candidates]


def twin(world, key, unit="alpha1", **changed) -> Person:
    """A second record of somebody, as it would have been entered again."""
    old = world.people[key]
    with history.acting(actor=None, verb="test", reason="test"):
        made = Person.objects.create(
            **{
                "full_name": old.full_name,
                "sex": old.sex,
                "birth_date": old.birth_date,
                "ethnic_group": old.ethnic_group,
                "religion": old.religion,
                "home_town": old.home_town,
                **changed,
            }
        )
        since = datetime.date(2011, 1, 1)
        PartyMembership.objects.create(person=made, unit=world.units[unit], period=period(since), admitted_on=since)
    return made


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"full_name": "nguyen van an"},
        {"full_name": "An Nguyễn Văn"},
        {"full_name": "Nguyễn Văn Ân", "birth_date": PartialDate(1972)},
        {"birth_date": PartialDate(1972, 1, 5)},
        {"birth_date": PartialDate(1973, 5, 1)},
        {"full_name": "Nguyễn Văm An"},
        {"full_name": "Phạm Kỳ", "identity_number": "89000000000"},
        {"full_name": "Nguyễn Văn Anh", "birth_date": PartialDate(1972, 5, 7), "home_town": "Xã thử, huyện Thử"},
        {"full_name": "Nguyễn Văn Án", "birth_date": None, "identity_number": "089000000009"},
    ],
    ids=range(10),
)
def test_person_is_found_again_whatever_a_hand_got_wrong(world, changed):
    candidates = duplicates.near(typed(world.people["an"], **changed), world.user("board"), world.today)
    assert world.people["an"] in found(candidates)
    assert all(candidate.reasons for candidate in candidates)


def test_nobody_is_found_for_a_stranger(world):
    stranger = {"full_name": "Huỳnh Tấn Phát", "birth_date": PartialDate(1960, 2, 2), "home_town": "Cà Mau"}
    assert duplicates.near(stranger, world.user("board"), world.today) == []
    assert duplicates.near({}, world.user("board"), world.today) == []


def test_person_is_no_double_of_oneself(world):
    person = world.people["an"]
    assert duplicates.near(values(person), world.user("board"), world.today, exclude=person.pk) == []


def test_record_out_of_sight_is_said_to_be_there_and_nothing_more(world):
    theirs = typed(world.people["em"])
    assert found(duplicates.near(theirs, world.user("board"), world.today)) == [world.people["em"]]
    (elsewhere,) = duplicates.near(theirs, world.user("alpha_secretary"), world.today)
    assert (elsewhere.person, elsewhere.reasons) == (None, ())


def test_candidates_cost_as_many_queries_however_many_there_are(world, django_assert_num_queries):
    user = world.user("board")
    user.granted("see_people")
    with django_assert_num_queries(3):
        duplicates.near(typed(world.people["an"]), user, world.today)
    for _number in range(3):
        twin(world, "an")
    with django_assert_num_queries(3):
        assert len(duplicates.near(typed(world.people["an"]), user, world.today)) == 4


def test_many_rows_are_compared_by_two_queries(world, django_assert_num_queries):
    rows = {key: typed(person) for key, person in world.people.items()}
    rows["stranger"] = {"full_name": "Huỳnh Tấn Phát", "birth_date": PartialDate(1960, 2, 2)}
    with django_assert_num_queries(2):
        judged = duplicates.near_many(rows)
    assert {key: found(candidates) for key, candidates in judged.items()} == {
        key: [person] for key, person in world.people.items()
    }


def test_rows_of_a_sheet_find_people_by_each_road(world):
    an = world.people["an"]
    rows = {
        "marks": typed(an, full_name="NGUYEN VAN AN"),
        "order": typed(an, full_name="An Nguyễn Văn"),
        "letter": typed(an, full_name="Nguyễn Văm An"),
        "exchanged": typed(an, birth_date=PartialDate(1972, 1, 5)),
        "digit": typed(an, birth_date=PartialDate(1992, 5, 1)),
        "year": typed(an, birth_date=PartialDate(1972)),
        "number": {"full_name": "x", "identity_number": "89000000000"},
        "card": {"full_name": "x", "party_card": "0"},
    }
    judged = duplicates.near_many(rows)
    assert {key for key, candidates in judged.items() if found(candidates) == [an]} == rows.keys() - {"card"}


def test_other_name_stored_after_the_name_does_not_hide_it(world):
    known = twin(world, "an", full_name="Lê Thị Sáu", other_name="Sáu Lúa", birth_date=datetime.date(1950, 1, 2))
    rows = {1: {"full_name": "Le Thi Sau", "birth_date": PartialDate(1950), "home_town": known.home_town}}
    assert [found(candidates) for candidates in duplicates.near_many(rows).values()] == [[known]]


def test_record_given_up_is_nobodys_double(world):
    second = twin(world, "an")
    with history.acting(actor=None, verb="test", reason="test"):
        Merge.objects.create(kept=world.people["an"], gone=second, by=world.users["board"], moved="{}")
    rows = {1: typed(second)}
    assert found(duplicates.near_many(rows)[1]) == [world.people["an"]]
    assert found(duplicates.near(rows[1], world.user("board"), world.today)) == [world.people["an"]]


def test_pairs_are_those_in_sight_until_somebody_says_otherwise(world, django_assert_num_queries):
    board, secretary = world.user("board"), world.user("alpha_secretary")
    assert duplicates.pairs(board, world.today) == []
    near, far = twin(world, "an"), twin(world, "em", unit="beta1")
    board.granted("see_people")
    with django_assert_num_queries(12):  # compared, and kept
        duplicates.pairs(board, world.today)
    with django_assert_num_queries(4):
        pairs = duplicates.pairs(board, world.today)
    assert {(pair.one, pair.other) for pair in pairs} == {(world.people["an"], near), (world.people["em"], far)}
    assert [pair.other for pair in duplicates.pairs(secretary, world.today)] == [near]
    with history.acting(actor=None, verb="test", reason="test"):
        NotSame.objects.create(one=world.people["an"], other=near, by=world.users["board"])
    assert [pair.other for pair in duplicates.pairs(board, world.today)] == [far]


CHANGES = [
    lambda world, far: Person.objects.filter(pk=far.pk).update(birth_date="1950-01-01", home_town="", name_fold="la"),
    lambda world, far: far.memberships.all().delete(),
    lambda world, far: Merge.objects.create(kept=world.people["em"], gone=far, by=world.users["board"], moved="{}"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["another birth", "out of sight", "merged"])
def test_pairs_follow_every_change(world, change):
    board, far = world.user("board"), twin(world, "em", unit="beta1")
    assert [pair.other for pair in duplicates.pairs(board, world.today)] == [far]
    with history.acting(actor=None, verb="test", reason="test"):
        change(world, far)
    assert duplicates.pairs(board, world.today) == []


def test_address_of_a_record_leads_through_all_merges(world):
    one, two, three = (world.people[key] for key in ("an", "binh", "cuong"))
    with history.acting(actor=None, verb="test", reason="test"):
        Merge.objects.create(kept=two, gone=one, by=world.users["board"], moved="{}")
        Merge.objects.create(kept=three, gone=two, by=world.users["board"], moved="{}")
    assert [merging.stands_for(person.pk) for person in (one, two, three)] == [three.pk, three.pk, None]
