import pytest

from anphu.kit.jobs import Job

URL = "/api/v1/jobs/"


@pytest.fixture
def waiting(world):
    return Job.objects.create(task="planning.recompute", requested_by=world.user("board"))


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
