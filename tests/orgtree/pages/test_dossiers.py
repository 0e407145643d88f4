"""The page of one person: what it shows to whom, what it logs, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.choices import Precision, Scheme
from orgtree.models import (
    Background,
    ClearedWarning,
    Confirmation,
    Contact,
    FamilyMember,
    HealthCheck,
    PartyMembership,
    Person,
    Posting,
    Rating,
    Training,
    WorkPeriod,
)
from tests.orgtree.pages.dossiers import SINCE, acting, address, facts, panel


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
    for place in (f"/api/v1/people/{person.pk}/sections/", f"/api/v1/people/{person.pk}/sections/contact/"):
        assert secretary.get(place, PAST).status_code == 404
        assert "0911222333" in api("board").get(place, PAST).content.decode()
    form = reverse("person-document", args=[person.pk, "cv-2023"])
    assert sign_in("alpha_secretary").get(form, PAST).status_code == 404


def test_whoever_belongs_nowhere_today_is_still_known_where_it_was(sign_in, world):
    page = reverse("person", args=[moved_to(world, "").pk])
    assert "0911222333" in sign_in("alpha_secretary").get(page, PAST).content.decode()
    assert sign_in("beta_secretary").get(page, PAST).status_code == 404
