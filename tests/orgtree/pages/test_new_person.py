"""A person who is not in the lists yet, with their first membership."""

import pytest
from django.urls import reverse

from orgtree.models import Draft, PartyMembership, Person, Posting
from tests.orgtree.pages.entering import REASON, keep

NEW = {
    "full_name": "Hồ Thị Mới",
    "sex": "F",
    "birth_date": "2/3/1999",
    "membership-unit": "Chi bộ ấp An Hòa, Đảng bộ xã Khánh An",
    "membership-period_from": "07/07/2020",
    "membership-admitted_on": "07/07/2020",
} | REASON


def new_person(client, **typed):
    core = client.get(reverse("person-new")).context["core"]
    usual = {name: core[name].value() for name in ("ethnic_group", "religion")}
    return client.post(reverse("person-new"), usual | NEW | typed)


def test_person_is_recorded_with_the_first_membership(sign_in, world):
    answer = new_person(sign_in("board"))
    made = Person.objects.get(full_name="Hồ Thị Mới")
    assert answer.url == reverse("person", args=[made.pk])
    assert PartyMembership.objects.get(person=made).unit == world.units["alpha1"]


@pytest.mark.parametrize(
    ("typed", "form", "field"),
    [
        ({"birth_date": ""}, "core", "birth_date"),
        ({"identity_number": "089000000001"}, "core", "__all__"),
        ({"membership-unit": ""}, "membership", "unit"),
        ({"membership-official_on": "01/01/2019"}, "membership", "__all__"),
        ({"membership-period_from": "01/01/0001"}, "membership", "period_from"),
        ({"membership-period_until": "31/12/9999"}, "membership", "period_until"),
        ({"posting-unit": "Đảng bộ xã Khánh An"}, "posting", "title"),
        ({"reason": " "}, "reason", "reason"),
    ],
)
def test_person_entered_wrong_is_said_in_place_and_nothing_is_written(sign_in, world, typed, form, field):
    answer = new_person(sign_in("board"), **typed)
    assert answer.status_code == 400
    wrong = {name: list(answer.context[name].errors) for name in ("core", "membership", "posting", "reason")}
    assert {name: fields[:1] for name, fields in wrong.items() if fields} == {form: [field]}
    assert not Person.objects.filter(full_name="Hồ Thị Mới").exists()


def test_post_held_is_recorded_along(sign_in, world):
    post = {"unit": "Đảng bộ xã Khánh An", "title": "Công chức Văn phòng", "period_from": "01/06/2020"}
    new_person(sign_in("board"), **{f"posting-{name}": text for name, text in post.items()})
    made = Posting.objects.get(person__full_name="Hồ Thị Mới")
    assert (made.unit, made.title) == (world.units["alpha"], world.titles["official"])


def test_form_sent_twice_makes_one_person_and_both_answers_lead_there(sign_in, world):
    client = sign_in("board")
    answers = [new_person(client, once="abc") for _again in range(2)]
    made = Person.objects.get(full_name="Hồ Thị Mới")
    assert {answer.url for answer in answers} == {reverse("person", args=[made.pk])}


DOUBLE = {"full_name": "Nguyen Van An", "sex": "M", "birth_date": "1/5/1972", "home_town": "Xã thử, huyện Thử"}


def test_person_who_looks_like_somebody_on_record_is_asked_about(sign_in, world):
    client, an = sign_in("board"), world.people["an"]
    answer = new_person(client, **DOUBLE)
    body = answer.content.decode()
    assert (answer.status_code, Person.objects.filter(full_name="Nguyen Van An").count()) == (409, 0)
    assert f'href="{reverse("person", args=[an.pk])}"' in body
    assert f'name="sure" value="{an.pk}"' in body
    assert new_person(client, **DOUBLE, sure="0").status_code == 409
    assert new_person(client, **DOUBLE, sure=str(an.pk)).status_code == 302
    assert Person.objects.filter(full_name="Nguyen Van An").count() == 1


def test_box_ticked_while_typing_stays_ticked(sign_in, world):
    client, an = sign_in("board"), world.people["an"]
    boxes = [client.post(reverse("near-people"), DOUBLE | more) for more in ({}, {"sure": str(an.pk)}, {"sure": "0"})]
    assert [" checked>" in answer.content.decode() for answer in boxes] == [False, True, False]


def test_person_left_unfinished_comes_back(sign_in, world):
    client = sign_in("board")
    keep(client, "person:new", **{"full_name": "Hồ Thị", "membership-unit": "Chi bộ"})
    context = client.get(reverse("person-new")).context
    assert (context["core"]["full_name"].value(), context["membership"]["unit"].value()) == ("Hồ Thị", "Chi bộ")
    new_person(client)
    assert Draft.objects.count() == 0
