"""Deciders at once: their decisions come one after the other in the chain of seals."""

import pytest

from planning.models import Decision, Receipt, Seal
from planning.queries import seal_proofs
from tests.deciding import appoint, appraise, approved
from tests.planning.api.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_deciders_at_once_make_two_links_of_one_chain(api, world):
    alpha, beta = appraise(world, "alpha", "beta")
    first, second = api("btv"), api("btv")

    def deed(client, row, number):
        asked = {"number": number, "day": "2020-07-07", "submissions": [{"id": row.pk, "version": row.version}]}
        return lambda: client.post("/api/v1/decisions/", asked)

    assert at_once(deed(first, alpha, "7-QĐ/HU"), deed(second, beta, "8-QĐ/HU")) == [(201, ""), (201, "")]
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert seal_proofs.chain_faults() == seal_proofs.sealed_faults() == []


def test_closing_by_rule_twice_at_once_records_once(api, world):
    appoint(world, "binh", "secretary")
    first, second = api("board"), api("board")

    def status(client):
        answer = client.post("/api/v1/decisions/close-by-rule/")
        answer.json = dict  # a list has no code
        return answer

    assert at_once(lambda: status(first), lambda: status(second)) == [(200, ""), (200, "")]
    assert Decision.objects.filter(kind="by_rule").count() == Seal.objects.count() == 1


def test_receipt_confirmed_twice_at_once_is_confirmed_once(api, world):
    decision = approved(world, [("alpha", "lan", "add")], "alpha")
    assert api("board").post(f"/api/v1/decisions/{decision.pk}/publish/", {"audience": "units"}).status_code == 201
    first, second, receipt = api("alpha_secretary"), api("alpha_secretary"), Receipt.objects.get().pk

    def deed(client):
        answer = client.post("/api/v1/receipts/", {"receipts": [receipt]})
        if answer.status_code == 201:
            answer.json = dict
        return answer

    assert at_once(lambda: deed(first), lambda: deed(second)) == [(201, ""), (409, "already_received")]
