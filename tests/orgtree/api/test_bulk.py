"""One field changed for many through the API: looked at, then written as it was shown."""

import pytest

from anphu.kit import history
from orgtree.models import Contact, Person

THEORY = "/api/v1/people/bulk/core/theory/"
WHY = {"reason": "Rà soát theo Công văn 12"}


def ids(world, *keys):
    return [world.people[key].pk for key in keys]


def test_field_is_looked_at_and_written_as_shown(api, world):
    board = api("board")
    shown = board.post(f"{THEORY}look/", {"value": 3, "people": ids(world, "an", "binh", "cuong")}).json()
    binh, cuong = ids(world, "binh", "cuong")
    assert shown == {
        "changes": [{"person": binh, "before": 2}, {"person": cuong, "before": 1}],
        "unchanged": 1,
        "refused": [],
    }
    assert Person.objects.filter(theory=3).count() == 1
    assert board.post(THEORY, {"value": 3, "was": shown["changes"], **WHY}).json() == {"changed": 2}
    assert Person.objects.filter(theory=3).count() == 3


def test_what_changed_meanwhile_is_not_written_over(api, world):
    (binh,) = ids(world, "binh")
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(pk=binh).update(theory=1)
    answer = api("board").post(THEORY, {"value": 3, "was": [{"person": binh, "before": 2}], **WHY})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert Person.objects.get(pk=binh).theory == 1


def test_part_that_somebody_does_not_have_is_made(api, world):
    was = [{"person": pk, "before": None} for pk in ids(world, "an")]
    body = {"value": "Ấp An Hòa", "was": was, **WHY}
    assert api("board").post("/api/v1/people/bulk/contact/residence/", body).json() == {"changed": 1}
    assert Contact.objects.get().residence == "Ấp An Hòa"


@pytest.mark.parametrize(
    ("place", "body", "status", "code"),
    [
        ("core/full_name/look", {"value": "x", "people": [1]}, 404, "not_found"),
        ("background/arrests/look", {"value": "x", "people": [1]}, 404, "not_found"),
        ("core/theory/look", {"value": "x", "people": [1]}, 400, "invalid"),
        ("core/theory/look", {"value": 77, "people": [1]}, 400, "invalid"),
        ("core/theory/look", {"value": 3, "people": []}, 400, "nobody_chosen"),
        ("core/theory/look", {"value": 3, "people": [0]}, 400, "invalid"),
        ("core/theory/look", {"value": 3, "people": [999999]}, 404, "no_such_person"),
        ("core/theory", {"value": 3, "was": [{"person": 1, "before": 2}]}, 400, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(api, world, place, body, status, code):
    answer = api("board").post(f"/api/v1/people/bulk/{place}/", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("role", ["alpha_secretary", "auditor", "inspector"])
def test_only_who_edits_changes_many(api, world, role):
    for place in (THEORY, f"{THEORY}look/"):
        answer = api(role).post(place, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_looking_costs_the_same_however_many_people(api, world, django_assert_num_queries):
    board = api("board")
    for keys in (("an",), ("an", "binh", "cuong", "em")):
        board.post(f"{THEORY}look/", {"value": 1, "people": ids(world, *keys)})
        with django_assert_num_queries(8):
            board.post(f"{THEORY}look/", {"value": 1, "people": ids(world, *keys)})
