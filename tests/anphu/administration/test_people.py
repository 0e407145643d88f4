"""What the administration shows of people: to those who open dossiers, and to nobody else."""

import json

import pytest
from django.urls import reverse

from orgtree.models import Person
from tests.anphu.administration.table import (
    HISTORY_OF_CODES,
    HISTORY_OF_RECORDS,
    RIGHTS,
    address,
    registered,
)


def test_people_are_found_by_those_who_see_them_only(worked, sign_in):
    query = {"app_label": "planning", "model_name": "line", "field_name": "person", "term": "lan"}
    found = json.loads(sign_in("board").get(reverse("admin:autocomplete"), query).content)["results"]
    assert [row["text"] for row in found] == ["Bùi Thị Ngọc Lan – 1995, Chi bộ ấp An Khánh"]
    assert sign_in("admin").get(reverse("admin:autocomplete"), query).status_code == 403


@pytest.mark.parametrize("reader", ["admin", "auditor"])
def test_nothing_of_a_person_stands_on_any_page_of_who_opens_no_dossier(worked, sign_in, reader):
    client = sign_in(reader)
    names = list(Person.objects.values_list("full_name", flat=True))
    for label, (model, _owner) in registered().items():
        if reader not in RIGHTS[label][0]:
            continue
        pages = [address(model, "changelist")]
        pages += [address(model, "change", row.pk) for row in model._default_manager.all()[:3]]
        if reader in RIGHTS[label][2]:
            pages += [address(model, "delete", row.pk) for row in model._default_manager.all()[:3]]
        for page in pages:
            text = client.get(page).content.decode()
            assert [name for name in names if name in text] == [], page


OF_DOSSIERS = (
    *("orgtree.Person", "orgtree.PartyMembership", "orgtree.Posting", "planning.Round", "planning.Submission"),
    *("planning.Line", "planning.Decision", "planning.PlanEntry", "planning.PlanTitle"),
)


def events(client, label):
    model, _owner = registered()[f"{label}Event"]
    return list(client.get(address(model, "changelist"), {"all": ""}).context["cl"].result_list)


@pytest.mark.parametrize("label", [*HISTORY_OF_CODES, *HISTORY_OF_RECORDS])
def test_an_auditor_sees_every_event_and_of_dossiers_no_value(three_of_each, sign_in, label):
    full, audited = events(sign_in("board"), label), events(sign_in("auditor"), label)
    assert full
    assert [row.pk for row in audited] == [row.pk for row in full]
    for row, same in zip(audited, full, strict=True):
        assert (row.pgh_label, row.pgh_context_id) == (same.pgh_label, same.pgh_context_id)
        if label in OF_DOSSIERS:
            assert (row.content, row.before, row.named, row.said) == (None, None, "", [])
        else:
            assert (row.content, row.before, row.named, row.said) == (same.content, same.before, same.named, same.said)
