"""One field changed for many people: previewed, written as shown, refused whole when anything moved."""

import pytest
from django.urls import reverse

from anphu.kit import history
from anphu.kit.refusals import Refused
from orgtree.actions import bulk
from orgtree.choices import Scheme
from orgtree.models import Person
from orgtree.models.dossier import Contact, PartyRecord, Schooling
from orgtree.rules.bulk import FIELDS

EDIT = reverse("people-edit")
REASON = {"reason": "Rà soát theo Công văn 12"}


def gesture(world, name="board"):
    return {"actor": world.user(name), "on": world.today}


def ids(world, *keys):
    return [world.people[key].pk for key in keys]


def preview(client, field, value, people=(), scope="ticked", query=""):
    name = field.partition(".")[2]
    return client.post(f"{EDIT}?{query}field={field}", {"scope": scope, name: value, "person": list(people)})


def write(client, field, shown, query="", **more):
    return client.post(f"{EDIT}?{query}field={field}", {"plan": shown.context["plan"], **REASON, **more})


def test_field_is_changed_for_the_ticked_with_history(world, sign_in):
    client = sign_in("board")
    shown = preview(client, "core.theory", "3", ids(world, "an", "binh", "cuong"))
    assert [(line.person.full_name, line.before, line.after) for line in shown.context["lines"]] == [
        ("Trần Thị Bình", "trung cấp", "cao cấp"),
        ("Lê Quốc Cường", "sơ cấp", "cao cấp"),
    ]
    assert shown.context["outlook"].unchanged == 1
    assert Person.objects.filter(theory=3).count() == 1
    assert write(client, "core.theory", shown).url == reverse("people")
    assert Person.objects.filter(theory=3).count() == 3
    events = Person.events.rel.related_model.objects.filter(pgh_context__metadata__verb="edit_many")
    assert {event.pgh_context.metadata["reason"] for event in events} == {REASON["reason"]}
    assert events.count() == 2


def test_part_that_some_do_not_have_is_made(world, sign_in):
    with history.acting(actor=None, verb="fill", reason="tests"):
        Contact.objects.create(person=world.people["an"], residence="Ấp cũ", phone="1")
    client = sign_in("board")
    shown = preview(client, "contact.residence", "Ấp An Hòa", ids(world, "an", "binh"))
    write(client, "contact.residence", shown)
    rows = {row.person_id: (row.residence, row.phone) for row in Contact.objects.all()}
    assert rows == dict(zip(ids(world, "an", "binh"), [("Ấp An Hòa", "1"), ("Ấp An Hòa", "")], strict=True))
    events = Contact.events.rel.related_model.objects.filter(pgh_context__metadata__verb="edit_many")
    assert sorted(events.values_list("pgh_label", flat=True)) == ["insert", "update"]


def test_everybody_in_the_filter_is_changed(world, sign_in):
    client = sign_in("board")
    shown = preview(client, "schooling.major", "Luật", scope="all", query="sex=F&")
    assert write(client, "schooling.major", shown, query="sex=F&").url == f"{reverse('people')}?sex=F"
    assert Schooling.objects.filter(major="Luật").count() == Person.objects.filter(sex="F").count() == 4


def test_code_of_a_list_is_chosen_and_emptied(world, sign_in):
    active = world.code(Scheme.PARTY_STATUS, "active")
    client = sign_in("board")
    shown = preview(client, "party.status", active.pk, ids(world, "an"))
    assert shown.context["lines"][0].after == "Đang sinh hoạt"
    write(client, "party.status", shown)
    assert PartyRecord.objects.get().status == active
    write(client, "party.status", preview(client, "party.status", "", ids(world, "an")))
    assert PartyRecord.objects.get().status is None


def test_code_of_another_list_is_refused(world):
    blood = world.code(Scheme.BLOOD, "A")
    with pytest.raises(Refused) as refusal:
        bulk.look(**gesture(world), people=ids(world, "an"), field=FIELDS["party.status"], value=blood.pk)
    assert refusal.value.code == "invalid"


def test_nothing_is_written_when_one_record_changed_meanwhile(world, sign_in):
    client = sign_in("board")
    shown = preview(client, "core.theory", "3", ids(world, "binh", "cuong"))
    with history.acting(actor=None, verb="edit", reason="somebody was faster"):
        Person.objects.filter(pk=world.people["cuong"].pk).update(theory=4)
    answer = write(client, "core.theory", shown)
    assert answer.status_code == 409
    assert set(Person.objects.filter(pk__in=ids(world, "binh", "cuong")).values_list("theory", flat=True)) == {2, 4}


def test_rows_that_a_check_refuses_are_named_and_left_out(world, sign_in):
    client = sign_in("board")
    shown = preview(client, "schooling.degree_year", "1980", ids(world, "an", "binh"))
    assert [person.full_name for person, _sentence in shown.context["outlook"].refused] == ["Trần Thị Bình"]
    write(client, "schooling.degree_year", shown)
    assert [row.person.full_name for row in Schooling.objects.all()] == ["Nguyễn Văn An"]


def test_preview_costs_the_same_for_one_and_for_many(world, django_assert_num_queries):
    for people in (ids(world, "an"), ids(world, *world.people)):
        asked = gesture(world)
        asked["actor"].granted("see_people")  # grants are fetched once for a request
        with django_assert_num_queries(4):
            bulk.look(**asked, people=people, field=FIELDS["core.theory"], value=4)


def test_write_costs_the_same_for_one_and_for_many(world, django_assert_num_queries):
    for value, people in ((0, ["an"]), (4, list(world.people))):
        field, asked = FIELDS["core.theory"], gesture(world)
        was = bulk.look(**asked, people=ids(world, *people), field=field, value=value).was
        with django_assert_num_queries(8):
            bulk.write(**asked, reason="x", field=field, value=value, was=was)


@pytest.mark.parametrize("name", ["alpha_secretary", "appraiser", "btv", "inspector", "auditor", "admin", "nobody"])
def test_only_the_board_changes_many(world, sign_in, name):
    client = sign_in(name)
    assert client.get(EDIT).status_code == 403
    assert preview(client, "core.theory", "3", ids(world, "an")).status_code == 403


def test_people_out_of_reach_are_refused_below_the_page(world):
    with pytest.raises(Refused) as refusal:
        bulk.look(**gesture(world, "alpha_secretary"), people=ids(world, "em"), field=FIELDS["core.theory"], value=3)
    assert refusal.value.code == "no_such_person"
    seen = bulk.look(**gesture(world, "alpha_secretary"), people=ids(world, "an"), field=FIELDS["core.theory"], value=4)
    assert [person.full_name for person, _sentence in seen.refused] == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    ("field", "value"), [("core.theory", "9"), ("core.ethnic_group", ""), ("core.home_commune_code", "12"),
                         ("schooling.degree_year", "31/02/1999"), ("contact.residence", "x" * 201)]
)  # fmt: skip
def test_bad_value_is_a_sentence(world, sign_in, field, value):
    answer = preview(sign_in("board"), field, value, ids(world, "an"))
    assert answer.status_code == 400
    assert answer.context["form"].errors


@pytest.mark.parametrize("people", [[], ["abc"], ["9" * 30]])
def test_nobody_ticked_is_a_sentence(world, sign_in, people):
    assert preview(sign_in("board"), "core.theory", "3", people).status_code == 400


@pytest.mark.parametrize("query", ["field=core.full_name", "field=background.arrests", "field=x", "colour=red"])
def test_fields_not_meant_for_many_are_not_offered(world, sign_in, query):
    assert sign_in("board").get(f"{EDIT}?{query}").status_code in {400, 404}


def test_write_without_reason_or_with_another_plan_writes_nothing(world, sign_in):
    client = sign_in("board")
    shown = preview(client, "core.theory", "3", ids(world, "binh"))
    assert write(client, "core.theory", shown, reason=" ").status_code == 400
    assert write(client, "core.education", shown).status_code == 400
    assert client.post(f"{EDIT}?field=core.theory", {"plan": "x", **REASON}).status_code == 400
    assert Person.objects.get(pk=world.people["binh"].pk).theory == 2


def test_choosing_a_field_shows_how_many_the_filter_finds(world, sign_in):
    answer = sign_in("board").get(EDIT, {"sex": "F"})
    assert answer.context["count"] == 4
    assert "full_name" not in answer.content.decode()


def test_list_of_values_now_stands_beside_each_person(world, sign_in):
    answer = sign_in("board").get(EDIT, {"field": "core.theory", "q": "cuong"})
    assert [(person.full_name, value) for person, value in answer.context["rows"]] == [("Lê Quốc Cường", "sơ cấp")]
