"""Entering dossiers: a form per section and row, two people at once."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Scheme
from orgtree.models import Contact, FamilyMember, Person, Posting, Rating, Training, WorkPeriod
from orgtree.sections import SECTIONS
from tests.orgtree.pages.entering import REASON, at, opened

PersonEvent = apps.get_model("orgtree", "PersonEvent")
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_form_of_every_section_opens_as_a_page_and_inside_the_page(sign_in, world, section):
    client = sign_in("board")
    address = at("row-new" if section.many else "section", world, section.code)
    page, inside = client.get(address), client.get(address, headers=HTMX)
    assert (page.status_code, inside.status_code) == (200, 200)
    assert ("<html" in page.content.decode(), "<html" in inside.content.decode()) == (True, False)
    assert f'id="s-{section.code}"' in inside.content.decode()


def test_form_sent_back_unchanged_changes_nothing(sign_in, world):
    client, address = sign_in("board"), at("section", world, "core")
    before = Person.objects.filter(pk=world.people["an"].pk).values().get()
    told = PersonEvent.objects.count()
    assert client.post(address, opened(client, address)).status_code == 302
    assert Person.objects.filter(pk=world.people["an"].pk).values().get() == before
    assert PersonEvent.objects.count() == told


def test_section_is_saved_and_shown(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    answer = client.post(address, opened(client, address) | {"phone": "0901 234 567", "email": "an@example.vn"})
    assert answer.url == f"{at('person', world)}#s-contact"
    assert Contact.objects.values_list("phone", "email").get() == ("0901 234 567", "an@example.vn")


def test_section_saved_inside_the_page_answers_with_its_panel_and_the_state_of_the_dossier(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    answer = client.post(address, opened(client, address) | {"phone": "0901"}, headers=HTMX)
    body = answer.content.decode()
    assert (answer.status_code, "0901" in body, "<form class=" in body) == (200, True, False)
    assert 'id="dossier-state" hx-swap-oob="true"' in body
    assert re.search(r'id="s-contact"[^>]* autofocus', body)


def test_core_is_edited_with_its_birth_date_as_known(sign_in, world):
    client, address = sign_in("board"), at("section", world, "core")
    assert opened(client, address)["birth_date"] == "01/05/1972"
    client.post(address, opened(client, address) | {"birth_date": "5/1972", "full_name": "Nguyễn  Văn Ân"})
    an = Person.objects.get(pk=world.people["an"].pk)
    assert (an.full_name, an.birth_date.isoformat(), an.birth_precision) == ("Nguyễn Văn Ân", "1972-05-01", "month")


def test_row_is_added_changed_and_taken_out(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "training")
    client.post(new, opened(client, new) | {"started": "9/1991", "ended": "1995", "school": "Đại học Cần Thơ"})
    row = Training.objects.get()
    assert (row.started, row.ended) == (PartialDate(1991, 9), PartialDate(1995))
    edit = at("row", world, "training", row.pk)
    assert opened(client, edit)["started"] == "09/1991"
    client.post(edit, opened(client, edit) | {"ended": "6/1995"})
    assert Training.objects.get().ended == PartialDate(1995, 6)
    remove = at("row-remove", world, "training", row.pk)
    assert "Đại học Cần Thơ" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 400
    assert client.post(remove, {"reason": "Nhầm người"}).url == f"{at('person', world)}#s-training"
    assert Training.objects.count() == 0


def test_row_form_sent_twice_makes_one_row(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "work")
    typed = opened(client, new) | {"started": "1990", "position": "Giáo viên", "once": "abc"}
    answers = [client.post(new, typed), client.post(new, typed), client.post(new, typed, headers=HTMX)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert WorkPeriod.objects.count() == 1


def test_row_saved_with_another_leaves_an_empty_form_open(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "work")
    typed = {"started": "1990", "position": "Giáo viên", "another": "1"} | REASON
    answer = client.post(new, typed | opened(client, new), headers=HTMX)
    panel = answer.context["panel"]
    assert (len(panel.lines), panel.entry.form.is_bound) == (1, False)
    assert client.post(new, typed | opened(client, new)).url == new


def test_period_is_typed_as_first_and_last_day(sign_in, world):
    client, post = sign_in("board"), Posting.objects.get(person=world.people["an"])
    address = at("row", world, "postings", post.pk)
    form = opened(client, address)
    assert (form["unit"], form["title"], form["period_from"]) == (
        "Đảng bộ xã Khánh An",
        "Bí thư Đảng ủy xã",
        "2010-01-01",
    )
    form["period_from"] = "01/01/2010"
    assert client.post(address, form | {"period_until": "31/12/2009"}).status_code == 400
    assert client.post(address, form | {"period_until": "30/06/2020"}).status_code == 302
    post.refresh_from_db()
    assert (post.period.lower.isoformat(), post.period.upper.isoformat()) == ("2010-01-01", "2020-07-01")


def test_unit_is_chosen_by_its_name_without_marks(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "postings")
    typed = opened(client, new) | {
        "title": "cong chuc van phong",
        "unit": "dang bo xa phu hoi",
        "period_from": "01/01/2020",
    }
    assert client.post(new, typed).status_code == 302
    post = Posting.objects.get(person=world.people["an"], title__code="official")
    assert post.unit == world.units["beta"]


def test_unit_that_may_be_several_is_asked_about(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "postings")
    typed = opened(client, new) | {"title": "Công chức Văn phòng", "unit": "chi bo ap", "period_from": "01/01/2020"}
    answer = client.post(new, typed)
    assert answer.status_code == 400
    assert "Chi bộ ấp An Hòa, Đảng bộ xã Khánh An; " in str(answer.context["entry"].form.errors["unit"])
    answer = client.post(new, typed | {"unit": "Sao Hỏa"})
    assert list(answer.context["entry"].form.errors) == ["unit"]


def test_restricted_text_keeps_its_lines(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "health")
    client.post(new, opened(client, new) | {"note": "Huyết áp\ncao"})
    row = world.people["an"].healthcheck_rows.get()
    assert row.note == "Huyết áp\ncao"


WRONG = [
    ("contact", {"email": "x"}, "email"),
    ("core", {"identity_number": "123"}, "identity_number"),
    ("core", {"identity_number": "089000000001"}, "__all__"),
    ("core", {"birth_date": "31/02/1972"}, "birth_date"),
    ("core", {"full_name": ""}, "full_name"),
    ("core", {"full_name": "x" * 101}, "full_name"),
    ("core", {"sex": "x"}, "sex"),
    ("core", {"education": "99"}, "education"),
    ("service", {"enlisted_on": "1990", "discharged_on": "1980"}, "__all__"),
    ("service", {"military_rank": "999999999999999999999"}, "military_rank"),
]


@pytest.mark.parametrize(("section", "typed", "field"), WRONG)
def test_wrong_entry_is_said_beside_its_field_and_kept(sign_in, world, section, typed, field):
    client, address = sign_in("board"), at("section", world, section)
    answer = client.post(address, opened(client, address) | typed)
    form = answer.context["entry"].form
    assert (answer.status_code, list(form.errors)) == (400, [field])
    assert all(form[name].value() == value for name, value in typed.items())


def test_wrong_row_inside_the_page_comes_back_open_with_the_cursor_in_it(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "work")
    answer = client.post(new, opened(client, new) | {"started": "x"}, headers=HTMX)
    assert answer.status_code == 400
    assert re.search(r'<input[^>]*name="started"[^>]*autofocus', answer.content.decode())


def test_code_of_another_list_is_no_choice(sign_in, world):
    client, new = sign_in("board"), at("row-new", world, "ratings")
    foreign = world.code(Scheme.BLOOD, "A")
    answer = client.post(new, opened(client, new) | {"year": "2019", "rating": str(foreign.pk)})
    assert list(answer.context["entry"].form.errors) == ["rating"]


def test_the_last_reason_stands_in_the_next_form(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    client.post(address, opened(client, address) | {"phone": "1", "reason": "Theo kê khai tháng 7"})
    reason = client.get(at("section", world, "papers")).context["entry"].reason
    assert reason["reason"].value() == "Theo kê khai tháng 7"


# Two people at once


def change(world, **values):
    with history.acting(actor=world.users["board"], verb="test", reason="tests"):
        Contact.objects.update_or_create(person=world.people["an"], defaults=values)


def test_what_others_changed_elsewhere_in_the_section_stays(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    mine = opened(client, address)
    change(world, email="khac@example.vn")
    assert client.post(address, mine | {"phone": "0901"}).status_code == 302
    assert Contact.objects.values_list("phone", "email").get() == ("0901", "khac@example.vn")


@pytest.mark.parametrize(("choice", "stands"), [("mine", "0901"), ("theirs", "0902")])
def test_same_field_changed_by_two_is_put_to_the_second(sign_in, world, choice, stands):
    change(world, phone="0900", residence="Khánh An")
    client, address = sign_in("board"), at("section", world, "contact")
    mine = opened(client, address) | {"phone": "0901", "lives_at": "Ấp An Hòa"}
    change(world, phone="0902", residence="Phú Hội")
    answer = client.post(address, mine)
    entry = answer.context["entry"]
    assert [(c.name, c.mine, c.theirs) for c in entry.conflicts] == [("take-phone", "0901", "0902")]
    again = {bound.html_name: bound.value() or "" for bound in entry.form} | REASON
    assert client.post(address, again).context["entry"].conflicts != ()
    assert client.post(address, again | {"take-phone": choice}).status_code == 302
    saved = Contact.objects.get()
    assert (saved.phone, saved.residence, saved.lives_at) == (stands, "Phú Hội", "Ấp An Hòa")


def test_form_with_a_forged_memory_is_refused(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    other = opened(client, at("section", world, "papers"))["was"]
    for was in ("", "x", other):
        answer = client.post(address, {"phone": "0901", "was": was} | REASON)
        assert (answer.status_code, Contact.objects.count()) == (400, 0)


def test_row_taken_out_meanwhile_is_said_and_what_was_typed_stays(sign_in, world):
    with history.acting(actor=None, verb="test", reason="tests"):
        row = WorkPeriod.objects.create(person=world.people["an"], started=PartialDate(1990))
    client, address = sign_in("board"), at("row", world, "work", row.pk)
    typed = opened(client, address) | {"position": "Giáo viên"}
    with history.acting(actor=None, verb="test", reason="tests"):
        WorkPeriod.objects.all().delete()
    answer = client.post(address, typed)
    assert (answer.status_code, answer.context["entry"].form["position"].value()) == (400, "Giáo viên")
    assert client.get(address).status_code == 404


# Who may


@pytest.mark.parametrize("name", ["alpha_secretary", "appraiser", "inspector", "auditor", "nobody"])
def test_entry_is_for_those_who_edit(sign_in, world, name):
    client = sign_in(name)
    for address in (
        at("section", world, "contact"),
        at("row-new", world, "work"),
        at("row", world, "postings", Posting.objects.filter(person=world.people["an"]).get().pk),
        reverse("person-new"),
    ):
        assert (client.get(address).status_code, client.post(address, REASON).status_code) == (403, 403)
    assert client.post(reverse("draft"), {"draft-place": "a"}).status_code == 403


def test_entry_on_another_day_is_refused(sign_in, world):
    answer = sign_in("board").get(f"{at('section', world, 'contact')}?on=2019-01-01")
    assert (answer.status_code, Contact.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    "place", ["x/", "work/0/", "work/999999999999999999999/", "contact/new/", "contact/1/", "x/new/"]
)
def test_entry_of_what_is_not_there_is_not_found(sign_in, world, place):
    assert sign_in("board").get(f"{at('person', world)}{place}").status_code == 404


def test_row_of_somebody_else_is_not_found(sign_in, world):
    with history.acting(actor=None, verb="test", reason="tests"):
        row = Rating.objects.create(person=world.people["em"], year=2019)
    assert sign_in("board").get(at("row", world, "ratings", row.pk)).status_code == 404
    assert sign_in("board").get(at("row-remove", world, "ratings", row.pk)).status_code == 404


def test_relative_out_of_sight_is_left_alone(sign_in, world):
    """A board clerk of one commune edits kin without naming, or losing, a person of another."""
    with history.acting(actor=None, verb="test", reason="tests"):
        world.users["alpha_clerk"].grants.update(role="board_clerk")
        kin = FamilyMember.objects.create(person=world.people["an"], name="Em vợ", relative=world.people["em"])
    client, address = sign_in("alpha_clerk"), at("row", world, "family", kin.pk)
    assert "relative" not in client.get(address).context["entry"].form.fields
    client.post(address, opened(client, address) | {"name": "Em vợ út"})
    kin.refresh_from_db()
    assert (kin.name, kin.relative_id) == ("Em vợ út", world.people["em"].pk)


def test_what_is_typed_stands_in_no_address(sign_in, world):
    """Suggestions and drafts are asked by POST: addresses are logged."""
    body = sign_in("board").get(at("section", world, "contact")).content.decode()
    assert 'hx-post="/suggest/places/"' in body
    assert "hx-get" not in body.split("<form class")[1].split("</form>")[0]
