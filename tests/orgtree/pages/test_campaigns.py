import datetime

import pytest
from django.urls import reverse

from orgtree.actions import campaigns
from orgtree.models import Campaign, CampaignUnit, Confirmation
from orgtree.sections import BY_CODE, CORE

NEW = {
    "name": "Rà soát 2020",
    "deadline": "31/07/2020",
    "sections": ["core", "contact"],
    "reason": "kế hoạch 12",
}


@pytest.fixture
def campaign(world) -> Campaign:
    return campaigns.open_campaign(
        actor=world.user("board"),
        on=world.today,
        reason="kế hoạch 12",
        name="Rà soát 2020",
        sections=[CORE, BY_CODE["contact"]],
        deadline=datetime.date(2020, 7, 31),
    )


def place(world, campaign, code="alpha") -> str:
    return reverse("campaign-unit", args=[campaign.pk, world.units[code].pk])


def test_board_opens_a_campaign(world, sign_in):
    client = sign_in("board")
    assert client.get(reverse("campaign-new")).content.decode().count("checked") == 6
    units = [world.units["alpha"].pk, world.units["beta"].pk]
    answer = client.post(reverse("campaign-new"), {**NEW, "units": units})
    made = Campaign.objects.get()
    assert answer["Location"] == reverse("campaign", args=[made.pk])
    assert {row.unit_id for row in made.units.all()} == set(units)
    body = client.get(answer["Location"]).content.decode()
    assert "Khánh An" in body
    assert "Phú Hội" in body


@pytest.mark.parametrize(
    "more", [{"name": ""}, {"deadline": "31/06/2020"}, {"deadline": "01/01/2020"}, {"sections": "x"}]
)
def test_form_with_faults_is_shown_again(world, sign_in, more):
    data = {**NEW, "units": [world.units["alpha"].pk], **more}
    assert sign_in("board").post(reverse("campaign-new"), data).status_code == 400
    assert not Campaign.objects.exists()


def test_unit_confirms_those_ticked_and_all_shown(world, sign_in, campaign):
    client = sign_in("alpha_clerk")
    page = client.get(place(world, campaign)).content.decode()
    assert "Nguyễn Văn An" in page
    assert "Phạm Văn Em" not in page
    client.post(place(world, campaign), {"person": [world.people["an"].pk]})
    assert Confirmation.objects.count() == 2
    shown = [world.people[key].pk for key in ("an", "binh", "cuong")]
    client.post(place(world, campaign), {"shown": shown, "all": "1"})
    assert Confirmation.objects.count() == 6
    rest = client.get(place(world, campaign) + "?show=open").content.decode()
    assert "Nguyễn Thị Dung" in rest
    assert "Trần Thị Bình" not in rest
    assert client.post(place(world, campaign), {"person": ["x"]}).status_code == 400


def test_unit_reports_and_the_board_sees_it(world, sign_in, campaign):
    client = sign_in("alpha_secretary")
    wrong = client.post(place(world, campaign), {"report": "1"})
    assert wrong.status_code == 400
    client.post(place(world, campaign), {"report": "1", "missing": "đi học xa"})
    board = sign_in("board")
    page = board.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert ("đi học xa" in page, "đã báo hoàn thành</span>" in page) == (True, True)
    assert "Khánh An" not in board.get(reverse("campaign-reminder", args=[campaign.pk])).content.decode()
    board.post(place(world, campaign), {"reopen": "1", "reason": "thiếu"})
    assert CampaignUnit.objects.get(campaign=campaign, unit=world.units["alpha"]).done_at is None


def test_board_closes_a_campaign(world, sign_in, campaign):
    client = sign_in("board")
    address = reverse("campaign", args=[campaign.pk])
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "xong"}).status_code == 302
    assert client.post(address, {"reason": "xong"}).status_code == 409
    assert sign_in("alpha_clerk").post(place(world, campaign), {"person": [1]}).status_code == 409


def test_other_units_and_their_people_are_not_found(world, sign_in, campaign):
    client = sign_in("alpha_secretary")
    assert client.get(place(world, campaign, "beta")).status_code == 404
    assert client.post(place(world, campaign, "beta"), {"report": "1"}).status_code == 404
    for address in (reverse("campaigns"), reverse("campaign", args=[campaign.pk])):
        body = client.get(address).content.decode()
        assert "Rà soát 2020" in body
        assert "Phú Hội" not in body
    assert client.get(reverse("campaign-new")).status_code == 403
    assert client.post(reverse("campaign", args=[campaign.pk]), {"reason": "x"}).status_code == 403
    assert sign_in("auditor").get(reverse("campaigns")).status_code == 403


@pytest.mark.parametrize("query", ["?show=x", "?page=x&colour=red"])
def test_odd_addresses_are_refused(world, sign_in, campaign, query):
    assert sign_in("alpha_clerk").get(place(world, campaign) + query).status_code in (400, 404)


def test_pages_cost_as_many_queries_however_many_there_are(world, sign_in, campaign, django_assert_num_queries):
    client = sign_in("board")
    addresses = {
        reverse("campaigns"): 8,
        reverse("campaign", args=[campaign.pk]): 7,
        place(world, campaign): 13,
        place(world, campaign, "gamma"): 13,
    }
    client.get(reverse("campaigns"))
    for address, number in addresses.items():
        with django_assert_num_queries(number):
            client.get(address)
