"""What a decision does beyond adding and removing: moves, grounds, dropped lines, who may approve what; its cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.choices import Confidence
from planning.actions import closings
from planning.models import ApprovalAuthority, Conference, Decision, Line, PlanEntry, RoundStep
from planning.queries import proofs, seal_proofs
from tests.deciding import appoint, appraise, decide, line


def entries(world, person: str) -> list[PlanEntry]:
    return list(PlanEntry.objects.filter(person=world.people[person]).order_by("pk"))


def decided(world, *lines, unit="alpha"):
    for arguments, more in lines:
        line(world, unit, *arguments, **more)
    appraise(world, unit)
    return decide(world, unit)


def test_move_ends_one_entry_and_begins_another_that_tells_where_from(world):
    decision = decided(world, (("cuong", "move", "standing"), {"target": "secretary"}))

    before, after = entries(world, "cuong")
    assert (before.closed_by, before.period.upper, before.ground) == (decision, decision.day, "")
    assert (after.opened_by, after.plan_title.title.code, after.moved_from) == (decision, "secretary", before)
    assert proofs.plan_faults() == seal_proofs.sealed_faults() == []


def test_two_people_change_places_in_one_decision(world):
    decided(
        world,
        (("cuong", "move", "standing"), {"target": "secretary"}),
        (("binh", "move", "secretary"), {"target": "standing"}),
    )

    now = PlanEntry.objects.filter(period__upper_inf=True, plan_title__unit=world.units["alpha"])
    assert set(now.values_list("person__full_name", "plan_title__title__code")) == {
        ("Lê Quốc Cường", "secretary"),
        ("Trần Thị Bình", "standing"),
    }


def test_removal_keeps_its_ground(world):
    decision = decided(world, (("cuong", "remove"), {"ground": "discipline"}))

    (entry,) = entries(world, "cuong")
    assert (entry.closed_by, entry.ground) == (decision, "discipline")


@pytest.mark.parametrize(("person", "proposal"), [("lan", "add"), ("cuong", "remove")])
def test_line_dropped_by_a_conference_has_no_effect(world, person, proposal):
    row = line(world, "alpha", person, proposal)
    with history.acting(actor=None, verb="drop", reason="tests"):
        step = RoundStep.objects.create(round=world.round, position=1, code="x", name="x", basis="tests")
        sitting = Conference.objects.create(
            submission=row.submission, step=step, day=world.today, recorded_by=world.users["alpha_clerk"]
        )
        Line.objects.filter(pk=row.pk).update(dropped_in=sitting)
    appraise(world, "alpha")
    before = entries(world, person)

    decide(world, "alpha")

    assert entries(world, person) == before
    assert not any(entry.closed_by for entry in before)
    assert proofs.plan_faults() == []


def test_withdrawn_addition_has_no_effect(world):
    decided(world, (("lan", "withdrawn"), {}))

    assert entries(world, "lan") == []
    assert proofs.plan_faults() == []


def test_removal_of_what_has_ended_by_rule_is_spent(world):
    line(world, "alpha", "binh", "remove", "secretary", ground="holds")
    appraise(world, "alpha")
    appoint(world, "binh", "secretary")
    (by_rule,) = closings.close_by_rule(on=datetime.date(2020, 7, 5))

    decide(world, "alpha")

    (entry,) = entries(world, "binh")
    assert entry.closed_by == by_rule
    assert proofs.plan_faults() == seal_proofs.sealed_faults() == []


def test_move_of_what_has_ended_by_rule_is_refused(world):
    line(world, "alpha", "binh", "move", "secretary", target="standing")
    appraise(world, "alpha")
    appoint(world, "binh", "secretary")
    closings.close_by_rule(on=datetime.date(2020, 7, 5))

    with pytest.raises(Refused) as refusal:
        decide(world, "alpha")
    assert refusal.value.code == "not_planned"


def test_two_lines_that_bring_a_person_to_one_title_are_refused(world):
    line(world, "alpha", "cuong", "add", "secretary")
    line(world, "alpha", "cuong", "move", "standing", target="secretary")
    appraise(world, "alpha")

    with pytest.raises(Refused) as refusal:
        decide(world, "alpha")
    assert refusal.value.code == "planned_twice"


def test_move_to_where_somebody_is_planned_already_is_refused(world):
    with history.acting(actor=None, verb="plan", reason="tests"):
        PlanEntry.objects.create(
            plan_title=world.plan_titles["alpha", "2020-2025", "secretary"],
            person=world.people["cuong"],
            period=period(datetime.date(2019, 1, 1)),
            opened_by=Decision.objects.get(),
        )
    line(world, "alpha", "cuong", "move", "standing", target="secretary")
    appraise(world, "alpha")

    with pytest.raises(Refused) as refusal:
        decide(world, "alpha")
    assert refusal.value.code == "already_planned"


def authority(kind: str, **more) -> None:
    with history.acting(actor=None, verb="law", reason="tests"):
        ApprovalAuthority.objects.create(
            **{"level": "commune", "built_by": "tests", "committee": "standing", "basis": "Quy định thử", **more},
            kind=kind,
            period=period(datetime.date(2010, 1, 1)),
            confidence=Confidence.UNVERIFIED,
        )


def test_title_that_a_higher_authority_approves_is_refused_with_who_may(world):
    authority("district")
    authority("province", title=world.titles["secretary"])
    appraise(world, "alpha")

    with pytest.raises(Refused) as refusal:
        decide(world, "alpha")

    assert refusal.value.code == "not_its_authority"
    assert "Bí thư Đảng ủy xã" in str(refusal.value)
    assert "Quy định thử" in str(refusal.value)
    assert not Decision.objects.filter(number="2-QĐ/HU").exists()


@pytest.mark.parametrize(
    "rules",
    [
        [("district", {})],
        [("grassroots_committee", {})],
        [("province", {"side": "government"}), ("district", {"side": "party"})],
        [("province", {"level": "district"})],
        [],
    ],
)
def test_title_that_the_authority_or_one_below_it_approves_is_decided(world, rules):
    for kind, more in rules:
        authority(kind, **more)
    appraise(world, "alpha")

    assert decide(world, "alpha").seal.number == 1


def test_decision_is_told_to_the_units_without_naming_people(world):
    decided(world, (("lan", "add"), {}))

    (notice,) = Notice.objects.filter(code="decision_made")
    assert notice.user == world.users["alpha_secretary"]
    assert "2-QĐ/HU" in notice.text
    assert "Lan" not in notice.text


def test_signer_is_kept_and_too_long_words_are_refused(world):
    appraise(world, "alpha", "beta")

    assert decide(world, "alpha", signer="Ngô Văn Tín", signer_title="Bí thư").signer_title == "Bí thư"
    for words in ({"signer": "x" * 151}, {"signer_title": "x" * 151}, {"note": "x" * 501}):
        with pytest.raises(Refused) as refusal:
            decide(world, "beta", number="3-QĐ/HU", **words)
        assert refusal.value.code == "too_long"


def test_decision_asks_as_often_for_two_lists_as_for_one(world):
    line(world, "alpha", "lan", "add")
    line(world, "alpha", "cuong", "remove", ground="age")
    for person, proposal, title in (
        ("hai", "add", "standing"),
        ("em", "add", "standing"),
        ("giang", "remove", "secretary"),
    ):
        line(world, "beta", person, proposal, title)
    appraise(world, "alpha", "beta", "gamma")
    asked = []
    for number, units in enumerate((["alpha"], ["beta", "gamma"]), 2):
        with CaptureQueriesContext(connection) as queries:
            decide(world, *units, number=f"{number}-QĐ/HU")
        asked.append(len(queries))

    assert asked == [46, 47]  # one of them for each list is the test's own
