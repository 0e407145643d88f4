"""The seeded process: steps in order for every kind of round, grounds on every day, authorities that can be told."""

from datetime import date

import pytest

from anphu.kit import history
from anphu.seed import load_reference, process
from orgtree.choices import Kind, Level
from orgtree.models import Title
from planning.choices import Ground, GroundKind, RoundKind
from planning.models import ApprovalAuthority, RemovalGround, RuleParameter, StepTemplate
from planning.rules.authority import approver


@pytest.fixture
def seeded(db):
    load_reference()


@pytest.mark.parametrize("kind", RoundKind)
@pytest.mark.parametrize("unit_kind", [Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL])
def test_every_kind_of_round_has_steps_in_unbroken_order(seeded, kind, unit_kind):
    rows = StepTemplate.objects.filter(kind=kind)
    own = rows.filter(unit_kind=unit_kind) or rows.filter(unit_kind="")
    assert [row.position for row in own.order_by("position")] == list(range(1, len(own) + 1))
    assert own.order_by("-position").first().ballot == "vote"


def test_committees_go_through_four_conferences_and_cells_through_fewer(seeded):
    rows = StepTemplate.objects.filter(kind=RoundKind.REVIEW).order_by("position")
    committee = list(rows.filter(unit_kind=Kind.GRASSROOTS_COMMITTEE).values_list("ballot", flat=True))
    cell = list(rows.filter(unit_kind=Kind.GRASSROOTS_CELL).values_list("ballot", flat=True))
    assert (committee, cell) == (["none", "referral", "referral", "vote"], ["referral", "none", "vote"])


@pytest.mark.parametrize(
    ("day", "automatic"),
    [
        (date(2015, 7, 1), {"left"}),
        (date(2019, 11, 14), {"left", "age"}),
        (date(2021, 12, 27), {"left", "age", "discipline", "political"}),
    ],
)
def test_every_ground_is_known_on_every_day_and_takes_effect_by_its_source(seeded, day, automatic):
    rows = RemovalGround.objects.on(day)
    assert sorted(rows.values_list("code", flat=True)) == sorted(Ground.values)
    assert set(rows.filter(kind=GroundKind.AUTOMATIC).values_list("code", flat=True)) == automatic


@pytest.mark.parametrize(
    ("title", "day", "kind"),
    [
        ("DISTRICT_SECRETARY", date(2020, 7, 7), Kind.PROVINCE),
        ("DISTRICT_HOME_HEAD", date(2020, 7, 7), Kind.DISTRICT),
        ("COMMUNE_SECRETARY", date(2020, 7, 7), Kind.DISTRICT),
        ("COMMUNE_SECRETARY", date(2025, 7, 1), Kind.PROVINCE),
        ("CELL_SECRETARY", date(2020, 7, 7), Kind.GRASSROOTS_COMMITTEE),
    ],
)
def test_who_approves_a_title_can_be_told(seeded, title, day, kind):
    assert approver(Title.objects.get(code=title), ApprovalAuthority.objects.on(day)).kind == kind
    assert set(ApprovalAuthority.objects.values_list("level", flat=True)) == set(Level) - {Level.PROVINCE}


def test_what_is_kept_is_not_completed(seeded):
    with history.acting(actor=None, verb="tests", reason="tests"):
        StepTemplate.objects.filter(kind=RoundKind.NEW, position__gt=1).delete()
        RuleParameter.objects.filter(key="severity_home_unit").update(text="warn")
        RemovalGround.objects.filter(code=Ground.LOW_PRESTIGE).delete()
    assert load_reference() == 2
    assert StepTemplate.objects.filter(kind=RoundKind.NEW).count() == 2
    assert RuleParameter.objects.get(key="severity_home_unit").text == "warn"


def test_steps_of_a_template_have_codes_of_their_own():
    for _kind, _unit_kind, steps, _basis, _confidence in process.TEMPLATES:
        assert len({step.code for step in steps}) == len(steps)
