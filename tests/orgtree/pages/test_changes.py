import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.actions import changes
from orgtree.models import ChangeRequest, Contact, DossierRead, Training, User
from orgtree.sections import BY_CODE

FORM = {"residence": "ấp An Hòa", "phone": "0900000001", "reason": "theo giấy tờ"}


def place(world, key="an", section="contact") -> str:
    return reverse("change-propose", args=[world.people[key].pk, section])


@pytest.fixture
def request_(world) -> ChangeRequest:
    return changes.propose(
        actor=world.user("alpha_clerk"),
        on=world.today,
        reason="theo giấy tờ",
        person=world.people["an"].pk,
        section=BY_CODE["contact"],
        values={"residence": "ấp An Hòa", "phone": "0900000001"},
    )


def test_unit_proposes_field_by_field(world, sign_in):
    client = sign_in("alpha_clerk")
    assert 'name="residence"' in client.get(place(world)).content.decode()
    answer = client.post(place(world), FORM)
    made = ChangeRequest.objects.get()
    assert answer["Location"] == reverse("change", args=[made.pk])
    assert {item.field for item in made.items.all()} == {"residence", "phone"}
    page = client.get(answer["Location"]).content.decode()
    assert "ấp An Hòa" in page
    assert 'name="withdraw"' in page
    assert 'value="accept"' not in page


def test_form_with_faults_is_shown_again_with_what_was_typed(world, sign_in):
    client = sign_in("alpha_clerk")
    for data in ({**FORM, "email": "không"}, {**FORM, "reason": ""}, {"reason": "x"}):
        answer = client.post(place(world), data)
        assert answer.status_code == 400
        assert data.get("phone", "") in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_rows_are_chosen_before_they_are_changed(world, sign_in):
    with history.acting(actor=None, verb="test", reason="test"):
        row = Training.objects.create(person=world.people["an"], school="Trường A")
    client = sign_in("alpha_secretary")
    page = client.get(place(world, section="training")).content.decode()
    assert "Trường A" in page
    assert f"?row={row.pk}&amp;remove=1" in page
    client.post(f"{place(world, section='training')}?row={row.pk}&remove=1", {"reason": "nhầm"})
    client.post(f"{place(world, section='training')}?row={row.pk}", {"school": "Trường B", "reason": "nhầm"})
    client.post(f"{place(world, section='training')}?row=new", {"school": "Trường C", "reason": "thiếu"})
    kinds = list(ChangeRequest.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["remove", "add"]  # the second asks about a field that the first asks about
    for odd in ("x", "0", "-1", "9" * 30, "99999999"):
        assert client.get(f"{place(world, section='training')}?row={odd}").status_code == 404


def test_person_concerned_without_a_role_proposes_for_the_own_dossier(world, sign_in):
    User.objects.filter(username="nobody").update(person=world.people["an"])
    client = sign_in("nobody")
    listed = client.get(reverse("changes")).content.decode()
    assert place(world) in listed
    assert place(world, section="health") not in listed
    answer = client.post(place(world), FORM)
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(place(world, "binh")).status_code == 404
    assert client.get(place(world, section="health")).status_code == 403
    assert client.get(reverse("person", args=[world.people["an"].pk])).status_code == 403


def test_board_decides_each_field_and_the_dossier_follows(world, sign_in, request_):
    client = sign_in("board")
    address = reverse("change", args=[request_.pk])
    page = client.get(address).content.decode()
    assert 'name="verdict-residence"' in page
    wrong = client.post(address, {"verdict-residence": "accept", "verdict-phone": "refuse"})
    assert wrong.status_code == 400
    assert 'name="verdict-residence" value="accept" checked' in wrong.content.decode()
    right = {"verdict-residence": "accept", "verdict-phone": "refuse", "note-phone": "số cũ"}
    assert client.post(address, right).status_code == 302
    contact = Contact.objects.get(person=world.people["an"])
    assert (contact.residence, contact.phone) == ("ấp An Hòa", "")
    assert "số cũ" in client.get(address).content.decode()
    assert client.post(address, {"all": "accept"}).status_code == 409


@pytest.mark.parametrize(
    ("data", "status"), [({"all": "accept"}, 302), ({"all": "refuse"}, 400), ({"all": "refuse", "note": "x"}, 302)]
)
def test_one_button_decides_all(world, sign_in, request_, data, status):
    assert sign_in("board").post(reverse("change", args=[request_.pk]), data).status_code == status


def test_proposer_takes_the_request_back(world, sign_in, request_):
    sign_in("alpha_clerk").post(reverse("change", args=[request_.pk]), {"withdraw": "1"})
    request_.refresh_from_db()
    assert request_.state == "withdrawn"


def test_ticked_requests_are_accepted_together(world, sign_in, request_):
    client = sign_in("board")
    assert f'name="request" value="{request_.pk}"' in client.get(reverse("changes")).content.decode()
    client.post(reverse("changes"), {"request": [str(request_.pk), "x", "99999999"]})
    assert Contact.objects.get(person=world.people["an"]).residence == "ấp An Hòa"
    assert client.post(reverse("changes"), {}).status_code == 302


def test_requests_of_others_are_not_found(world, sign_in, request_):
    client = sign_in("beta_secretary")
    assert client.get(reverse("change", args=[request_.pk])).status_code == 404
    assert client.post(reverse("change", args=[request_.pk]), {"all": "accept"}).status_code == 404
    assert "Nguyễn Văn An" not in client.get(reverse("changes")).content.decode()


def test_reading_a_request_is_in_the_read_log(world, sign_in, request_):
    sign_in("appraiser").get(reverse("change", args=[request_.pk]))
    assert DossierRead.objects.filter(person=world.people["an"], reader=world.users["appraiser"]).count() == 1


@pytest.mark.parametrize("query", ["?state=pending", "?section=contact", "?q=nguyen+van", "?state=refused"])
def test_list_is_filtered(world, sign_in, request_, query):
    body = sign_in("board").get(reverse("changes") + query).content.decode()
    assert (reverse("change", args=[request_.pk]) in body) == ("refused" not in query)


def test_list_costs_as_many_queries_however_many_there_are(world, sign_in, request_, django_assert_num_queries):
    client = sign_in("board")
    client.get(reverse("changes"))
    with django_assert_num_queries(6):
        client.get(reverse("changes"))
    for key in ("binh", "cuong", "dung"):
        changes.propose(
            actor=world.user("alpha_clerk"),
            on=world.today,
            reason="x",
            person=world.people[key].pk,
            section=BY_CODE["contact"],
            values={"phone": "1"},
        )
    with django_assert_num_queries(6):
        client.get(reverse("changes"))


def test_nothing_is_proposed_on_another_day(world, sign_in):
    client = sign_in("alpha_clerk")
    client.post(reverse("set-day"), {"day": "01/01/2020"})
    assert client.post(place(world), FORM).status_code == 409
    assert not ChangeRequest.objects.exists()


def test_who_came_second_sees_what_the_first_decided(world, sign_in, request_, monkeypatch):
    """The row is read, somebody else decides, and then the own decision is refused."""
    decide = changes.decide

    def first(**asked):
        decide(**asked)
        return decide(**asked)

    monkeypatch.setattr(changes, "decide", first)
    answer = sign_in("board").post(reverse("change", args=[request_.pk]), {"all": "accept"})
    assert answer.status_code == 409
    assert answer.context["change"].state == "accepted"
    assert 'value="accept"' not in answer.content.decode()
