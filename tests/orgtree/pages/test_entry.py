"""Entering dossiers: a form per section and row, drafts, suggestions, two people at once, a new person."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Scheme
from orgtree.models import Contact, Draft, FamilyMember, PartyMembership, Person, Posting, Rating, Training, WorkPeriod
from orgtree.sections import SECTIONS

PersonEvent = apps.get_model("orgtree", "PersonEvent")
HTMX = {"HX-Request": "true"}
REASON = {"reason": "Theo lý lịch"}


def at(name, world, *more, key="an"):
    return reverse(name, args=[world.people[key].pk, *more])


def opened(client, address) -> dict[str, str]:
    """What the form at an address holds, as a browser would send it back."""
    answer = client.get(address)
    assert answer.status_code == 200
    form = (answer.context.get("entry") or answer.context["panel"].entry).form
    sent = {bound.html_name: bound.value() for bound in form}
    shown = {name: str(value) for name, value in sent.items() if value not in (None, "", False)}
    return shown | REASON


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


# Drafts


def keep(client, place, **typed):
    return client.post(reverse("draft"), {"draft-place": place, **typed})


def test_draft_comes_back_with_a_notice_and_goes_when_saved(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    place = client.get(address).context["entry"].place
    assert keep(client, place, phone="0901", was=opened(client, address)["was"]).status_code == 200
    entry = client.get(address).context["entry"]
    assert (entry.draft.content["phone"], entry.form["phone"].value()) == ("0901", "0901")
    assert client.post(address, opened(client, address)).status_code == 302
    assert (Contact.objects.get().phone, Draft.objects.count()) == ("0901", 0)


def test_draft_is_each_users_own_and_encrypted(sign_in, world):
    address = at("section", world, "contact")
    keep(sign_in("board"), f"contact:{world.people['an'].pk}:", phone="0901")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM orgtree_draft")
        assert "0901" not in cursor.fetchone()[0]
    with history.acting(actor=None, verb="test", reason="tests"):
        world.users["inspector"].grants.update(role="board_clerk")
    assert sign_in("inspector").get(address).context["entry"].draft is None


def test_draft_can_be_thrown_away(sign_in, world):
    client, address = sign_in("board"), at("section", world, "contact")
    keep(client, f"contact:{world.people['an'].pk}:", phone="0901")
    assert client.post(address, {"discard": "1"}).url == address
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("place", "typed", "status"), [("", "x", 400), ("Ă" * 5, "x", 400), ("a", "x" * 60_000, 413)])
def test_draft_out_of_bounds_is_refused(sign_in, place, typed, status):
    assert keep(sign_in("board"), place, note=typed).status_code == status
    assert Draft.objects.count() == 0


# Suggestions


def suggested(client, source, typed):
    body = client.post(reverse("suggest", args=[source]), {"field": typed}).content.decode()
    return re.findall(r"<li[^>]*>(.*?)</li>", body)


def test_suggestions_find_without_marks_and_in_reach(sign_in, world):
    board = sign_in("board")
    assert suggested(board, "units", "an hoa") == ["Chi bộ ấp An Hòa, Đảng bộ xã Khánh An"]
    assert suggested(board, "titles", "bi thu") == ["Bí thư Đảng ủy xã"]
    assert suggested(board, "places", "xa thu") == ["Xã thử, huyện Thử"]
    assert suggested(board, "people", "em pham") == ["Phạm Văn Em (1975)"]
    assert suggested(board, "units", " ") == suggested(board, "places", "%") == []
    unit = sign_in("alpha_secretary")
    assert suggested(unit, "units", "phu hoi") == suggested(unit, "people", "em pham") == []


def test_suggestions_of_what_others_typed_come_by_frequency(sign_in, world):
    with history.acting(actor=None, verb="test", reason="tests"):
        for school in ("Đại học Cần Thơ", "Đại học An Giang", "Đại học An Giang"):
            Training.objects.create(person=world.people["an"], school=school)
        Training.objects.create(person=world.people["em"], school="Đại học Huế")
    assert suggested(sign_in("alpha_secretary"), "schools", "dai hoc") == ["Đại học An Giang", "Đại học Cần Thơ"]


def test_suggestions_are_asked_by_post_from_known_sources(sign_in, world):
    client = sign_in("board")
    assert client.get(reverse("suggest", args=["units"])).status_code == 405
    assert client.post(reverse("suggest", args=["x"]), {"q": "an"}).status_code == 404


# A new person

NEW = {
    "full_name": "Hồ Thị Mới",
    "sex": "F",
    "birth_date": "2/3/1999",
    "membership-unit": "Chi bộ ấp An Hòa, Đảng bộ xã Khánh An",
    "membership-period_from": "07/07/2020",
    "membership-admitted_on": "07/07/2020",
} | REASON


def new_person(client, **typed):
    core = client.get(reverse("person-new")).context["core"]
    usual = {name: core[name].value() for name in ("ethnic_group", "religion")}
    return client.post(reverse("person-new"), usual | NEW | typed)


def test_person_is_recorded_with_the_first_membership(sign_in, world):
    answer = new_person(sign_in("board"))
    made = Person.objects.get(full_name="Hồ Thị Mới")
    assert answer.url == reverse("person", args=[made.pk])
    assert PartyMembership.objects.get(person=made).unit == world.units["alpha1"]


@pytest.mark.parametrize(
    ("typed", "form", "field"),
    [
        ({"birth_date": ""}, "core", "birth_date"),
        ({"identity_number": "089000000001"}, "core", "__all__"),
        ({"membership-unit": ""}, "membership", "unit"),
        ({"membership-official_on": "01/01/2019"}, "core", "__all__"),
        ({"reason": " "}, "reason", "reason"),
    ],
)
def test_person_entered_wrong_is_said_in_place_and_nothing_is_written(sign_in, world, typed, form, field):
    answer = new_person(sign_in("board"), **typed)
    assert answer.status_code == 400
    wrong = {name: list(answer.context[name].errors) for name in ("core", "membership", "reason")}
    assert {name: fields for name, fields in wrong.items() if fields} == {form: [field]}
    assert not Person.objects.filter(full_name="Hồ Thị Mới").exists()


def test_person_left_unfinished_comes_back(sign_in, world):
    client = sign_in("board")
    keep(client, "person:new", **{"full_name": "Hồ Thị", "membership-unit": "Chi bộ"})
    context = client.get(reverse("person-new")).context
    assert (context["core"]["full_name"].value(), context["membership"]["unit"].value()) == ("Hồ Thị", "Chi bộ")
    new_person(client)
    assert Draft.objects.count() == 0


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
