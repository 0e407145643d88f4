import pytest

from orgtree.models import ChangeRequest, Contact, User

LIST = "/api/v1/change-requests/"


def asked(world, key="an", **more) -> dict:
    body = {"person": world.people[key].pk, "section": "contact", "values": {"phone": "1"}, "reason": "theo giấy tờ"}
    return {**body, **more}


def propose(api, world, name="alpha_clerk", **more):
    return api(name).post(LIST, asked(world, **more), format="json")


@pytest.fixture
def made(api, world) -> int:
    return propose(api, world, values={"phone": "1", "residence": "ấp An Hòa"}).json()["id"]


def test_unit_proposes_and_reads_it_back(api, world):
    answer = propose(api, world)
    assert answer.status_code == 201
    body = answer.json()
    assert {name: body[name] for name in ("person", "section", "kind", "state", "proposed_by")} == {
        "person": world.people["an"].pk,
        "section": "contact",
        "kind": "change",
        "state": "pending",
        "proposed_by": "alpha_clerk",
    }
    (field,) = body["fields_asked"]
    assert (field["field"], field["before"], field["after"], field["now"]) == ("phone", "", "1", None)
    assert api("alpha_clerk").get(f"{LIST}{body['id']}/").json() == body


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"values": {"salary": "1"}}, 400, "invalid"),
        ({"values": {"phone": 10**30}}, 400, "invalid"),
        ({"section": "core", "values": {"education": True}}, 400, "invalid"),
        ({"values": {}}, 400, "nothing_changed"),
        ({"section": "x"}, 400, "invalid"),
        ({"section": "health", "values": {"height": "1"}}, 403, "not_allowed"),
        ({"person": 10**9}, 404, "no_such_person"),
        ({"row": 10**9, "section": "training", "remove": True, "values": {}}, 404, "no_such_row"),
        ({"reason": ""}, 400, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(api, world, more, status, code):
    answer = propose(api, world, **more)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not ChangeRequest.objects.exists()


def test_person_of_another_unit_is_not_there(api, world):
    answer = propose(api, world, key="em")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_person")


def test_board_decides_each_field(api, world, made):
    rulings = {"phone": {"accepted": True}, "residence": {"accepted": False, "note": "chưa có giấy"}}
    answer = api("board").post(f"{LIST}{made}/decisions/", {"rulings": rulings}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    contact = Contact.objects.get(person=world.people["an"])
    assert (contact.phone, contact.residence) == ("1", "")
    again = api("board").post(f"{LIST}{made}/decisions/", {"rulings": rulings}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")


def test_decision_leaves_no_field_out(api, made):
    answer = api("board").post(f"{LIST}{made}/decisions/", {"rulings": {"phone": {"accepted": True}}}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "not_all_ruled")


def test_proposer_takes_it_back(api, made):
    assert api("alpha_secretary").post(f"{LIST}{made}/withdrawals/").status_code == 403
    assert api("alpha_clerk").post(f"{LIST}{made}/withdrawals/").json()["state"] == "withdrawn"


def test_requests_elsewhere_are_not_there(api, made):
    client = api("beta_secretary")
    assert client.get(LIST).json()["count"] == 0
    assert client.get(f"{LIST}{made}/").status_code == 404
    assert client.post(f"{LIST}{made}/decisions/", {"rulings": {}}, format="json").status_code == 404


def test_person_concerned_needs_no_role(api, world):
    User.objects.filter(username="nobody").update(person=world.people["an"])
    assert propose(api, world, "nobody").status_code == 201
    assert api("nobody").get(LIST).json()["count"] == 1


def test_list_is_filtered(api, made):
    counts = {q: api("board").get(f"{LIST}?{q}").json()["count"] for q in ("state=pending", "state=refused", "q=an")}
    assert counts == {"state=pending": 1, "state=refused": 0, "q=an": 1}
