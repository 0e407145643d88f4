import datetime

import pytest

from orgtree.actions import campaigns
from orgtree.models import Campaign
from orgtree.sections import CORE

LIST = "/api/v1/campaigns/"


@pytest.fixture
def campaign(world) -> Campaign:
    return campaigns.open_campaign(
        actor=world.user("board"),
        on=world.today,
        reason="kế hoạch 12",
        name="Rà soát 2020",
        sections=[CORE],
        deadline=datetime.date(2020, 7, 31),
    )


def test_campaign_tells_how_far_each_unit_is(api, world, campaign):
    people = [world.people["an"].pk]
    row = campaign.units.get(unit=world.units["alpha"])
    campaigns.confirm(actor=world.user("alpha_clerk"), on=world.today, unit=row.pk, people=people)
    body = api("board").get(f"{LIST}{campaign.pk}/").json()
    assert (body["name"], body["sections"], body["deadline"]) == ("Rà soát 2020", ["core"], "2020-07-31")
    told = {unit["unit"]: (unit["confirmed"], unit["total"], unit["late"]) for unit in body["units"]}
    assert told[world.units["alpha"].pk] == (1, 5, 0)
    assert len(told) == 3


def test_unit_sees_itself_alone(api, world, campaign):
    body = api("alpha_clerk").get(f"{LIST}{campaign.pk}/").json()
    assert [unit["unit"] for unit in body["units"]] == [world.units["alpha"].pk]


def test_campaign_that_asks_no_unit_in_sight_is_not_there(api, world):
    made = campaigns.open_campaign(
        actor=world.user("board"),
        on=world.today,
        reason="x",
        name="Chỉ Phú Hội",
        sections=[CORE],
        deadline=world.today,
        units=[world.units["beta"].pk],
    )
    assert api("alpha_clerk").get(LIST).json()["count"] == 0
    assert api("alpha_clerk").get(f"{LIST}{made.pk}/").status_code == 404


def test_campaigns_are_only_read_here(api, campaign):
    assert api("board").post(LIST, {}, format="json").status_code == 405
