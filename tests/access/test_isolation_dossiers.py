"""Requests, campaigns and merges about other units: a unit secretary meets nothing of them and changes nothing."""

import datetime

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.actions import campaigns, changes, identity
from orgtree.models import CampaignUnit, ChangeRequest, Confirmation, Merge, NotSame, PartyMembership
from orgtree.sections import BY_CODE, CORE
from tests.orgtree.queries.test_duplicates import twin

SECRETS = ("Phú Hội", "Phạm Văn Em", "Đỗ Thị Giang", "Võ Hoàng Hải", "Dương Minh Khánh", "số điện thoại mật")


@pytest.fixture
def elsewhere(world) -> dict:
    """Something of every kind about beta, and a campaign that asks alpha too."""
    board = {"actor": world.user("board"), "on": world.today, "reason": "thử"}
    request = changes.propose(
        **{**board, "actor": world.user("beta_secretary")},
        person=world.people["em"].pk,
        section=BY_CODE["contact"],
        values={"residence": "số điện thoại mật"},
    )
    campaign = campaigns.open_campaign(**board, name="Rà soát", sections=[CORE], deadline=datetime.date(2020, 7, 31))
    second = twin(world, "em", unit="beta1")
    out = ("memberships", PartyMembership.objects.get(person=second).pk)
    merge = identity.merge(
        **board,
        kept=world.people["em"].pk,
        gone=second.pk,
        choices=identity.Choices(leave=frozenset({out})),
    )
    third = twin(world, "giang", unit="beta1")
    return {"request": request, "campaign": campaign, "merge": merge, "gone": second.pk, "double": third.pk}


def addresses(world, elsewhere) -> list[tuple[str, dict]]:
    """Every page of ours with what would be sent to it."""
    em, giang, an = (world.people[key].pk for key in ("em", "giang", "an"))
    campaign, beta = elsewhere["campaign"].pk, world.units["beta"].pk
    return [
        (reverse("person", args=[elsewhere["gone"]]), {}),
        (reverse("near-people"), {"full_name": "Phạm Văn Em", "birth_date": "2/2/1975"}),
        (reverse("duplicates"), {}),
        (reverse("not-same"), {"one": giang, "other": elsewhere["double"]}),
        (reverse("merge", args=[giang, elsewhere["double"]]), {"reason": "x"}),
        (reverse("merge", args=[an, giang]), {"reason": "x"}),
        (reverse("merge-undo", args=[elsewhere["merge"].pk]), {"reason": "x"}),
        (reverse("changes"), {"request": elsewhere["request"].pk}),
        (reverse("change", args=[elsewhere["request"].pk]), {"all": "accept", "withdraw": "1"}),
        (reverse("change-propose", args=[em, "contact"]), {"phone": "1", "reason": "x"}),
        (reverse("change-propose", args=[em, "memberships"]), {"reason": "x"}),
        (reverse("campaigns"), {}),
        (reverse("campaign-new"), {"name": "x"}),
        (reverse("campaign", args=[campaign]), {"reason": "x"}),
        (reverse("campaign-reminder", args=[campaign]), {}),
        (reverse("campaign-unit", args=[campaign, beta]), {"person": em, "report": "1", "missing": "x"}),
        ("/api/v1/change-requests/", {"person": em, "section": "contact", "reason": "x"}),
        (f"/api/v1/change-requests/{elsewhere['request'].pk}/", {}),
        (f"/api/v1/campaigns/{campaign}/", {}),
    ]


def test_secretary_meets_nothing_of_other_units(world, sign_in, elsewhere):
    client = sign_in("alpha_secretary")
    faults = []
    for address, data in addresses(world, elsewhere):
        for answer in (client.get(address), client.post(address, data)):
            body = answer.content.decode()
            if answer.status_code >= 500 or any(word in body for word in SECRETS):
                faults.append((address, answer.status_code, [word for word in SECRETS if word in body]))
    assert faults == []
    elsewhere["request"].refresh_from_db()
    assert elsewhere["request"].state == "pending"
    assert ChangeRequest.objects.count() == 1
    assert (Merge.objects.filter(undone_at=None).count(), NotSame.objects.count()) == (1, 0)
    assert CampaignUnit.objects.exclude(done_at=None).count() == Confirmation.objects.count() == 0


def test_board_meets_them_there(world, sign_in, elsewhere):
    """Otherwise the test above could not fail."""
    client = sign_in("board")
    met = set()
    for address, _data in addresses(world, elsewhere):
        body = client.get(address, follow=True).content.decode()
        met |= {word for word in SECRETS if word in body}
    assert met >= {"Phú Hội", "Phạm Văn Em", "Đỗ Thị Giang", "số điện thoại mật"}


def test_secretary_sees_a_request_about_an_own_person_only(world, sign_in, elsewhere):
    with history.acting(actor=None, verb="test", reason="test"):
        PartyMembership.objects.filter(person=world.people["em"]).update(unit=world.units["alpha1"])
    body = sign_in("alpha_secretary").get(reverse("changes")).content.decode()
    assert reverse("change", args=[elsewhere["request"].pk]) in body
