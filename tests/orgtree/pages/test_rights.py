"""The register as a clerk of the board uses it in a browser."""

import pytest
from django.urls import reverse

from orgtree.actions import rights
from orgtree.models import RightsRequest

LIST, NEW = reverse("rights"), reverse("rights-new")


@pytest.fixture
def law(world):
    return world.deadlines()


def record(world, person="cuong", kind="see", received=None, content="Xin xem hồ sơ"):
    return rights.record(
        actor=world.user("board"),
        on=world.today,
        person=world.people[person].pk,
        kind=kind,
        received_on=received or world.today,
        content=content,
    )


def at(row) -> str:
    return reverse("rights-request", args=[row.pk])


def test_register_shows_the_most_urgent_first_and_answered_ones_last(law, sign_in):
    late = record(law, received=law.today.replace(month=6, day=1))
    record(law, "an", "delete")
    done = record(law, "binh")
    rights.answer(actor=law.user("board"), on=law.today, asked=done.pk, granted=True, reason="Đã cho xem")
    shown = sign_in("board").get(LIST).context["requests"]
    assert [one.row.person.full_name for one in shown] == ["Lê Quốc Cường", "Nguyễn Văn An", "Trần Thị Bình"]
    assert shown[0].row == late
    assert [one.answer.tone for one in shown] == ["bad", "calm", "good"]


def test_register_query_count_does_not_grow_with_rows(law, sign_in, django_assert_num_queries):
    client = sign_in("board")
    record(law)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    for person in ("an", "binh", "dung"):
        record(law, person)
    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "late"}, 1),
        ({"state": "open"}, 2),
        ({"state": "answered"}, 0),
        ({"kind": "delete"}, 1),
        ({"q": "an"}, 1),
    ],
)
def test_register_is_filtered(law, sign_in, query, found):
    record(law, received=law.today.replace(month=6, day=1))
    record(law, "an", "delete")
    assert len(sign_in("board").get(LIST, query).context["requests"]) == found


@pytest.mark.parametrize("name", ["alpha_secretary", "appraiser", "inspector", "auditor", "admin", "nobody"])
def test_register_is_for_the_board_alone(law, sign_in, name):
    row = record(law)
    client = sign_in(name)
    assert {client.get(address).status_code for address in (LIST, NEW, at(row))} == {403}


def test_person_is_found_by_name_and_the_request_recorded(law, sign_in):
    client = sign_in("board")
    found = client.get(NEW, {"q": "cuong"}).context["people"]
    assert [person.full_name for person in found] == ["Lê Quốc Cường"]
    sent = {"kind": "copy", "received_on": "06/07/2020", "content": "Xin bản sao"}
    answer = client.post(f"{NEW}?person={found[0].pk}", sent)
    row = RightsRequest.objects.get()
    assert answer.url == at(row)
    assert (row.kind, row.content, row.recorded_by) == ("copy", "Xin bản sao", law.users["board"])


@pytest.mark.parametrize(
    "sent",
    [
        {"received_on": "31/02/2020"},
        {"received_on": "08/07/2020"},
        {"kind": "forget"},
        {"content": " "},
        {"content": "x" * 501},
    ],
)
def test_bad_request_is_a_sentence_and_writes_nothing(law, sign_in, sent):
    whole = {"kind": "see", "received_on": "06/07/2020", "content": "Xin xem"} | sent
    answer = sign_in("board").post(f"{NEW}?person={law.people['an'].pk}", whole)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize("person", ["abc", "99999999", "9" * 30, "-1"])
def test_person_out_of_reach_is_not_found(law, sign_in, person):
    assert sign_in("board").get(NEW, {"person": person}).status_code == 404


def test_steps_of_a_request(law, sign_in):
    row = record(law)
    client = sign_in("board")
    assert client.post(at(row), {"verb": "acknowledge"}).status_code == 302
    assert client.post(at(row), {"verb": "acknowledge"}).status_code == 409
    assert client.post(at(row), {"verb": "extend", "extend-reason": ""}).status_code == 400
    assert client.post(at(row), {"verb": "extend", "extend-reason": "Phải xác minh"}).status_code == 302
    sent = {"verb": "answer", "answer-granted": "no", "answer-reason": "Luật không cho phép"}
    assert client.post(at(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.acknowledged_on, row.extended, row.granted) == (law.today, True, False)
    context = client.get(at(row)).context
    assert [context[name] for name in ("may_acknowledge", "may_extend", "may_answer")] == [False] * 3


def test_unknown_step_is_refused(law, sign_in):
    assert sign_in("board").post(at(record(law)), {"verb": "erase"}).status_code == 400


def test_nothing_is_written_on_another_day(law, sign_in):
    row = record(law)
    answer = sign_in("board").post(f"{at(row)}?on=2020-07-06", {"verb": "acknowledge"})
    assert answer.status_code in {400, 409}
    row.refresh_from_db()
    assert row.acknowledged_on is None


def test_worklist_of_the_board_names_what_is_due(law, sign_in):
    record(law, received=law.today.replace(month=6, day=1))
    record(law, "an")
    record(law, "binh", received=law.today)
    rights.acknowledge(actor=law.user("board"), on=law.today, asked=RightsRequest.objects.latest("pk").pk)
    assert sign_in("board").get(reverse("worklist")).context["dossiers"].rights == 2
    assert sign_in("alpha_secretary").get(reverse("worklist")).context["dossiers"].rights == 0
