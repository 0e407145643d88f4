"""One filter a noun, asked as both faces ask it."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from anphu.kit import history
from orgtree.filters import MembershipFilter, PersonFilter, PostingFilter, UnitFilter
from orgtree.models import Confirmation, PartyMembership, Person, Posting, UnitVersion
from orgtree.models.dossier import Contact
from tests.world import TODAY


@pytest.fixture
def ask(world):
    """`ask(PersonFilter, "board", sex="F")`: the filter, filled in by that account."""
    rows = {
        PersonFilter: Person.objects.visible_to,
        UnitFilter: UnitVersion.objects.on(TODAY).visible_to,
        PostingFilter: Posting.objects.on(TODAY).visible_to,
        MembershipFilter: PartyMembership.objects.on(TODAY).visible_to,
    }

    def make(filterset, name, **data):
        user = world.user(name)
        request = SimpleNamespace(user=user, on=TODAY)
        return filterset(
            {key: str(value) for key, value in data.items()}, rows[filterset](user, TODAY), request=request
        )

    return make


def names(filterset):
    assert filterset.is_valid(), filterset.errors
    return {person.full_name.split()[-1] for person in filterset.qs}


@pytest.mark.parametrize("unit", ["9" * 5000, "\u0661", "-1", "abc"])
def test_a_unit_that_is_none_is_not_offered(ask, unit):
    asked = ask(PersonFilter, "board", unit=unit)
    assert unit not in {str(key) for key, _label in asked.form.fields["unit"].choices}
    assert not asked.is_valid()


def test_person_by_unit_takes_the_subtree(ask, world):
    assert names(ask(PersonFilter, "board", unit=world.units["alpha"].pk)) == {"An", "Bình", "Cường", "Dung", "Lan"}
    assert names(ask(PersonFilter, "board", unit=world.units["alpha1"].pk)) == {"An", "Bình"}


def test_person_by_a_unit_out_of_sight_is_refused_like_one_that_is_not(ask, world):
    there = ask(PersonFilter, "alpha_secretary", unit=world.units["beta"].pk)
    nowhere = ask(PersonFilter, "alpha_secretary", unit=10**15)
    assert not there.is_valid()
    assert there.errors == nowhere.errors


def test_person_by_title_held(ask, world):
    assert names(ask(PersonFilter, "board", title=world.titles["secretary"].pk)) == {"An", "Em"}
    assert names(ask(PersonFilter, "alpha_secretary", title=world.titles["secretary"].pk)) == {"An"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"sex": "F"}, {"Bình", "Dung", "Giang", "Lan"}),
        ({"age_to": 28}, {"Hải", "Lan"}),
        ({"age_from": 45}, {"An", "Em"}),
        ({"age_from": 40, "age_to": 40}, {"Khánh"}),
        ({"education": 3}, {"Cường"}),
        ({"theory": "null"}, {"Dung"}),
        ({"q": "nguyen"}, {"An", "Dung"}),
    ],
)
def test_person_by_what_the_record_says(ask, data, expected):
    assert names(ask(PersonFilter, "board", **data)) == expected


def test_person_completes_a_year_on_the_birthday(ask):
    """Dung, born on 07/07/1991, is 29 on 07/07/2020."""
    assert names(ask(PersonFilter, "board", age_from=29, age_to=29)) == {"Dung"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("age_from", "abc"),
        ("age_from", "-1"),
        ("age_to", "999"),
        ("sex", "X"),
        ("education", "77"),
        ("unit", "abc"),
        ("unit", "9" * 40),
        ("title", "9" * 40),
        ("ethnic_group", "0"),
        ("q", "x" * 101),
        ("q", "a\x00b"),
        ("ordering", "identity_number"),
    ],
)
def test_person_nonsense_is_an_error_of_its_field(ask, key, value):
    assert list(ask(PersonFilter, "board", **{key: value}).errors) == [key]


def test_person_unknown_values_come_last_either_way(ask):
    for order in ("theory", "-theory"):
        rows = list(ask(PersonFilter, "board", ordering=order).qs)
        assert rows[-1].full_name == "Nguyễn Thị Dung"


def test_person_units_offered_are_ones_own_and_those_directly_under(ask, world):
    offered = [label for _pk, label in ask(PersonFilter, "alpha_secretary").form.fields["unit"].choices]
    assert offered[1:] == ["Đảng bộ xã Khánh An", "Chi bộ ấp An Hòa", "Chi bộ ấp An Khánh"]


def test_person_unit_asked_for_is_offered_too(ask, world):
    form = ask(PersonFilter, "board", unit=world.units["alpha2"].pk).form
    assert "Chi bộ ấp An Khánh" in dict(form.fields["unit"].choices).values()
    assert "Chi bộ ấp An Khánh" not in dict(ask(PersonFilter, "board").form.fields["unit"].choices).values()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"q": "xa khanh an"}, {"alpha"}),
        ({"q": "AN KHÁNH"}, {"alpha2", "alpha"}),
        ({"kind": "grassroots_cell"}, {"gamma"}),
        ({"sector": "government"}, {"gamma"}),
        ({"commune_code": "30355"}, {"beta"}),
    ],
)
def test_unit_by_what_the_version_says(ask, data, codes):
    assert {version.unit.code for version in ask(UnitFilter, "board", **data).qs} == codes


def test_unit_by_subtree_and_by_parent(ask, world):
    alpha = world.units["alpha"].pk
    assert ask(UnitFilter, "board", unit=alpha).qs.count() == 3
    assert ask(UnitFilter, "board", parent=alpha).qs.count() == 2


def test_posting_by_title_level_and_person(ask, world):
    assert ask(PostingFilter, "board", title=world.titles["secretary"].pk).qs.count() == 2
    assert ask(PostingFilter, "board", level="commune").qs.count() == 6
    assert ask(PostingFilter, "board", person=world.people["an"].pk).qs.count() == 1
    assert ask(PostingFilter, "alpha_secretary").qs.count() == 4


def test_membership_by_unit(ask, world):
    assert ask(MembershipFilter, "board", unit=world.units["beta"].pk).qs.count() == 3


@pytest.mark.parametrize(
    ("lacking", "found"),
    [
        ("theory", {"Dung"}),
        ("contact", {"Bình", "Cường", "Dung", "Em", "Giang", "Hải", "Khánh", "Lan"}),
        ("education", set()),
    ],
)
def test_people_are_found_by_what_their_dossiers_lack(world, ask, lacking, found):
    with history.acting(actor=None, verb="fill", reason="tests"):
        Contact.objects.create(person=world.people["an"])
    assert names(ask(PersonFilter, "board", lacking=lacking)) == found


def test_empty_text_is_lacking(world, ask):
    with history.acting(actor=None, verb="fill", reason="tests"):
        Person.objects.filter(pk=world.people["em"].pk).update(identity_number="")
    assert names(ask(PersonFilter, "board", lacking="identity_number")) == {"Em"}


def test_people_whom_nobody_has_confirmed_for_long_are_found(world, ask):
    days = {"an": 10, "binh": 400, "cuong": 800}
    with history.acting(actor=None, verb="confirm", reason="tests"):
        for key, age in days.items():
            at = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(9))) - datetime.timedelta(days=age)
            Confirmation.objects.create(person=world.people[key], section="core", by=world.users["board"], at=at)
    everybody = names(ask(PersonFilter, "alpha_secretary"))
    assert names(ask(PersonFilter, "alpha_secretary", unconfirmed=1)) == everybody - {"An"}
    assert names(ask(PersonFilter, "alpha_secretary", unconfirmed=2)) == everybody - {"An", "Bình"}
