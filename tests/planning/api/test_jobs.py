import pytest

from anphu.kit import jobs
from anphu.kit.jobs import Job

URL = "/api/v1/jobs/"


@pytest.fixture
def waiting(world):
    return jobs.record("planning.recompute", actor=world.user("board"))


def test_job_tells_how_far_it_is(api, waiting):
    row = api("auditor").get(f"{URL}{waiting.pk}/").json()
    assert (row["task"], row["state"], row["progress"], row["requested_by"]) == (
        "planning.recompute",
        "queued",
        0,
        "board",
    )


def test_recompute_is_asked_for_once(api, world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = api("board").post(URL)
    assert asked.status_code == 202
    assert api("board").get(f"{URL}{asked.json()['id']}/").json()["state"] == "done"


def test_second_request_waits_for_the_first(api, waiting):
    again = api("board").post(URL)
    assert (again.status_code, again.json()["code"]) == (409, "already_running")
    assert Job.objects.count() == 1


@pytest.mark.parametrize("user", ["auditor", "inspector", "btv", "alpha_secretary"])
def test_roles_without_the_right_start_nothing(api, user):
    answer = api(user).post(URL)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not Job.objects.exists()


def test_jobs_are_filtered_by_state(api, waiting):
    assert api("board").get(URL, {"state": "queued"}).json()["count"] == 1
    assert api("board").get(URL, {"state": "failed"}).json()["count"] == 0


def test_job_is_stopped_and_started_again(api, waiting, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    stopped = api("admin").post(f"{URL}{waiting.pk}/stop/")
    assert (stopped.status_code, stopped.json()["state"], stopped.json()["stop_requested_by"]) == (
        200,
        "stopped",
        "admin",
    )
    again = api("admin").post(f"{URL}{waiting.pk}/stop/")
    assert (again.status_code, again.json()["code"]) == (409, "has_ended")
    new = api("admin").post(f"{URL}{waiting.pk}/restart/")
    assert (new.status_code, new.json()["repeats"], new.json()["cause"]) == (202, waiting.pk, "request")
    assert api("admin").post(f"{URL}{waiting.pk}/restart/").json()["code"] == "already_running"


@pytest.mark.parametrize("user", ["auditor", "btv", "alpha_secretary"])
@pytest.mark.parametrize("deed", ["stop", "restart"])
def test_roles_without_the_right_stop_nothing(api, waiting, user, deed):
    answer = api(user).post(f"{URL}{waiting.pk}/{deed}/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_part_is_asked_for(api, world, monkeypatch):
    monkeypatch.setattr(jobs, "_send", lambda task, args: None)
    unit = world.units["alpha"].pk
    asked = api("board").post(URL, {"unit": unit, "indicator": "WOMEN", "day": None})
    assert (asked.status_code, asked.json()["arguments"]) == (202, {"unit": unit, "indicator": "WOMEN"})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"day": "2019-03-05"}, 409),
        ({"day": "yesterday"}, 400),
        ({"indicator": "LUCK"}, 400),
        ({"unit": 987654321}, 409),
        ({"history": 0}, 400),
        ({"full": "perhaps"}, 400),
    ],
)
def test_a_part_that_makes_no_sense_is_refused(api, world, body, status):
    assert api("board").post(URL, body).status_code == status
    assert not Job.objects.exists()


def test_words_of_other_work_are_not_told(api, world):
    job = jobs.record("orgtree.take_back_import", batch=1, reason="Nhầm danh sách")
    assert api("auditor").get(f"{URL}{job.pk}/").json()["arguments"] == {}
