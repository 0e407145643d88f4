"""Bodies that the rules of a round name: asked while they are named, answering for themselves, unread by the unit."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant, User
from planning.actions import consultations
from planning.choices import Proposal
from planning.models import Consultation, ConsultedBody, RuleSet
from planning.queries.beside import beside
from planning.queries.rules import changes
from tests.planning.actions.test_consultations import ask, refused
from tests.planning.sittings import line

SINCE = datetime.date(2010, 1, 1)


def name(code: str, **more) -> ConsultedBody:
    with history.acting(actor=None, verb="test", reason="law"):
        return ConsultedBody.objects.create(
            **{"code": code, "name": "Công an", "period": period(SINCE), "basis": "t", "confidence": "U"} | more
        )


@pytest.fixture
def police(world):
    """The third unit of the round answers for the police."""
    user = world.users["gamma_secretary"] = User.objects.create_user("gamma_secretary")
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=user, role=Role.UNIT_SECRETARY, unit=world.units["gamma"], period=period(SINCE)
        )  # fmt: skip
    return name("police", unit=world.units["gamma"])


def test_body_of_a_unit_is_answered_by_that_unit_and_unread_by_the_one_it_is_about(world, police):
    lan = line(world, "lan")
    (row,) = ask(world, lan, body="police")
    assert (row.body, row.role, row.unit) == (police, "", world.units["gamma"])
    done = consultations.answer(
        actor=world.user("gamma_secretary"), on=world.today, consultation=row.pk, answer="object", words="Đang xác minh"
    )
    assert done.words == "Đang xác minh"
    readers = {user for user in world.users if Consultation.objects.visible_to(world.user(user), world.today).exists()}
    assert readers == {"board", "appraiser", "btv", "gamma_secretary"}
    told = {
        user: [one.body for one in beside(world.submission("alpha"), world.user(user), world.today).consulted[lan.pk]]
        for user in ("alpha_secretary", "appraiser")
    }
    assert told == {"alpha_secretary": [], "appraiser": ["Công an"]}


def test_body_is_asked_beside_the_home_unit_that_is_the_same(world, police):
    khanh = line(world, "khanh", outsider=True)
    (asked,), (home,) = ask(world, khanh, body="police"), ask(world, khanh, home=True)
    assert (asked.unit, home.unit, home.body) == (world.units["gamma"], world.units["gamma"], None)


@pytest.mark.parametrize("unit", ["alpha", "alpha1", "district"])
def test_body_is_not_asked_about_a_list_of_its_own(world, unit):
    name("near", unit=world.units[unit])
    assert refused(ask, world, line(world, "lan"), body="near") == "body_of_the_unit"


def test_body_beyond_the_authority_of_the_round_is_not_asked(world, police):
    with history.acting(actor=None, verb="test", reason="law"):
        world.round.authority = world.units["beta"]
        world.round.save()
    assert refused(ask, world, line(world, "lan"), body="police") == "body_elsewhere"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "body_without_answer"),
        ({"role": Role.INSPECTION, "period": period(SINCE, datetime.date(2020, 7, 7))}, "body_not_named"),
        ({"role": Role.INSPECTION, "period": period(datetime.date(2020, 7, 8))}, "body_not_named"),
    ],
)
def test_body_that_nobody_answers_for_or_that_is_not_in_force_is_not_asked(world, more, code):
    name("other", **more)
    assert refused(ask, world, line(world, "lan"), body="other") == code
    assert not Consultation.objects.exists()


def test_body_of_another_rule_set_is_not_named_for_the_round(world):
    with history.acting(actor=None, verb="test", reason="law"):
        own = RuleSet.objects.get(code="tests")
        world.round.rule_set = own
        world.round.save()
        other = RuleSet.objects.create(code="other", name="x", scope="district", period=period(SINCE))
    name("a", role=Role.INSPECTION, rule_set=own)
    name("b", role=Role.INSPECTION, rule_set=other)
    lan = line(world, "lan", Proposal.ADD)
    assert [row.body.code for row in ask(world, lan, body="a")] == ["a"]
    assert refused(ask, world, lan, body="b") == "body_not_named"


def test_change_of_who_answers_is_told_among_changes_of_rules(world, police):
    with history.acting(actor=None, verb="test", reason="law"):
        police.period = period(SINCE, datetime.date(2020, 1, 1))
        police.save()
    name("police", period=period(datetime.date(2020, 1, 1)), role=Role.INSPECTION)
    told = [(row.before, row.after) for row in changes(datetime.date(2019, 1, 1), world.today)]
    assert told == [("Chi bộ Thanh tra", str(Role.INSPECTION.label))]
