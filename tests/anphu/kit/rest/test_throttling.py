"""Who asks the API too often is told to wait; who cannot be counted is served."""

import pytest
import redis

from anphu.kit import counters
from anphu.kit.rest import throttling

ME = "/api/v1/me/"


class Counter(dict):
    """What the server would count."""

    def __call__(self, key: str, seconds: int) -> int:
        self[key] = self.get(key, 0) + 1
        return self[key]


@pytest.fixture
def counted(monkeypatch):
    counter = Counter()
    monkeypatch.setattr(counters, "count", counter)
    monkeypatch.setattr(throttling.time, "time", lambda: 90.0)
    return counter


@pytest.fixture
def rates(monkeypatch):
    def allow(**given):
        monkeypatch.setattr(throttling.api_settings, "DEFAULT_THROTTLE_RATES", given)

    return allow


def test_account_that_asks_too_often_is_told_when_to_come_back(api, counted, rates):
    rates(user="2/m")
    board = api("board")
    answers = [board.get(ME) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    told = answers[2]
    assert (told["Content-Type"], told["Retry-After"]) == ("application/problem+json", "30")
    assert (told.json()["code"], told.json()["status"]) == ("too_many_requests", 429)
    assert api("btv").get(ME).status_code == 200


def test_address_is_counted_whoever_asks(api, counted, rates):
    rates(address="2/m")
    assert [api(name).get(ME).status_code for name in ("board", "btv", "auditor")] == [200, 200, 429]
    assert api("board").get(ME, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_next_minute_begins_anew(api, counted, rates, monkeypatch):
    rates(user="1/m")
    board = api("board")
    assert [board.get(ME).status_code for _time in range(2)] == [200, 429]
    monkeypatch.setattr(throttling.time, "time", lambda: 120.0)
    assert board.get(ME).status_code == 200


@pytest.mark.parametrize("rate", ["", None])
def test_no_rate_is_no_limit(api, counted, rates, rate):
    rates(user=rate, address=rate)
    assert (api("board").get(ME).status_code, counted) == (200, {})


def test_server_that_does_not_answer_stops_nobody_and_is_left_alone_for_a_while(api, rates, settings, monkeypatch):
    settings.COUNTERS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(counters, "_silent", {"until": 0.0})
    asked = []
    server = counters._server(settings.COUNTERS_URL)
    monkeypatch.setattr(counters, "_server", lambda url: asked.append(url) or server)
    rates(user="1/m", address="1/m")
    board = api("board")
    assert [board.get(ME).status_code for _time in range(3)] == [200, 200, 200]
    assert len(asked) == 1


class Pipeline:
    """A server's pipeline that counts in memory."""

    def __init__(self, kept: dict):
        self.kept, self.said = kept, []

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def incr(self, key):
        self.kept[key] = self.kept.get(key, 0) + 1
        self.said.append(self.kept[key])
        return self

    def expire(self, key, seconds, nx):
        self.said.append(bool(seconds and nx))
        return self

    def execute(self):
        return self.said


def test_count_grows_with_every_call(settings, monkeypatch):
    settings.COUNTERS_URL = "redis://counted.invalid/0"
    kept: dict = {}
    monkeypatch.setattr(counters, "_silent", {"until": 0.0})
    monkeypatch.setattr(redis.Redis, "pipeline", lambda self, transaction: Pipeline(kept))
    assert [counters.count("a", 60), counters.count("a", 60), counters.count("b", 60)] == [1, 2, 1]
