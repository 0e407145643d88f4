"""Lists of the administration: what they cost, what may be asked of them, that they never break."""

import pytest
from django.contrib.admin.utils import get_fields_from_path
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit.admin.rights import QUESTIONS
from tests.anphu.administration.table import (
    RIGHTS,
    address,
    registered,
    status,
)


def cost(client, model, owner, rows, monkeypatch):
    monkeypatch.setattr(owner, "list_per_page", rows)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address(model, "changelist"))
    assert len(answer.context["cl"].result_list) == rows
    return len(captured)


@pytest.mark.parametrize("name", ["board", "admin"])
def test_a_list_costs_the_same_at_one_row_and_at_three(three_of_each, sign_in, monkeypatch, name):
    client = sign_in(name)
    for label, (model, owner) in registered().items():
        if name in RIGHTS[label][0]:
            costs = {rows: cost(client, model, owner, rows, monkeypatch) for rows in (1, 3)}
            assert costs[1] == costs[3] <= 12, (label, costs)


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?state__exact=%00",
        "?state__exact=nonsense",
        "?round=nonsense",
        "?round=99999999999999999999999",
        "?p=99999",
        "?p=x",
        "?o=99.x",
        "?e=1",
        "?_to_field=unit__code",
        "?unit__code=alpha",
        "?q=" + "x" * 3000,
    ],
)
def test_garbage_in_an_address_is_answered(worked, sign_in, query):
    client = sign_in("board")
    for label in ("planning.Submission", "planning.Line", "orgtree.PersonEvent", "orgtree.Person"):
        model, _owner = registered()[label]
        assert status(client, address(model, "changelist") + query) in {200, 302, 400}, label


def test_a_list_cannot_be_asked_about_what_it_does_not_offer(worked, sign_in):
    """`?password__startswith=` would tell a password letter by letter; `?identity_number=` a person's papers."""
    administrator = sign_in("admin")
    assert status(administrator, reverse("admin:orgtree_user_changelist") + "?password__startswith=md5") == 400
    board = sign_in("board")
    assert status(board, reverse("admin:planning_line_changelist") + "?person__identity_number__startswith=0") == 400


BEYOND = ("startswith", "regex", "in", "gte", "isnull__regex", "id__gte")
"""What follows a filter's name in an address and is no question of a filter."""


def fields_filtered():
    return [
        pytest.param(model, owner, name, id=f"{model.__name__}-{name}")
        for model, owner in registered().values()
        for name in owner.list_filter
        if isinstance(name, str)
    ]


@pytest.mark.parametrize(("model", "owner", "name"), fields_filtered())
def test_a_filter_leads_nowhere_beyond_its_own_question(rf, model, owner, name):
    field = get_fields_from_path(model, name)[-1]
    relations = field.related_model._meta.get_fields() if field.is_relation else ()
    for tail in (*BEYOND, *(f"{relation.name}__pk" for relation in relations)):
        assert not owner.lookup_allowed(f"{name}__{tail}", "1", rf.get("/")), tail
    for tail in QUESTIONS:
        assert owner.lookup_allowed(f"{name}{tail}", "1", rf.get("/")), tail


@pytest.mark.parametrize(
    ("name", "model", "query"),
    [
        ("admin", "planning_plantitle", "term__plan_titles__entries__person__full_name__startswith=N"),
        ("appraiser", "planning_line", "plan_title__term__plan_titles__entries__person__identity_number__startswith=0"),
        ("appraiser", "orgtree_person", "sex__regex=("),
        ("board", "planning_line", "submission=" + "9" * 5000),
        ("board", "orgtree_personevent", "pgh_obj=" + "9" * 5000),
    ],
)
def test_questions_beyond_a_filter_are_refused(worked, sign_in, name, model, query):
    assert status(sign_in(name), f"{reverse(f'admin:{model}_changelist')}?{query}") == 400


@pytest.mark.parametrize("name", ["appraiser", "admin"])
def test_every_choice_that_a_filter_offers_is_answered(worked, sign_in, name):
    client = sign_in(name)
    for label, (model, owner) in registered().items():
        if name not in RIGHTS[label][0] or not owner.list_filter:
            continue
        page = client.get(address(model, "changelist"))
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                assert status(client, address(model, "changelist") + choice["query_string"]) == 200, (label, choice)


@pytest.mark.parametrize("garbage", ["abc", "1.5", "99999999999999999999999999", "-1", "\u0661"])
def test_garbage_among_the_selected_is_dropped(worked, sign_in, garbage):
    client = sign_in("appraiser")
    sent = {"action": "appraise", "index": "0", "_selected_action": [garbage]}
    assert client.post(reverse("admin:planning_submission_changelist"), sent).status_code in {200, 302}
