import datetime

import pytest
from django.urls import reverse

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Confidence, Kind
from planning.actions import rounds
from planning.choices import BallotKind, RoundKind
from planning.models import RoundStep, StepTemplate
from tests.planning.sittings import with_steps
from tests.world import SINCE


@pytest.fixture(autouse=True)
def day(settings, world):
    settings.ANPHU_TODAY = world.today


@pytest.fixture
def draft(world):
    """A round in preparation, with the one step that the templates have for it."""
    with history.acting(actor=None, verb="build_world", reason="tests"):
        StepTemplate.objects.create(
            kind=RoundKind.VACANCY,
            position=1,
            code="leaders",
            name="Hội nghị lãnh đạo",
            ballot=BallotKind.VOTE,
            period=period(SINCE),
            basis="tests",
            confidence=Confidence.SECOND_HAND,
        )
    return rounds.prepare(
        actor=world.user("board"),
        on=world.today,
        name="Khuyết chức danh",
        kind=RoundKind.VACANCY,
        authority=world.units["district"],
        day=world.today,
        deadline=datetime.date(2020, 8, 1),
        terms=[world.terms["2020-2025"]],
    )


def lines(*rows):
    """What the browser sends: one form a step."""
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "1"}
    for number, row in enumerate(rows):
        sent |= {f"form-{number}-{name}": value for name, value in row.items()}
    return sent


FIRST = {"position": 1, "code": "leaders", "name": "Hội nghị lãnh đạo", "ballot": "vote", "minutes": "on"}
SECOND = {
    "position": 2,
    "name": "Hội nghị Đảng ủy mở rộng",
    "ballot": "referral",
    "unit_kind": Kind.GRASSROOTS_COMMITTEE,
    "due": "20/07/2020",
}


def test_steps_of_a_round_in_preparation_are_changed(draft, sign_in):
    client = sign_in("board")
    assert "Hội nghị lãnh đạo" in client.get(reverse("round-steps", args=[draft.pk])).text
    answer = client.post(reverse("round-steps", args=[draft.pk]), lines(FIRST, SECOND, {"name": ""}))
    assert (answer.status_code, answer.url) == (302, reverse("round", args=[draft.pk]))
    assert list(
        RoundStep.objects.filter(round=draft).values_list("unit_kind", "code", "ballot", "due", "confidence")
    ) == [
        ("", "leaders", "vote", None, "S2"),
        ("grassroots_committee", "hoi-nghi-dang-uy-mo-rong", "referral", datetime.date(2020, 7, 20), "U"),
    ]


def test_a_round_without_steps_can_be_wanted(draft, sign_in):
    sign_in("board").post(reverse("round-steps", args=[draft.pk]), lines({**FIRST, "DELETE": "on"}))
    assert not RoundStep.objects.filter(round=draft).exists()


@pytest.mark.parametrize(
    "change", [{"due": "02/08/2020"}, {"due": "x"}, {"position": 0}, {"position": ""}, {"ballot": "shouting"}]
)
def test_steps_that_cannot_be_are_refused_and_stay_typed(draft, sign_in, change):
    answer = sign_in("board").post(reverse("round-steps", args=[draft.pk]), lines({**FIRST, **change}))
    assert answer.status_code == 400
    assert 'value="Hội nghị lãnh đạo"' in answer.text
    assert RoundStep.objects.get(round=draft).due is None


def test_steps_of_an_open_round_stay_and_others_do_not_set_them(draft, world, sign_in):
    assert sign_in("board").get(reverse("round-steps", args=[world.round.pk])).status_code == 409
    assert sign_in("alpha_secretary").get(reverse("round-steps", args=[draft.pk])).status_code == 403


def test_a_round_shows_its_rules_and_steps(world, sign_in):
    with_steps(world)
    text = sign_in("beta_secretary").get(reverse("round", args=[world.round.pk])).text
    assert "Quy định thử" in text
    assert [name in text for name in ("leaders-1", "key-cadres", "extended", "leaders-2")] == [True] * 4
    assert reverse("round-steps", args=[world.round.pk]) not in text
