import socket
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError

from anphu import health, heartbeat
from anphu.kit.jobs import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker_answers(monkeypatch):
    monkeypatch.setitem(health.PROBES, "broker", lambda: "ok")


def worker_seen(seconds_ago: int) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.update_or_create(name=heartbeat.NAME, defaults={"at": at})


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readyz_all_parts_well_is_ready(client, broker_answers):
    worker_seen(5)
    answer = client.get("/readyz")
    parts = {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", **parts})


def test_readyz_without_a_worker_says_so(client, broker_answers):
    Heartbeat.objects.all().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "absent")


def test_readyz_silent_worker_says_for_how_long(client, broker_answers):
    worker_seen(61)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "silent for 61 s")


@pytest.mark.parametrize(
    "error", [OperationalError("redis://:secret@host"), DatabaseError("secret"), OSError("secret")]
)
def test_readyz_unreachable_part_tells_no_address(client, monkeypatch, error):
    def fail() -> str:
        raise error

    monkeypatch.setitem(health.PROBES, "broker", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")
    assert "secret" not in answer.text


def test_broker_that_nobody_serves_is_an_error(monkeypatch):
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(health.app.conf, "broker_write_url", f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        with pytest.raises(OperationalError):
            health.broker()


def test_missing_migration_is_told(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one"])
    assert health.migrations() == "missing"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405


def test_heartbeat_is_written_renewed_and_forgotten():
    assert heartbeat.age() is None
    heartbeat.beat()
    heartbeat.beat()
    assert heartbeat.age() < 5
    heartbeat.forget()
    assert heartbeat.age() is None
