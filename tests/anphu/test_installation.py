import os
from collections import namedtuple

import pytest

from anphu import installation as installations
from anphu.embedded import Servers
from anphu.installation import Installation, StartRefused, servers_for_a_command
from anphu.startup import Up

EXTERNAL = {"DATABASE_URL": "postgresql://elsewhere/anphu", "CELERY_BROKER_URL": "amqp://elsewhere"}


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch):
    """What the machine that runs the tests has set must not decide them."""
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "ANPHU_DEMO", "ANPHU_TODAY", "HTTPS", "ANPHU_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def held(tmp_path):
    installation = Installation(tmp_path / "data")
    installation.hold()
    return installation


@pytest.fixture
def external(monkeypatch, held):
    for name, value in EXTERNAL.items():
        monkeypatch.setenv(name, value)
    return Servers.missing_from(EXTERNAL, held.data)


def test_hold_second_holder_is_refused(held):
    with pytest.raises(StartRefused, match="Another An Phú is running"):
        Installation(held.data).hold()


def test_hold_full_disk_is_refused(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**9, 10**9, 299_000_000)
    monkeypatch.setattr(installations.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(StartRefused, match="299 MB"):
        Installation(tmp_path).hold()


def test_environment_demo_has_its_day_and_its_own_secret(held, external):
    held.demo = True
    given = held.environment(external)
    assert (given["ANPHU_DEMO"], given["ANPHU_TODAY"], given["DEBUG"]) == ("1", "2020-07-07", "0")
    assert len(given["SECRET_KEY"]) >= 50
    assert given["SECRET_KEY"] == held.environment(external)["SECRET_KEY"]


def test_environment_outside_the_demo_has_the_real_clock(held, external):
    held.demo = False
    assert not {"ANPHU_DEMO", "ANPHU_TODAY", "DEBUG"} & held.environment(external).keys()


def test_environment_of_the_caller_goes_first_unless_it_is_empty(held, external, monkeypatch):
    monkeypatch.setenv("HTTPS", "1")
    monkeypatch.setenv("SECRET_KEY", "")
    given = held.environment(external)
    assert given["HTTPS"] == "1"
    assert given["SECRET_KEY"]
    assert {name: given[name] for name in EXTERNAL} == EXTERNAL


def test_command_with_a_database_of_its_own_starts_nothing(held, external, monkeypatch):
    monkeypatch.setenv("ANPHU_DATA", str(held.data))
    with servers_for_a_command():
        assert os.environ["DATABASE_URL"] == EXTERNAL["DATABASE_URL"]


def test_command_beside_a_running_one_is_told_where_the_database_is(held, monkeypatch):
    monkeypatch.setenv("ANPHU_DATA", str(held.data))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    with held.published({"DATABASE_URL": "postgresql://running", "HOME": "/"}), servers_for_a_command():
        assert os.environ["DATABASE_URL"] == "postgresql://running"


def test_published_addresses_are_private_and_withdrawn(held):
    with held.published(EXTERNAL):
        assert (held.run / "environment.json").stat().st_mode & 0o777 == 0o600
        assert held.told() == EXTERNAL
    assert held.told() == {}


@pytest.mark.parametrize(
    ("known", "populated", "empty", "load", "demo"),
    [
        (None, False, False, True, True),
        (None, False, True, False, False),
        (None, True, False, False, None),
        (True, True, False, False, True),
        (False, True, False, False, False),
        (False, False, False, True, True),
        (True, False, True, False, False),
    ],
)
def test_demo_is_loaded_into_nothing_but_an_empty_database(held, known, populated, empty, load, demo):
    if known is not None:
        held.demo = known
    up = Up(held, port=0, empty=empty, announce=print)
    assert up._decide_demo(populated) is load
    assert held.demo is demo


def test_demo_cannot_be_emptied_by_an_option(held):
    held.demo = True
    with pytest.raises(StartRefused, match="This data holds the demo"):
        Up(held, port=0, empty=True, announce=print)._decide_demo(True)
