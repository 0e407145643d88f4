import pytest

from planning.choices import Tried
from planning.models import Round, Scenario


@pytest.fixture
def client(sign_in):
    return sign_in("alpha_secretary")


@pytest.fixture
def scenario(world, client) -> Scenario:
    client.post("/sandbox/", {"name": "Bí thư nghỉ", "unit": world.units["alpha"].pk})
    return Scenario.objects.get()


@pytest.fixture
def add(world, client, scenario):
    """`add(kind, person, **more)`: the form of a move, as it is sent."""

    def send(kind, person, **more):
        pk = world.people[person].pk
        out = {f"out-{pk}": more.pop("out")} if "out" in more else {}
        sent = {"kind": kind, "unit": world.units["alpha"].pk, "person": pk, **out, **more}
        return client.post(f"/sandbox/{scenario.pk}/add/", sent)

    return send


def spot(world, title, term=None) -> str:
    parts = [world.units["alpha"].pk, world.titles[title].pk, *([world.terms[term].pk] if term else [])]
    return ".".join(map(str, parts))


def test_chain_is_built_by_forms_and_shown_with_what_it_leads_to(world, client, scenario, add):
    assert add(Tried.LEAVE, "an", out=spot(world, "secretary")).status_code == 302
    title = world.titles["secretary"].pk
    assert add(Tried.APPOINT, "binh", title=title, out=spot(world, "standing")).status_code == 302
    assert add(Tried.REMOVE, "binh", out=spot(world, "secretary", "2020-2025")).status_code == 302
    assert add(Tried.ADD, "cuong", title=title, term=world.terms["2020-2025"].pk).status_code == 302
    page = client.get(f"/sandbox/{scenario.pk}/", {"show": "all"}).content.decode()
    assert [move.kind for move in scenario.moves.order_by("position")] == ["leave", "appoint", "remove", "add"]
    assert page.count("<li") > 4
    assert "100" in page
    board = client.get(f"/sandbox/{scenario.pk}/", {"with": scenario.pk})
    assert board.status_code == 200


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("leave", {}),
        ("leave", {"out": "1"}),
        ("leave", {"out": "a.b"}),
        ("add", {"title": "1"}),
        ("add", {"title": "9" * 5000}),
        ("appoint", {}),
        ("x", {}),
    ],
)
def test_form_that_did_not_arrive_whole_is_refused_in_words(add, scenario, kind, more):
    assert (add(kind, "an", **more).status_code, scenario.moves.count()) == (400, 0)


def test_nobody_chosen_is_said(client, world, scenario):
    answer = client.post(f"/sandbox/{scenario.pk}/add/", {"kind": "leave", "unit": world.units["alpha"].pk})
    assert answer.status_code == 400


def test_people_are_found_with_the_titles_that_they_can_leave(world, client, scenario):
    found = client.get(f"/sandbox/{scenario.pk}/add/", {"kind": "leave", "find": "an"}, headers={"HX-Request": "true"})
    text = found.content.decode()
    assert f'value="{spot(world, "secretary")}"' in text
    assert "<html" not in text


def test_deeds_of_the_owner(client, scenario):
    address = f"/sandbox/{scenario.pk}/deed/"
    assert client.post(address, {"deed": "share"}).status_code == 302
    assert client.post(address, {"deed": "copy", "name": "Bản sao"}).status_code == 302
    assert list(Scenario.objects.order_by("pk").values_list("name", "shared")) == [
        ("Bí thư nghỉ", True),
        ("Bản sao", False),
    ]
    assert client.post(address, {"deed": "nothing"}).status_code == 400
    assert client.post(address, {"deed": "take_out", "move": 1}).status_code == 404
    assert client.post(address, {"deed": "delete"}).status_code == 302
    assert client.get(f"/sandbox/{scenario.pk}/").status_code == 404


def test_board_makes_a_shared_scenario_a_round(world, client, scenario, add, sign_in):
    add(Tried.ADD, "cuong", title=world.titles["secretary"].pk, term=world.terms["2020-2025"].pk)
    client.post(f"/sandbox/{scenario.pk}/deed/", {"deed": "share"})
    board = sign_in("board")
    assert board.get(f"/sandbox/{scenario.pk}/round/").status_code == 200
    before = Round.objects.count()
    assert board.post(f"/sandbox/{scenario.pk}/round/", {"name": "Đợt", "deadline": "x"}).status_code == 400
    answer = board.post(f"/sandbox/{scenario.pk}/round/", {"name": "Đợt", "deadline": "01/09/2020"})
    assert (answer.status_code, Round.objects.count()) == (302, before + 1)


def test_api_goes_the_same_way(world, api):
    client = api("alpha_secretary")
    alpha, titles = world.units["alpha"].pk, world.titles
    made = client.post("/api/v1/scenarios/", {"name": "Thử", "unit": alpha}, format="json")
    address = f"/api/v1/scenarios/{made.json()['id']}/"
    leave = {"kind": "leave", "person": world.people["an"].pk, "unit": alpha, "title": titles["secretary"].pk}
    move = client.post(f"{address}moves/", leave, format="json")
    assert (made.status_code, move.status_code) == (201, 201)
    assert client.post(f"{address}moves/", leave, format="json").json()["code"] == "move_not_held"
    trial = client.get(f"{address}trial/").json()
    assert trial["vacancies"] == [{"unit": alpha, "title": titles["secretary"].pk, "posts": 1}]
    women = next(row for row in trial["shifts"] if row["indicator"] == "WOMEN" and row["term"] is None)
    assert (women["before"], women["after"], women["changed"]) == (50.0, 100.0, True)
    assert client.put(f"{address}share/", {"shared": True}, format="json").json()["shared"] is True
    assert client.post(f"{address}copies/", {"name": "Hai"}, format="json").status_code == 201
    no_round = client.post(f"{address}rounds/", {"name": "Đợt", "deadline": "2020-09-01"}, format="json")
    assert no_round.json()["code"] == "no_plan_moves"
    assert client.post(f"{address}forecasts/").status_code == 202
    assert client.delete(f"{address}moves/{move.json()['id']}/").status_code == 204
    assert client.delete(address).status_code == 204
    assert api("beta_secretary").get(address).status_code == 404
