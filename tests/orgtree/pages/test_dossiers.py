"""The page of one person: what it shows to whom, its history, the dossier of a day, and what it costs."""

import datetime

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.choices import Precision, ReadKind, Scheme
from orgtree.models import (
    Background,
    ClearedWarning,
    Confirmation,
    Contact,
    Discipline,
    DossierRead,
    FamilyMember,
    HealthCheck,
    PartyMembership,
    Person,
    Posting,
    Rating,
    Training,
    WorkPeriod,
)

SINCE = datetime.date(2010, 1, 1)


def address(world, key, **query):
    return reverse("person", args=[world.people[key].pk], query=query)


def acting(reason="tests"):
    return history.acting(actor=None, verb="test", reason=reason)


def panel(answer, code):
    return next(panel for panel in answer.context["panels"] if panel.code == code)


def facts(answer, code) -> dict[str, str]:
    return {fact.label: fact.value for fact in panel(answer, code).facts}


def test_dossier_shows_core_posts_and_membership(sign_in, world):
    answer = sign_in("alpha_secretary").get(address(world, "an"))
    body = answer.content.decode()
    for words in ("Nguyễn Văn An", "01/05/1972", "Kinh", "089000000000", "Bí thư Đảng ủy xã", "Chi bộ ấp An Hòa"):
        assert words in body
    assert answer.context["held"] == [("Bí thư Đảng ủy xã", "Đảng bộ xã Khánh An")]


@pytest.mark.parametrize("key", ["em", "khanh"])
def test_dossier_out_of_reach_is_not_found(sign_in, world, key):
    assert sign_in("alpha_secretary").get(address(world, key)).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 2**63, 10**30])
def test_dossier_unknown_is_not_found(sign_in, pk):
    assert sign_in("board").get(f"/people/{pk}/").status_code == 404


def test_dossier_on_a_day_when_nowhere_is_not_found(sign_in, world):
    assert sign_in("board").get(address(world, "an", on="2009-01-01")).status_code == 404


def test_dossier_unknown_tab_is_not_found(sign_in, world):
    assert sign_in("board").get(address(world, "an", tab="x")).status_code == 404


def test_dossier_has_a_panel_for_every_section_in_the_order_of_the_forms(sign_in, world):
    codes = [panel.code for panel in sign_in("board").get(address(world, "an")).context["panels"]]
    assert codes == [
        "core", "memberships", "postings", "contact", "papers", "employment", "party", "badges", "schooling",
        "languages", "training", "work", "service", "pay", "commendations", "discipline", "ratings",
        "stated_plans", "family",
        "background", "party_history", "health", "abroad", "declarations",
    ]  # fmt: skip


def test_dossier_hides_restricted_sections_and_items_from_a_unit(sign_in, world):
    with acting():
        FamilyMember.objects.create(person=world.people["an"], name="Nguyễn Văn Ba", stance="Tốt lắm")
        HealthCheck.objects.create(person=world.people["an"], note="Huyết áp cao")
    board = sign_in("board").get(address(world, "an")).content.decode()
    unit = sign_in("alpha_secretary").get(address(world, "an"))
    assert ("Tốt lắm" in board, "Huyết áp cao" in board) == (True, True)
    assert "Nguyễn Văn Ba" in unit.content.decode()
    assert "Tốt lắm" not in unit.content.decode()
    hidden = {"discipline", "background", "party_history", "health", "abroad", "declarations"}
    assert hidden & {panel.code for panel in unit.context["panels"]} == set()


def test_rows_leave_out_columns_that_no_row_fills(sign_in, world):
    with acting():
        Training.objects.create(person=world.people["an"], school="Trường Chính trị Tôn Đức Thắng")
    assert panel(sign_in("board").get(address(world, "an")), "training").heads == ["Trường, cơ sở đào tạo"]


def test_age_of_a_year_alone_is_shown_with_its_doubt(sign_in, world):
    with acting():
        Person.objects.filter(pk=world.people["an"].pk).update(birth_precision=Precision.YEAR)
    assert facts(sign_in("board").get(address(world, "an")), "core")["Ngày sinh"] == "1972 (47–48 tuổi, cần xác minh)"


def test_age_of_a_known_day_has_no_doubt(sign_in, world):
    assert facts(sign_in("board").get(address(world, "an")), "core")["Ngày sinh"] == "01/05/1972 (48 tuổi)"


def test_kin_out_of_sight_are_not_named(sign_in, world):
    with acting():
        FamilyMember.objects.create(person=world.people["an"], name="Em vợ", relative=world.people["em"])
    assert "Phạm Văn Em" in sign_in("board").get(address(world, "an")).content.decode()
    unit = sign_in("alpha_secretary").get(address(world, "an")).content.decode()
    assert ("Em vợ" in unit, "Phạm Văn Em" in unit) == (True, False)


def test_missing_fields_are_links_to_their_inputs_for_who_may_enter(sign_in, world):
    pk = world.people["dung"].pk
    member, planned = sign_in("board").get(address(world, "dung")).context["measures"]
    assert member.percent == 100
    assert ("Lý luận chính trị", f"/people/{pk}/core/#core-theory") in planned.missing
    assert ("Quá trình công tác", f"/people/{pk}/work/new/") in planned.missing
    unit = sign_in("alpha_secretary").get(address(world, "dung")).context["measures"][1]
    assert ("Lý luận chính trị", "#s-core") in unit.missing
    assert "Kết luận tiêu chuẩn chính trị" not in [label for label, _url in unit.missing]


def remarks(answer):
    return [remark.finding.rule for remark in answer.context["remarks"]]


def test_remark_stands_in_its_panel_until_it_is_overridden(sign_in, world):
    client, an = sign_in("board"), world.people["an"]
    answer = client.get(address(world, "an"))
    assert "identity_year" in remarks(answer)
    finding = next(r.finding for r in panel(answer, "core").remarks if r.finding.rule == "identity_year")
    place = reverse("warning-clear", args=[an.pk])
    asked = {"rule": finding.rule, "facts": finding.facts}
    assert f'name="facts" value="{finding.facts}"' in answer.content.decode()
    assert f"={finding.facts}" not in answer.content.decode()
    assert client.get(place).url == address(world, "an")
    assert client.post(place, asked).status_code == 200
    assert client.post(place, asked | {"reason": " "}).status_code == 400
    assert client.post(place, asked | {"reason": "Cải chính năm sinh"}).url == f"{address(world, 'an')}#s-core"
    after = client.get(address(world, "an"))
    assert "identity_year" not in remarks(after)
    assert [r.clearing.reason for r in panel(after, "core").cleared] == ["Cải chính năm sinh"]


def test_remark_that_is_gone_cannot_be_overridden(sign_in, world):
    place = reverse("warning-clear", args=[world.people["an"].pk])
    assert sign_in("board").post(place, {"rule": "x", "facts": "y", "reason": "z"}).url == address(world, "an")
    assert ClearedWarning.objects.count() == 0


def test_percentage_says_what_it_leaves_out(sign_in, world):
    told = {
        name: [measure.partial for measure in sign_in(name).get(address(world, "dung")).context["measures"]]
        for name in ("board", "alpha_secretary")
    }
    assert told == {"board": [False, False], "alpha_secretary": [True, True]}


def test_history_of_a_closed_part_says_that_it_is_closed(sign_in, world):
    closed = {
        name: sign_in(name).get(address(world, "an"), {"tab": "history", "section": "discipline"}).context["closed"]
        for name in ("board", "alpha_secretary")
    }
    assert closed == {"board": False, "alpha_secretary": True}


def test_section_is_stale_until_confirmed(sign_in, world):
    client = sign_in("alpha_secretary")
    assert panel(client.get(address(world, "an")), "contact").stale
    answer = client.post(reverse("person-confirm", args=[world.people["an"].pk]), {"section": "contact"})
    assert answer.url == f"{address(world, 'an')}#s-contact"
    assert not panel(client.get(address(world, "an")), "contact").stale
    assert Confirmation.objects.get().by.username == "alpha_secretary"


def test_restricted_section_is_not_for_a_unit_to_confirm(sign_in, world):
    place = reverse("person-confirm", args=[world.people["an"].pk])
    assert sign_in("alpha_secretary").post(place, {"section": "health"}).status_code == 403


def test_other_day_offers_no_change(sign_in, world):
    body = sign_in("board").get(address(world, "an", on="2019-01-01")).content.decode()
    assert f"/people/{world.people['an'].pk}/contact/" not in body


# History


def changes(answer):
    return answer.context["history"].changes


def test_history_says_who_what_and_why(sign_in, world):
    an = world.people["an"]
    with history.acting(actor=world.users["board"], verb="edit_person", reason="Theo giấy khai sinh"):
        an.birth_date = datetime.date(1972, 6, 1)
        an.save()
    change = next(c for c in changes(sign_in("board").get(address(world, "an", tab="history"))) if c.kind == "update")
    assert (change.actor, change.reason, change.section.code) == ("board", "Theo giấy khai sinh", "core")
    assert [(line.label, line.before, line.after) for line in change.lines] == [
        ("Ngày sinh", "01/05/1972", "01/06/1972")
    ]


def test_history_tells_of_every_section_and_of_what_was_taken_out(sign_in, world):
    with acting("Nhập"):
        row = WorkPeriod.objects.create(person=world.people["an"], started=PartialDate(1990), position="Giáo viên")
    with acting("Sửa"):
        row.position = "Hiệu trưởng"
        row.save()
    with acting("Nhầm người"):
        row.delete()
    told = changes(sign_in("board").get(address(world, "an", tab="history", section="work")))
    assert [(c.kind, c.reason, [(line.before, line.after) for line in c.lines]) for c in told] == [
        ("delete", "Nhầm người", [("1990", ""), ("Hiệu trưởng", "")]),
        ("update", "Sửa", [("Giáo viên", "Hiệu trưởng")]),
        ("insert", "Nhập", [("", "1990"), ("", "Giáo viên")]),
    ]


def test_history_shows_restricted_changes_to_those_who_see_them(sign_in, world):
    with acting():
        FamilyMember.objects.create(person=world.people["an"], name="Nguyễn Văn Ba", stance="Tốt lắm")
        Discipline.objects.create(person=world.people["an"], decided=PartialDate(2012), act="Uống rượu")
    board = sign_in("board").get(address(world, "an", tab="history")).content.decode()
    unit = sign_in("alpha_secretary").get(address(world, "an", tab="history"))
    assert ("Tốt lắm" in board, "Uống rượu" in board) == (True, True)
    assert "Nguyễn Văn Ba" in unit.content.decode()
    assert not {"Tốt lắm", "Uống rượu"} & set(unit.content.decode().split(">"))
    assert "discipline" not in [code for code, _label in unit.context["choices"]]
    assert changes(sign_in("alpha_secretary").get(address(world, "an", tab="history", section="discipline"))) == []


@pytest.mark.parametrize(("name", "status"), [("board", 200), ("alpha_secretary", 200), ("alpha_clerk", 404)])
def test_history_is_for_its_right_alone(sign_in, world, name, status):
    assert sign_in(name).get(address(world, "an", tab="history")).status_code == status
    assert sign_in(name).get(address(world, "an", at="2100-01-01")).status_code == status


def test_history_comes_in_pages(sign_in, world):
    an = world.people["an"]
    for number in range(30):
        with acting():
            Contact.objects.update_or_create(person=an, defaults={"phone": f"09{number:08}"})
    client = sign_in("board")
    first = client.get(address(world, "an", tab="history", section="contact")).context["history"]
    second = client.get(address(world, "an", tab="history", section="contact", page=2)).context["history"]
    assert (len(first.changes), first.more, len(second.changes), second.more) == (25, True, 5, False)
    assert first.changes[0].lines[0].after == "0900000029"


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=0", 404), ("page=x", 404), ("section=x", 404), ("at=x", 400), ("at=12/2020", 400), ("at=1800-01-01", 400)],
)
def test_history_nonsense_is_a_sentence(sign_in, world, query, status):
    tab = "" if query.startswith("at") else "tab=history&"
    assert sign_in("board").get(f"{address(world, 'an')}?{tab}{query}").status_code == status


# The dossier of a day


@pytest.fixture
def moved(world):
    """An's telephone was changed and a row taken out after 31/12/2020, by the clock of the events."""
    an = world.people["an"]
    with acting():
        Contact.objects.create(person=an, phone="0901")
        row = Rating.objects.create(person=an, year=2019, decided_by="Huyện ủy")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE orgtree_personevent SET pgh_created_at = '2020-12-01'")
        cursor.execute("UPDATE orgtree_contactevent SET pgh_created_at = '2020-12-31 12:00'")
        cursor.execute("UPDATE orgtree_ratingevent SET pgh_created_at = '2020-12-31 12:00'")
    with acting():
        Contact.objects.filter(person=an).update(phone="0902")
        row.delete()
    return world


def test_past_is_rebuilt_from_the_events(sign_in, moved):
    client = sign_in("board")
    then = client.get(address(moved, "an", at="2020-12-31"))
    assert facts(then, "contact") == facts(client.get(address(moved, "an", at="31/12/2020")), "contact")
    assert facts(then, "contact") == {"Điện thoại": "0901"}
    assert [fact.value for fact in panel(then, "ratings").lines[0].facts] == ["2019", "Có", "Huyện ủy"]
    assert "31/12/2020" in then.content.decode()
    assert "<form" not in then.content.decode().split('id="main"')[1].split("</main>")[0]
    assert [panel.code for panel in client.get(address(moved, "an", at="2020-12-30")).context["panels"]] == ["core"]
    assert facts(client.get(address(moved, "an", at="2100-01-01")), "contact") == {"Điện thoại": "0902"}


def test_past_before_the_first_event_says_so(sign_in, moved):
    answer = sign_in("board").get(address(moved, "an", at="2019-01-01"))
    assert (answer.status_code, answer.context["panels"]) == (200, [])


# Cost and log


def fill(world, key, rows):
    """So many rows in every kind of section, each changed once, with names behind every kind of foreign key."""
    person = world.people[key]
    with acting():
        Background.objects.create(person=person, arrests="Không")
        for number in range(rows):
            year = PartialDate(1990 + number)
            Rating.objects.create(person=person, year=2010 + number, rating=world.code(Scheme.RATING, "good"))
            WorkPeriod.objects.create(person=person, started=year, position="Cán bộ")
            FamilyMember.objects.create(person=person, name=f"Người {number}", relative=world.people["binh"])
            HealthCheck.objects.create(person=person, examined=year, note="Tốt")
    for _time in range(rows):
        with acting():
            WorkPeriod.objects.filter(person=person).update(place=f"Nơi {_time}")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_whatever_the_rows(sign_in, world, rows, django_assert_num_queries):
    fill(world, "an", rows)
    client = sign_in("board")
    for query, queries in (({}, 12), ({"tab": "history"}, 11), ({"at": "2100-01-01"}, 9)):
        with django_assert_num_queries(queries):
            assert client.get(address(world, "an", **query)).status_code == 200


OPENINGS = [
    ("", ReadKind.DOSSIER, ""),
    ("?tab=history", ReadKind.HISTORY, ""),
    ("?tab=history&section=work", ReadKind.HISTORY, "work"),
    ("?at=2100-01-01", ReadKind.HISTORY, "2100-01-01"),
    ("core/", ReadKind.DOSSIER, "core"),
    ("contact/", ReadKind.DOSSIER, "contact"),
    ("work/new/", ReadKind.DOSSIER, "work"),
    ("contact/shown/", ReadKind.DOSSIER, "contact"),
]


@pytest.mark.parametrize(("place", "kind", "detail"), OPENINGS)
def test_every_opening_leaves_one_line_in_the_read_log(sign_in, world, place, kind, detail):
    assert sign_in("board").get(f"{address(world, 'an')}{place}").status_code == 200
    read = DossierRead.objects.get()
    assert (read.reader.username, read.person_id, read.kind, read.detail) == (
        "board",
        world.people["an"].pk,
        kind,
        detail,
    )


def test_what_was_not_opened_is_not_logged(sign_in, world):
    sign_in("alpha_secretary").get(address(world, "em"))
    sign_in("alpha_clerk").get(address(world, "an", tab="history"))
    assert DossierRead.objects.count() == 0


def test_restricted_rows_are_not_even_fetched_for_a_unit(sign_in, world):
    with CaptureQueriesContext(connection) as asked:
        sign_in("alpha_secretary").get(address(world, "an"))
    assert not any("orgtree_healthcheck" in query["sql"] for query in asked.captured_queries)


def moved_to(world, unit: str) -> Person:
    """`an`, who from today on belongs to another unit and nowhere else."""
    person = world.people["an"]
    with acting():
        for rows in (PartyMembership, Posting):
            rows.objects.filter(person=person).update(period=period(SINCE, world.today))
        joined = {"admitted_on": SINCE, "official_on": SINCE}
        if unit:
            PartyMembership.objects.create(person=person, unit=world.units[unit], period=period(world.today), **joined)
        Contact.objects.update_or_create(person=person, defaults={"phone": "0911222333"})
    return person


PAST = {"on": "2015-01-01"}


@pytest.mark.parametrize("query", [{}, {"tab": "history"}, {"at": "2026-12-31"}])
def test_what_is_known_today_went_along_with_who_left(sign_in, world, query):
    person = moved_to(world, "beta1")
    page = reverse("person", args=[person.pk])
    assert sign_in("alpha_secretary").get(page, PAST | query).status_code == 404
    answer = sign_in("board").get(page, PAST | query)
    assert answer.status_code == 200


def test_sections_and_forms_went_along_with_who_left(sign_in, api, world):
    person = moved_to(world, "beta1")
    secretary = api("alpha_secretary")
    for address in (f"/api/v1/people/{person.pk}/sections/", f"/api/v1/people/{person.pk}/sections/contact/"):
        assert secretary.get(address, PAST).status_code == 404
        assert "0911222333" in api("board").get(address, PAST).content.decode()
    form = reverse("person-document", args=[person.pk, "cv-2023"])
    assert sign_in("alpha_secretary").get(form, PAST).status_code == 404


def test_whoever_belongs_nowhere_today_is_still_known_where_it_was(sign_in, world):
    page = reverse("person", args=[moved_to(world, "").pk])
    assert "0911222333" in sign_in("alpha_secretary").get(page, PAST).content.decode()
    assert sign_in("beta_secretary").get(page, PAST).status_code == 404
