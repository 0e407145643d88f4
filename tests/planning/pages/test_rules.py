"""The rules in force on a day and what changed since another."""

import pytest
from django.urls import reverse

from anphu.kit import history
from planning.models import RuleParameter, RuleSet


def test_rules_of_the_day_are_shown_with_their_sources_and_marks(world, law, sign_in):
    page = sign_in("alpha_secretary").get(reverse("rules")).content.decode()
    assert law.name in page
    assert "QĐ 50-QĐ/TW, QĐ 377-QĐ/TW" not in page  # not yet in force in 2020
    assert "HD 16-HD/BTCTW 2022" in page
    assert "badge--warn" in page


def test_rules_of_another_day_are_others(world, law, sign_in):
    response = sign_in("board").get(reverse("rules") + "?on=2026-01-01")
    assert [row.code for row in response.context["law"].rule_sets] == ["qd-377-2025"]


def test_changes_between_two_days_are_told_both_ways_round(world, law, sign_in):
    client = sign_in("board")
    after = client.get(reverse("rules") + "?since=01/01/2026").context["changes"]
    assert ("hd", after[0].after) == ("hd", "Quy định 377 (2025)")
    assert after[0].before == law.name
    with_value = {change.label: (change.before, change.after) for change in after}
    assert with_value["Cách tính tuổi còn công tác"] == ("", "tuổi nghỉ hưu thực tế theo lộ trình")


def test_day_against_itself_changes_nothing(world, law, sign_in):
    assert sign_in("board").get(reverse("rules") + "?since=07/07/2020").context["changes"] == []


@pytest.mark.parametrize("since", ["31/02/2020", "yesterday", "01/01/1800"])
def test_day_that_is_none_is_refused_in_the_form(world, sign_in, since):
    response = sign_in("board").get(reverse("rules"), {"since": since})
    assert response.status_code == 400
    assert response.context["form"].errors["since"]


def test_unknown_parameter_is_refused(world, sign_in):
    assert sign_in("board").get(reverse("rules") + "?sinze=01/01/2020").status_code == 400


def test_gaps_of_the_law_are_said(world, sign_in):
    response = sign_in("board").get(reverse("rules"))
    assert "quorum" in response.context["law"].gaps
    assert "quorum" in response.content.decode()


def test_day_without_a_rule_set_says_that_nothing_can_be_judged(world, sign_in):
    with history.acting(actor=None, verb="test", reason="no law"):
        world.round.rule_set = None
        world.round.save()
        RuleSet.objects.all().delete()
    response = sign_in("board").get(reverse("rules"))
    assert response.context["law"].rule_sets == []
    assert "alert--warn" in response.content.decode()


def test_nobody_without_a_role_reads_them(world, sign_in):
    assert sign_in("nobody").get(reverse("rules")).status_code == 403


def test_own_number_of_a_province_is_named_as_such(world, law, sign_in):
    with history.acting(actor=None, verb="test", reason="province"):
        row = RuleParameter.objects.get(key="max_people_per_title")
        row.pk, row.scope, row.value = None, "province", 2
        row.save()
    assert "badge--plain" in sign_in("board").get(reverse("rules")).content.decode()
