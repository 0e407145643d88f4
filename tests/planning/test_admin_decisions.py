"""Decisions in the administration: made known, and closed by rule, as on their pages."""

import pytest
from django.urls import reverse

from planning.models import Decision, Publication
from tests.deciding import appoint, approved

REGISTER = "admin:planning_decision_changelist"


@pytest.fixture
def decided(world):
    return approved(world, [("alpha", "lan", "add")], "alpha")


def press(client, rows, **typed):
    ids = [row.pk for row in rows]
    return client.post(reverse(REGISTER), {"action": "publish", "_selected_action": ids, "confirmed": "1", **typed})


def test_decision_is_made_known_from_the_list(decided, sign_in):
    answer = press(sign_in("board"), [decided], audience="people", until="20/07/2020")

    assert answer.status_code == 302
    row = Publication.objects.get()
    assert (row.decision, row.audience, row.receipts.count()) == (decided, "people", 2)


def test_decision_made_known_twice_is_refused_with_its_reason(decided, sign_in):
    client = sign_in("board")
    press(client, [decided], audience="units")

    answer = press(client, [decided], audience="units")

    assert "đã được công bố" in answer.content.decode() or "already" in answer.content.decode()
    assert Publication.objects.count() == 1


def test_page_of_a_decision_shows_its_digest(decided, sign_in):
    page = sign_in("btv").get(reverse("admin:planning_decision_change", args=[decided.pk])).content.decode()

    assert decided.seal.digest in page


def test_entries_end_by_rule_from_the_list(world, sign_in):
    appoint(world, "binh", "secretary")
    address = reverse("admin:planning_decision_by_rule")
    client = sign_in("board")
    assert address in client.get(reverse(REGISTER)).content.decode()
    assert client.get(address).status_code == 200

    assert client.post(address, {"confirmed": "1"}).status_code == 302

    assert Decision.objects.get(kind="by_rule").decided_by == world.users["board"]
    assert sign_in("btv").get(address).status_code == 403
