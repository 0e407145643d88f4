"""The lists of the parts of dossiers: who sees them, that they are read only, that reading is logged."""

import pytest
from django.contrib import admin
from django.urls import reverse

from anphu.kit import history, names
from anphu.kit.partial_dates import PartialDate
from orgtree.models import Contact, DossierRead, HealthCheck, PartyMembership, Person, Posting, WorkPeriod
from orgtree.sections import CORE, SECTIONS

PARTS = [section for section in SECTIONS if section is not CORE and section.model not in (PartyMembership, Posting)]


def address(model, view="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.fixture
def filled(world):
    """Three people with a place, a stretch of work and a health check each."""
    people = list(Person.objects.order_by("pk")[:3])
    with history.acting(actor=None, verb="test", reason="test"):
        for person in people:
            Contact.objects.create(person=person, residence="ấp An Hòa", phone="0912345678")
            WorkPeriod.objects.create(person=person, started=PartialDate(2001), position="Cán bộ")
            HealthCheck.objects.create(person=person, examined=PartialDate(2019), note="bình thường")
    return people


@pytest.mark.parametrize("section", PARTS, ids=lambda section: section.code)
def test_board_reads_every_part_and_nobody_writes_it_here(filled, sign_in, section):
    client = sign_in("board")
    assert client.get(address(section.model)).status_code == 200
    assert client.get(address(section.model, "add")).status_code == 403
    row = section.model.objects.first()
    if row is not None:
        assert client.post(address(section.model, "delete", row.pk)).status_code == 403


@pytest.mark.parametrize("name", ["auditor", "admin"])
@pytest.mark.parametrize("section", PARTS, ids=lambda section: section.code)
def test_who_opens_no_dossier_sees_no_part(filled, sign_in, name, section):
    assert sign_in(name).get(address(section.model)).status_code == 403


def test_masked_numbers_show_their_end_in_lists_only(filled, sign_in):
    client = sign_in("board")
    assert "0912345678" not in client.get(address(Contact)).content.decode()
    row = Contact.objects.first()
    assert "0912345678" in client.get(address(Contact, "change", row.pk)).content.decode()


def test_opening_a_part_is_logged_once(filled, sign_in):
    row = HealthCheck.objects.first()
    answer = sign_in("board").get(address(HealthCheck, "change", row.pk))
    assert "bình thường" in answer.content.decode()
    assert list(DossierRead.objects.values_list("person", "detail")) == [(row.person_id, "health")]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_many_rows(filled, sign_in, count, django_assert_num_queries):
    with history.acting(actor=None, verb="test", reason="test"):
        WorkPeriod.objects.filter(person__in=filled[count:]).delete()
    client = sign_in("board")
    with django_assert_num_queries(5):
        assert client.get(address(WorkPeriod)).context["cl"].result_count == count


def test_people_are_found_by_name_without_marks(filled, sign_in):
    name = names.fold(filled[0].full_name)
    answer = sign_in("board").get(address(WorkPeriod), {"q": name})
    assert filled[0].pk in {row.person_id for row in answer.context["cl"].result_list}


def test_every_part_has_its_list():
    assert all(admin.site.is_registered(section.model) for section in PARTS)
