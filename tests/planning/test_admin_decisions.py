"""Decisions in the administration: made known, and closed by rule, as on their pages."""

import pytest
from django.urls import reverse

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant
from planning.models import Decision, PlanEntry, Publication, Receipt
from tests.deciding import appoint, approved
from tests.world import SINCE

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


def test_decision_is_corrected_by_a_later_one(decided, sign_in):
    client, address = sign_in("btv"), reverse("admin:planning_decision_correct", args=[decided.pk])
    assert address in client.get(reverse("admin:planning_decision_change", args=[decided.pk])).content.decode()
    entry = PlanEntry.objects.get(opened_by=decided)
    assert f"{entry.person.full_name}, {entry.plan_title.title.name}" in client.get(address).content.decode()
    typed = {"number": "9-QĐ/HU", "day": "07/07/2020", f"close-{entry.pk}": "standard"}

    assert client.post(address, {**typed, "reason": ""}).status_code == 400
    assert client.post(address, {**typed, "reason": "Nhầm người"}).status_code == 302

    later = Decision.objects.get(number="9-QĐ/HU")
    entry.refresh_from_db()
    assert (later.corrects, later.decided_by.username, entry.closed_by) == (decided, "btv", later)
    assert sign_in("board").get(address).status_code == 403


def test_receipts_are_confirmed_by_who_confirms_them_for_the_unit(decided, world, sign_in):
    press(sign_in("board"), [decided], audience="units")
    receipt = Receipt.objects.get()
    register = reverse("admin:planning_receipt_changelist")
    pressed = {"action": "confirm", "_selected_action": [receipt.pk], "confirmed": "1"}
    sign_in("board").post(register, pressed)
    receipt.refresh_from_db()
    assert receipt.received_at is None, "the board confirms nothing for a unit"

    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=world.users["board"], role=Role.UNIT_SECRETARY, unit=world.units["alpha"], period=period(SINCE)
        )
    assert sign_in("board").post(register, pressed).status_code == 302
    receipt.refresh_from_db()
    assert receipt.received_by == world.users["board"]
