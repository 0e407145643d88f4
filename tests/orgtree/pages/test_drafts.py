"""Drafts: what somebody has typed and not saved comes back to them, and to nobody else."""

import pytest
from django.db import connection

from anphu.kit import history
from orgtree.models import Contact, Draft
from tests.orgtree.pages.entering import at, keep, opened


def test_draft_comes_back_with_a_notice_and_goes_when_saved(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    place = client.get(address).context["entry"].place
    assert keep(client, place, phone="0901", was=opened(client, address)["was"]).status_code == 200
    entry = client.get(address).context["entry"]
    assert (entry.draft.content["phone"], entry.form["phone"].value()) == ("0901", "0901")
    assert client.post(address, opened(client, address)).status_code == 302
    assert (Contact.objects.get().phone, Draft.objects.count()) == ("0901", 0)


def test_draft_is_each_users_own_and_encrypted(sign_in, world):
    address = at("section", world, "contact")
    keep(sign_in("board"), f"contact:{world.people['an'].pk}:", phone="0901")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM orgtree_draft")
        assert "0901" not in cursor.fetchone()[0]
    with history.acting(actor=None, verb="test", reason="tests"):
        world.users["inspector"].grants.update(role="board_clerk")
    assert sign_in("inspector").get(address).context["entry"].draft is None


def test_draft_can_be_thrown_away(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    keep(client, f"contact:{world.people['an'].pk}:", phone="0901")
    assert client.post(address, {"discard": "1"}).url == address
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("place", "typed", "status"), [("", "x", 400), ("Ă" * 5, "x", 400), ("a", "x" * 60_000, 413)])
def test_draft_out_of_bounds_is_refused(sign_in, place, typed, status):
    assert keep(sign_in("board"), place, note=typed).status_code == status
    assert Draft.objects.count() == 0
