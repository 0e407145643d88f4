import pytest

from orgtree.models import RightsRequest

REQUESTS = "/api/v1/rights-requests/"


@pytest.fixture
def law(world):
    return world.deadlines()


def asked(world, **more):
    person = world.people["cuong"].pk
    return {"person": person, "kind": "correct", "received_on": "2020-07-06", "content": "Sửa ngày sinh", **more}


def test_board_records_and_reads_requests(law, api):
    client = api("board")
    answer = client.post(REQUESTS, asked(law), format="json")
    assert answer.status_code == 201
    assert (answer.data["acknowledge_by"], answer.data["answer_by"]) == ("2020-07-08", "2020-07-20")
    listed = client.get(REQUESTS, {"kind": "correct"}).data["results"]
    assert [row["id"] for row in listed] == [answer.data["id"]]


@pytest.mark.parametrize(
    ("more", "status"),
    [({"kind": "forget"}, 400), ({"received_on": "2020-07-08"}, 400), ({"content": ""}, 400), ({"person": 0}, 400)],
)
def test_bad_request_is_refused_and_nothing_written(law, api, more, status):
    assert api("board").post(REQUESTS, asked(law, **more), format="json").status_code == status
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize("name", ["alpha_secretary", "btv", "auditor"])
def test_register_is_for_the_board_alone(law, api, name):
    assert api(name).get(REQUESTS).status_code == 403
    assert api(name).post(REQUESTS, asked(law), format="json").status_code == 403
