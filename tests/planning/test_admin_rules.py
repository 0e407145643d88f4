"""The law in the administration: kept in order, with its particulars, each change with a reason."""

import pytest
from django.urls import reverse

from planning.models import RuleSet, StandardClause

REASON = {"reason": "theo văn bản mới"}


def rule_set(first, last="", **more) -> dict:
    days = {"period_first": first, "period_last": last}
    return {"code": "moi", "name": "Quy định mới", "scope": "central", **days, **REASON, **more}


def post(client, name: str, data: dict, *args):
    return client.post(reverse(f"admin:planning_{name}", args=args), data)


def test_rule_set_that_follows_is_written(world, law, sign_in):
    client, last = sign_in("admin"), RuleSet.objects.get(code="qd-377-2025")
    ended = {"name": last.name, "period_first": "08/10/2025", "period_last": "31/12/2026", **REASON}
    assert post(client, "ruleset_change", ended, last.pk).status_code == 302
    assert post(client, "ruleset_add", rule_set("01/01/2027")).status_code == 302
    assert RuleSet.objects.get(code="moi").period.lower.isoformat() == "2027-01-01"


@pytest.mark.parametrize(("first", "last"), [("01/01/2026", ""), ("01/01/2000", "01/01/2009")])
def test_rule_set_that_overlaps_is_refused(world, law, sign_in, first, last):
    answer = post(sign_in("admin"), "ruleset_add", rule_set(first, last))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.as_data()["period"][0].code == "rule_sets_overlap"
    assert not RuleSet.objects.filter(code="moi").exists()


def test_rule_set_that_leaves_a_gap_is_refused(world, law, sign_in):
    answer = post(sign_in("admin"), "ruleset_add", rule_set("01/01/2000", "31/12/2006"))
    assert answer.context["adminform"].form.errors.as_data()["period"][0].code == "rule_sets_gap"


def test_rule_set_cut_short_would_leave_a_gap_too(world, law, sign_in):
    row = RuleSet.objects.get(code="qd-50-2021")
    short = {"name": row.name, "period_first": "27/12/2021", "period_last": "31/12/2023", **REASON}
    answer = post(sign_in("admin"), "ruleset_change", short, row.pk)
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.period.upper.isoformat() == "2025-10-08"


def clause(**more) -> dict:
    days = {"period_first": "01/01/2020", "period_last": ""}
    return {"kind": "age", "args": '{"most": 40}', "basis": "tỉnh", "confidence": "S", **days, **REASON, **more}


def test_clause_is_data(world, law, sign_in):
    title = {"title": world.titles["official"].pk}
    assert post(sign_in("admin"), "standardclause_add", clause(**title)).status_code == 302
    assert StandardClause.objects.get(title=world.titles["official"]).args == {"most": 40}


@pytest.mark.parametrize(
    "wrong", [{"args": '{"most": "young"}'}, {"args": "[1]"}, {"args": "{"}, {"args": '{"least": 18, "colour": 1}'}]
)
def test_clause_with_wrong_particulars_is_refused(world, law, sign_in, wrong):
    answer = post(sign_in("admin"), "standardclause_add", clause(**wrong))
    assert answer.status_code == 200
    assert "args" in answer.context["adminform"].form.errors
    assert not StandardClause.objects.filter(kind="age", title=None).exists()


def test_clause_of_a_title_and_a_level_at_once_is_refused(world, law, sign_in):
    both = clause(title=world.titles["official"].pk, level="commune")
    assert post(sign_in("admin"), "standardclause_add", both).status_code == 200
    assert not StandardClause.objects.filter(title=world.titles["official"]).exists()


def test_change_without_a_reason_is_refused(world, law, sign_in):
    assert post(sign_in("admin"), "standardclause_add", clause(reason="")).status_code == 200
    assert not StandardClause.objects.filter(kind="age", title=None).exists()
