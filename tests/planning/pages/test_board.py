"""The appraisal board: what it tells of every list, and deeds with many."""

import pytest
from django.urls import reverse

from planning.models import StateChange
from tests.planning.pages.conftest import words
from tests.world import TODAY


@pytest.fixture
def deed(world, send):
    """`deed("appraiser", "appraise", "alpha", "beta")`."""

    def post(user, wanted, *units, **more):
        rows = [world.submission(unit) for unit in units]
        versions = {f"version-{row.pk}": row.version for row in rows}
        data = {"deed": wanted, "submission": [row.pk for row in rows], **versions, **more}
        return send(user, "board-deed", world.round.pk, **data)

    return post


def told(answer) -> dict:
    return {row.submission.unit_version.name: row for row in answer.context["rows"]}


def test_board_tells_of_every_list(world, law, propose, step, ask):
    propose("lan", "add")
    propose("cuong", "remove")
    step("beta", "submit", "beta_secretary")
    rows = told(ask("appraiser", "board", world.round.pk))
    assert set(rows) == {"Đảng bộ xã Khánh An", "Đảng bộ xã Phú Hội", "Chi bộ Thanh tra"}
    alpha, gamma = rows["Đảng bộ xã Khánh An"], rows["Chi bộ Thanh tra"]
    assert (alpha.submission.added, alpha.submission.removed, alpha.submission.moved) == (1, 1, 0)
    assert (alpha.lines, alpha.unconfirmed, alpha.late) == (2, 1, 0)
    assert (gamma.lines, gamma.percent, gamma.warnings) == (0, 100, 0)


def test_late_list_counts_its_days(world, ask, settings, step):
    step("beta", "submit", "beta_secretary")
    settings.ANPHU_TODAY = TODAY.replace(month=8, day=20)
    rows = told(ask("appraiser", "board", world.round.pk))
    assert (rows["Đảng bộ xã Khánh An"].late, rows["Đảng bộ xã Phú Hội"].late) == (5, 0)
    late = ask("appraiser", "board", world.round.pk, show="late")
    assert set(told(late)) == {"Đảng bộ xã Khánh An", "Chi bộ Thanh tra"}


def test_board_is_narrowed_by_state_name_and_claim(world, step, ask, deed):
    step("beta", "submit", "beta_secretary")
    pk = world.round.pk
    assert list(told(ask("appraiser", "board", pk, state="submitted"))) == ["Đảng bộ xã Phú Hội"]
    assert list(told(ask("appraiser", "board", pk, q="khanh an"))) == ["Đảng bộ xã Khánh An"]
    assert list(told(ask("appraiser", "board", pk, show="free"))) == ["Đảng bộ xã Phú Hội"]
    deed("appraiser", "claim", "beta")
    assert list(told(ask("appraiser", "board", pk, show="mine"))) == ["Đảng bộ xã Phú Hội"]
    assert list(told(ask("appraiser", "board", pk, show="free"))) == []
    assert "<html" not in words(ask("appraiser", "board", pk, htmx=True))
    assert ask("appraiser", "board", pk, show="all of them").status_code == 404
    assert ask("appraiser", "board", pk, state="lost").status_code == 404


def test_many_lists_are_appraised_at_once(world, step, deed):
    for unit in ("alpha", "beta"):
        step(unit, "submit", f"{unit}_secretary")
    assert deed("appraiser", "appraise", "alpha", "beta").status_code == 302
    assert StateChange.objects.filter(verb="appraise").count() == 2


def test_one_list_that_cannot_be_appraised_holds_all_and_stays_ticked(world, step, deed):
    step("alpha", "submit", "alpha_secretary")
    answer = deed("appraiser", "appraise", "alpha", "beta")
    assert answer.status_code == 409
    assert words(answer).count(" checked>") == 2
    assert not StateChange.objects.filter(verb="appraise").exists()


def test_list_that_changed_a_second_ago_is_refused(world, step, deed):
    step("alpha", "submit", "alpha_secretary")
    pk = world.submission("alpha").pk
    assert deed("appraiser", "appraise", "alpha", **{f"version-{pk}": 1}).status_code == 409


def test_ticked_lists_are_gathered_into_one_decision(world, appraise, deed):
    appraise("alpha")
    answer = deed("btv", "decide", "alpha")
    assert answer.headers["location"] == f"{reverse('decision-new')}?submission={world.submission('alpha').pk}"


@pytest.mark.parametrize(("wanted", "units"), [("appraise", ()), ("fly", ("alpha",)), ("", ("alpha",))])
def test_nothing_ticked_or_no_such_deed_is_refused(deed, wanted, units):
    assert deed("appraiser", wanted, *units).status_code == 400


def test_unit_sees_its_own_list_alone_and_no_deeds(world, ask):
    answer = ask("alpha_secretary", "board", world.round.pk)
    assert list(told(answer)) == ["Đảng bộ xã Khánh An"]
    assert 'name="deed"' not in words(answer)


def test_board_costs_the_same_at_one_list_and_at_three(world, ask, queries):
    everything = queries("appraiser", "board", world.round.pk)
    assert everything == 10
    assert queries("appraiser", "board", world.round.pk, q="khanh an") == everything
