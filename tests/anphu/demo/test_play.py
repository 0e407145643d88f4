"""The rounds of the demo as they were played: by whom, when, and that nothing was written beside the actions."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import F

from anphu.demo.tree import DAY
from anphu.kit import clock
from orgtree.models import Unit, User
from planning.actions import closings
from planning.choices import (
    Answer,
    DecisionKind,
    Ground,
    ItemState,
    Proposal,
    RoundState,
    SubmissionState,
    SubmissionVerb,
)
from planning.models import (
    Conference,
    Consultation,
    Decision,
    Evidence,
    Line,
    Meeting,
    PlanEntry,
    ProgrammeItem,
    Publication,
    Receipt,
    Round,
    Seal,
    StateChange,
    Submission,
)
from planning.queries import seal_proofs
from planning.rules import kin

PLAYED = (Round, Submission, Line, Conference, Evidence, Decision, PlanEntry)
DECIDED = SubmissionState.APPROVED


@pytest.fixture
def played(db, demo) -> None:
    """The rounds of the demo, in the database."""


def test_clock_is_replayed_inside_only():
    with clock.replaying(date(2013, 9, 3)):
        assert clock.today() == date(2013, 9, 3)
    assert clock.today() == DAY


@pytest.mark.parametrize("model", PLAYED, ids=lambda model: model.__name__)
def test_rows_of_rounds_were_written_by_actions_alone(played, model):
    verbs = set(model.pgh_event_model.objects.values_list("pgh_context__metadata__verb", flat=True))
    assert verbs.isdisjoint({"demo", None})


def test_every_round_but_the_open_one_is_closed(played):
    assert Counter(Round.objects.values_list("state", flat=True)) == {RoundState.CLOSED: 8, RoundState.OPEN: 1}
    assert not Submission.objects.filter(round__state=RoundState.CLOSED).exclude(state=DECIDED).exists()


def test_plan_is_what_was_thought_out(played, thought_out):
    entries = thought_out.planner.entries
    days = (date(2016, 1, 1), date(2019, 1, 1), DAY)
    assert [PlanEntry.objects.on(day).count() for day in days] == [
        sum(entry.opened.day <= day and (entry.closed is None or day < entry.closed.day) for entry in entries)
        for day in days
    ]
    assert PlanEntry.objects.count() == len(entries)


@pytest.mark.parametrize(("day", "people"), [(date(2016, 1, 1), 752), (date(2019, 1, 1), 1837), (DAY, 1643)])
def test_plan_has_the_published_figures(played, day, people):
    assert PlanEntry.objects.on(day).count() == people


def test_entries_that_were_ended_name_their_ground(played):
    grounds = set(PlanEntry.objects.exclude(closed_by=None).values_list("ground", flat=True))
    assert grounds >= {Ground.AGE, Ground.HOLDS, Ground.LEFT, Ground.UNIT_DISSOLVED}
    assert "" not in grounds


def test_nights_ended_what_ends_by_rule_and_left_nothing_to_the_first_night(played, thought_out):
    by_rule = PlanEntry.objects.filter(closed_by__kind=DecisionKind.BY_RULE)
    assert set(by_rule.values_list("ground", flat=True)) == {Ground.LEFT, Ground.HOLDS}
    assert by_rule.count() == sum(entry.ground is not None for entry in thought_out.planner.entries) > 500
    assert closings.close_by_rule(on=DAY) == []


def test_nobody_judged_own_lists_or_those_of_kin(played):
    steps = StateChange.objects.filter(verb__in=(SubmissionVerb.APPRAISE, SubmissionVerb.APPROVE))
    judges = User.objects.filter(pk__in=steps.values("actor"))
    assert {"appraiser", "btv"} <= {user.username for user in judges}
    for user in judges:
        rows = list(Submission.objects.filter(pk__in=steps.filter(actor=user).values("submission")))
        assert kin.barred(rows, [user]) == {}


def test_decisions_are_sealed_in_an_unbroken_chain(played):
    assert Seal.objects.count() == Decision.objects.count() == 70
    assert seal_proofs.chain_faults() == seal_proofs.sealed_faults() == seal_proofs.evidence_faults() == []


def test_lists_went_through_their_conferences_with_minutes(played):
    approved = Submission.objects.filter(state=DECIDED)
    assert not approved.filter(conferences=None).exists()
    assert not Conference.objects.filter(closed_at=None).exists()
    assert not Conference.objects.filter(minutes=None).exists()


def test_evidence_was_frozen_with_every_list_that_was_decided(played):
    decided = Line.objects.filter(submission__state=DECIDED).in_effect()
    assert not decided.filter(evidence=None).exists()


def test_home_units_answered_about_their_people(played):
    outside = Line.objects.filter(outsider=True, proposal=Proposal.ADD)
    assert outside.count() == Consultation.objects.count() > 20
    assert set(Consultation.objects.values_list("answer", flat=True)) == {Answer.AGREE}
    assert not Consultation.objects.filter(answered_by=F("asked_by")).exists()


def test_decisions_were_made_known_and_confirmed(played):
    decided = Decision.objects.filter(submissions__round__state=RoundState.CLOSED)
    assert not decided.exclude(pk__in=Publication.objects.values("decision")).exists()
    assert not Receipt.objects.filter(received_at=None).exists()


def test_open_round_awaits_its_users_in_every_state(played):
    rows = Submission.objects.filter(round__state=RoundState.OPEN)
    assert Counter(rows.values_list("state", flat=True)) == {
        SubmissionState.DRAFT: 25,
        SubmissionState.SUBMITTED: 15,
        SubmissionState.APPRAISED: 10,
        SubmissionState.APPROVED: 7,
    }
    assert rows.exclude(claimed_by=None).count() == 4
    drafts = rows.filter(state=SubmissionState.DRAFT)
    unsaid = Line.objects.filter(submission__in=drafts).unconfirmed()
    waiting = set(unsaid.values_list("submission", flat=True))
    said = Line.objects.filter(submission__in=waiting).exclude(entered_by=None)
    begun = set(said.values_list("submission", flat=True))
    assert 0 < len(begun) < len(waiting) < 25
    assert drafts.exclude(conferences=None).exists()


def test_year_of_the_committee_is_in_the_calendar(played):
    root = Unit.objects.get(code="an-phu")
    assert Meeting.objects.filter(unit=root).count() == 11
    states = Counter(ProgrammeItem.objects.values_list("state", flat=True))
    assert states[ItemState.DONE] > 2
    assert states[ItemState.PLANNED] > 4
