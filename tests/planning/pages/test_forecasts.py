import datetime

import pytest

from anphu.kit import history
from anphu.kit.jobs import Job
from planning import tasks
from planning.actions import forecasts, scenarios
from planning.indicators import fill
from planning.models import Outlook, Target


@pytest.fixture
def foretold(world):
    """Forecast by the nightly task, to the end of the year."""
    with history.acting(actor=None, verb="test", reason="test"):
        Target.objects.update(year=2020)
    fill.full(world.today)
    tasks.forecast()
    assert Job.objects.get(task=forecasts.FORECAST).state == "done"
    return world


@pytest.fixture
def scenario(world):
    actor = world.user("alpha_secretary")
    return scenarios.create(actor=actor, on=world.today, name="Phương án", unit=world.units["alpha"].pk)


def test_page_shows_the_picture_its_words_and_takes_it_away(foretold, sign_in):
    client = sign_in("alpha_secretary")
    page = client.get("/indicators/women/forecast/")
    assert page.status_code == 200
    assert 'class="outlook"' in page.content.decode()
    assert client.get("/indicators/women/forecast/", {"as": "svg", "picture": "forecast-women"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/indicators/rated/forecast/", 200),
        ("/indicators/nothing/forecast/", 404),
        ("/indicators/women/forecast/?scenario=999", 404),
        ("/indicators/women/forecast/?year=2020", 200),
        ("/indicators/women/forecast/?year=2021", 400),
        ("/indicators/women/forecast/?year=soon", 400),
    ],
)
def test_what_cannot_be_forecast_is_said_in_words(foretold, sign_in, address, status):
    assert sign_in("alpha_secretary").get(address).status_code == status


def test_scenario_is_forecast_when_asked_for(foretold, sign_in, scenario, monkeypatch):
    client = sign_in("alpha_secretary")
    unit = foretold.units["alpha"].pk
    answer = client.post("/indicators/women/forecast/ask/", {"scenario": scenario.pk, "unit": unit})
    assert answer.status_code == 302
    job = Job.objects.get(task=forecasts.FORECAST, requested_by=foretold.users["alpha_secretary"])
    tasks.forecast(job.pk)
    assert Outlook.objects.filter(saved=scenario, unit=unit).exists() is False  # without moves nothing is touched
    again = client.post("/indicators/women/forecast/ask/", {"scenario": 999, "unit": unit})
    assert again.status_code == 302


def test_api_tells_every_month_and_refuses_what_lies_beyond(foretold, api):
    client = api("alpha_secretary")
    rows = client.get("/api/v1/forecasts/", {"indicator": "WOMEN"}).json()
    assert [(row["assumption"], len(row["points"])) for row in rows] == [("nobody", 7), ("plan", 7)]
    short = client.get("/api/v1/forecasts/", {"indicator": "WOMEN", "until": "2020-09-30"}).json()
    assert short[0]["points"][-1]["day"] == "2020-09-30"
    beyond = client.get("/api/v1/forecasts/", {"until": str(datetime.date(2021, 1, 31))})
    assert (beyond.status_code, beyond.json()["code"]) == (400, "beyond_targets")
