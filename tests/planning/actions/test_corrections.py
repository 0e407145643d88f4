import datetime

import pytest

from anphu.kit import history
from anphu.kit.refusals import Refused
from orgtree.models import FamilyMember, User
from planning.actions import corrections
from planning.models import Decision, PlanEntry
from planning.queries import proofs, seal_proofs
from tests.deciding import approved

LATER = datetime.date(2020, 7, 7)


@pytest.fixture
def decided(world):
    """Lan was added, Cường removed over age, on 06/07/2020."""
    world.decision = approved(world, [("alpha", "lan", "add"), ("alpha", "cuong", "remove", "standing")], "alpha")
    return world


def entry(world, person: str) -> PlanEntry:
    """The first entry of the person."""
    return PlanEntry.objects.filter(person=world.people[person]).earliest("pk")


def correct(world, user="btv", **more):
    asked = {
        "decision": world.decision.pk,
        "number": "4-QĐ/HU",
        "day": LATER,
        "reason": "Ghi nhầm người",
        "close": {entry(world, "lan").pk: "standard"},
        "reopen": [entry(world, "cuong").pk],
    }
    return corrections.correct(actor=world.user(user), on=world.today, **{**asked, **more})


def test_correct_ends_and_begins_again_by_a_sealed_decision(decided):
    correction = correct(decided)

    assert (correction.kind, correction.corrects) == ("correction", decided.decision)
    lan = entry(decided, "lan")
    assert (lan.closed_by, lan.ground, lan.period.upper) == (correction, "standard", LATER)
    again = PlanEntry.objects.get(person=decided.people["cuong"], opened_by=correction)
    assert (again.period.lower, again.period.upper) == (LATER, None)
    assert correction.seal.number == 2
    assert seal_proofs.sealed_faults() == proofs.plan_faults() == []


BAD = {
    "nothing": ({"close": {}, "reopen": []}, "nothing_chosen"),
    "no reason": ({"reason": " "}, "reason_needed"),
    "long reason": ({"reason": "x" * 501}, "too_long"),
    "number used": ({"number": "2-QĐ/HU"}, "number_taken"),
    "no number": ({"number": ""}, "number_needed"),
    "tomorrow": ({"day": datetime.date(2020, 7, 8)}, "day_in_future"),
    "before": ({"day": datetime.date(2020, 7, 5)}, "day_before_decision"),
    "same day": ({"day": datetime.date(2020, 7, 6)}, "day_before_decision"),
    "unknown entry": ({"close": {10**9: "age"}}, "not_of_decision"),
    "not allowed": ({"user": "board"}, "not_allowed"),
    "not seen": ({"user": "beta_secretary"}, "not_found"),
    "unknown decision": ({"decision": 10**9}, "not_found"),
}


@pytest.mark.parametrize("case", BAD)
def test_correct_bad_input_is_refused_and_nothing_written(decided, case):
    change, code = BAD[case]

    with pytest.raises(Refused) as refusal:
        correct(decided, **change)

    assert refusal.value.code == code
    assert Decision.objects.count() == 2


def test_correct_unknown_ground_is_refused(decided):
    with pytest.raises(Refused) as refusal:
        correct(decided, close={entry(decided, "lan").pk: "mood"})
    assert refusal.value.code == "unknown_ground"


def test_correct_what_an_earlier_decision_wrote_is_refused(decided):
    binh = entry(decided, "binh")
    with pytest.raises(Refused) as refusal:
        correct(decided, close={binh.pk: "age"})
    assert refusal.value.code == "not_of_decision"


def test_correct_twice_second_is_refused(decided):
    lan, cuong = entry(decided, "lan").pk, entry(decided, "cuong").pk
    correct(decided)

    for close, reopen, code in (({}, [cuong], "already_planned"), ({lan: "age"}, [], "day_before_decision")):
        with pytest.raises(Refused) as refusal:
            correct(decided, number="5-QĐ/HU", close=close, reopen=reopen, day=datetime.date(2020, 7, 6))
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        correct(decided, number="5-QĐ/HU", close={lan: "age"}, reopen=[])
    assert refusal.value.code == "not_planned"


@pytest.mark.parametrize("relation", ["self", "kin"])
def test_correct_about_oneself_or_kin_is_refused(decided, relation):
    lan, khanh = decided.people["lan"], decided.people["khanh"]
    User.objects.filter(username="btv").update(person=lan if relation == "self" else khanh)
    if relation == "kin":
        with history.acting(actor=None, verb="family", reason="tests"):
            FamilyMember.objects.create(
                person=khanh, relation=decided.code("relation", "wife"), name=lan.full_name, relative=lan
            )

    with pytest.raises(Refused) as refusal:
        correct(decided)
    assert refusal.value.code == "own_or_kin"
