import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.actions import identity
from orgtree.models import Contact, DossierRead, Merge, NotSame, Person
from tests.orgtree.queries.test_duplicates import twin

NEAR = {"full_name": "nguyen van an", "birth_date": "1/5/1972", "home_town": "Xã thử"}


@pytest.fixture
def second(world):
    """A second record of `an` in the other commune, with a residence of its own."""
    made = twin(world, "an", unit="beta1")
    with history.acting(actor=None, verb="test", reason="test"):
        Contact.objects.create(person=world.people["an"], residence="ấp An Hòa")
        Contact.objects.create(person=made, residence="ấp Phú Mỹ")
    return made


def ticked(world, second, **more) -> dict:
    """The form of the merge as the page offers it: the second record's membership is left out."""
    own = world.people["an"].memberships.get().pk
    theirs = second.memberships.get().pk
    return {
        "reason": "cùng một người",
        "shown": [f"memberships:{own}", f"memberships:{theirs}"],
        "row": [f"memberships:{own}"],
        "field:contact:residence": "gone",
        **more,
    }


def address(world, second) -> str:
    return reverse("merge", args=[world.people["an"].pk, second.pk])


def merged(world, second) -> Merge:
    theirs = second.memberships.get().pk
    choices = identity.Choices(leave=frozenset({("memberships", theirs)}))
    gesture = {"actor": world.user("board"), "on": world.today, "reason": "thử"}
    return identity.merge(**gesture, kept=world.people["an"].pk, gone=second.pk, choices=choices)


def test_people_who_look_the_same_appear_while_typing(world, sign_in):
    body = sign_in("board").post(reverse("near-people"), NEAR).content.decode()
    assert reverse("person", args=[world.people["an"].pk]) in body
    assert "Trần Thị Bình" not in body


@pytest.mark.parametrize("typed", [{}, {"full_name": "x" * 5000, "birth_date": "32/13/19999", "identity_number": "%"}])
def test_nothing_usable_typed_finds_nobody(world, sign_in, typed):
    answer = sign_in("board").post(reverse("near-people"), typed)
    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


@pytest.mark.parametrize("name", ["alpha_clerk", "auditor", "nobody"])
def test_who_does_not_edit_people_compares_none(world, sign_in, second, name):
    client = sign_in(name)
    assert client.post(reverse("near-people"), NEAR).status_code == 403
    assert client.get(reverse("duplicates")).status_code == 403
    assert client.get(address(world, second)).status_code == 403
    assert client.post(address(world, second), ticked(world, second)).status_code == 403
    assert client.post(reverse("not-same"), {"one": world.people["an"].pk, "other": second.pk}).status_code == 403
    assert (Merge.objects.count(), NotSame.objects.count()) == (0, 0)


def test_pairs_lead_to_their_comparison_until_said_to_be_two(world, sign_in, second):
    client = sign_in("board")
    page = client.get(reverse("duplicates"))
    assert address(world, second) in page.content.decode()
    client.post(reverse("not-same"), {"one": second.pk, "other": world.people["an"].pk})
    assert address(world, second) not in client.get(reverse("duplicates")).content.decode()


@pytest.mark.parametrize("data", [{}, {"one": "1"}, {"one": "x", "other": "y"}, {"one": "9" * 30, "other": "1"}])
def test_incomplete_form_is_refused(world, sign_in, data):
    assert sign_in("board").post(reverse("not-same"), data).status_code == 400


def test_comparison_shows_both_and_is_in_the_read_log(world, sign_in, second):
    page = sign_in("board").get(address(world, second))
    body = page.content.decode()
    assert "ấp An Hòa" in body
    assert "ấp Phú Mỹ" in body
    read = DossierRead.objects.filter(detail="merge").values_list("person", flat=True)
    assert set(read) == {world.people["an"].pk, second.pk}


def test_merge_leads_to_the_kept_record_and_so_does_the_old_address(world, sign_in, second):
    client = sign_in("board")
    kept = reverse("person", args=[world.people["an"].pk])
    answer = client.post(address(world, second), ticked(world, second))
    assert (answer.status_code, answer["Location"]) == (302, kept)
    assert Contact.objects.get(person=world.people["an"]).residence == "ấp Phú Mỹ"
    old = client.get(reverse("person", args=[second.pk]))
    assert (old.status_code, old["Location"]) == (302, kept)
    listed = client.get(reverse("people")).content.decode()
    assert reverse("person", args=[second.pk]) not in listed


def test_old_address_is_not_found_by_who_does_not_see_the_kept_record(world, client, second):
    merged(world, second)
    client.force_login(world.users["beta_secretary"])
    assert client.get(reverse("person", args=[second.pk])).status_code == 404


def test_refused_merge_keeps_what_was_chosen(world, sign_in, second):
    both = ticked(world, second)
    answer = sign_in("board").post(address(world, second), {**both, "row": both["shown"]})
    body = answer.content.decode()
    assert (answer.status_code, Merge.objects.count()) == (409, 0)
    assert 'id="field:contact:residence-gone" name="field:contact:residence" value="gone" checked' in body
    assert all(f'name="row" value="{row}" checked' in body for row in both["shown"])
    assert sign_in("board").post(address(world, second), {**both, "reason": ""}).status_code == 400


@pytest.mark.parametrize(
    "shown", ["memberships", "memberships:x", "x:1", "memberships:999999999", "memberships:" + "9" * 30]
)
def test_rows_that_are_none_are_refused_or_ignored(world, sign_in, second, shown):
    answer = sign_in("board").post(address(world, second), {"reason": "x", "shown": [shown]})
    assert answer.status_code in (400, 404, 409)
    assert not Merge.objects.exists()


def test_merge_is_taken_back_from_its_history(world, sign_in, second):
    row = merged(world, second)
    client = sign_in("board")
    undo = reverse("merge-undo", args=[row.pk])
    page = client.get(reverse("person", args=[world.people["an"].pk]), {"tab": "history"}).content.decode()
    assert undo in page
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": ""}).status_code == 400
    answer = client.post(undo, {"reason": "nhầm"})
    assert answer["Location"] == reverse("person", args=[second.pk])
    assert Person.objects.visible_to(world.user("board"), world.today).filter(pk=second.pk).exists()
    assert client.post(undo, {"reason": "nhầm"}).status_code in (404, 409)


def test_history_of_the_kept_record_tells_of_both(world, sign_in, second):
    merged(world, second)
    body = sign_in("board").get(reverse("person", args=[world.people["an"].pk]), {"tab": "history"}).content.decode()
    assert "ấp Phú Mỹ" in body


def test_pages_cost_as_many_queries_however_many_there_are(world, sign_in, second, django_assert_num_queries):
    client = sign_in("board")
    client.get(reverse("duplicates"))
    with django_assert_num_queries(8):
        client.get(reverse("duplicates"))
    for _number in range(3):
        twin(world, "em", unit="beta1")
    client.get(reverse("duplicates"))
    with django_assert_num_queries(8):
        client.get(reverse("duplicates"))


def test_nothing_is_merged_on_another_day(world, sign_in, second):
    client = sign_in("board")
    client.post(reverse("set-day"), {"day": "01/01/2020"})
    assert client.post(address(world, second), ticked(world, second)).status_code == 409
    assert not Merge.objects.exists()
