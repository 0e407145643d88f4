"""What changes under a round: it is closed while somebody types, a person is merged, a unit ends."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import identity
from orgtree.actions.structure import rebuild_links
from orgtree.models import PartyMembership, UnitVersion
from planning.actions import lines, rounds, submissions
from planning.models import Evidence, Line, Submission
from planning.rules import moves

UNTIL_NOW = datetime.date(2010, 1, 1)


def propose(world, person, proposal="add", **more):
    return lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", "standing"].pk,
        person=person.pk,
        proposal=proposal,
        reason="Đủ tiêu chuẩn",
        **more,
    )


def end(world, *units) -> None:
    """The units end today, and whoever sat there is a member of alpha2 or nowhere any more."""
    with history.acting(actor=None, verb="test", reason="reorganised"):
        rows = [world.units[unit] for unit in units]
        for model in (PartyMembership, UnitVersion):
            model.objects.filter(unit__in=rows).update(period=period(UNTIL_NOW, world.today))
        rebuild_links()


def refused(deed, **more) -> str:
    with pytest.raises(Refused) as refusal:
        deed(**more)
    return refusal.value.code


def test_round_closed_while_a_secretary_types_refuses_and_writes_nothing(world):
    version = world.submission("alpha").version
    with history.acting(actor=None, verb="test", reason="closed by another hand"):
        world.round.state = "closed"
        world.round.save()
    assert refused(propose, world=world, person=world.people["lan"], version=version) == "round_not_open"
    assert not Line.objects.filter(person=world.people["lan"]).exists()


def merge(world, kept, gone):
    other = {("memberships", pk) for pk in gone.memberships.values_list("pk", flat=True)}
    return identity.merge(
        actor=world.user("board"),
        on=world.today,
        reason="Một người",
        kept=kept.pk,
        gone=gone.pk,
        choices=identity.Choices(leave=frozenset(other)),
    )


def test_line_of_a_merged_person_is_of_the_kept_one_and_keeps_its_evidence(world):
    gone = world.people["lan"]
    line = propose(world, gone)
    world.confirm("alpha")
    submissions.move(actor=world.user("alpha_secretary"), on=world.today, submission=line.submission_id, verb="submit")
    digest = Evidence.objects.get(line=line).digest
    kept = world.people["dung"]
    merge(world, kept, gone)
    line.refresh_from_db()
    assert (line.person, Evidence.objects.get(line=line).digest) == (kept, digest)
    submissions.move(actor=world.user("appraiser"), on=world.today, submission=line.submission_id, verb="appraise")


def test_merge_of_two_who_both_stand_for_a_title_waits_for_the_unit(world):
    for name in ("lan", "dung"):
        propose(world, world.people[name])
    with pytest.raises(Refused) as refusal:
        merge(world, world.people["dung"], world.people["lan"])
    assert refusal.value.code == "unsettled"


def test_list_of_an_ended_unit_is_nobodys_and_holds_no_round_up(world):
    gamma = world.submission("gamma").pk
    end(world, "gamma")
    for deed in (
        lambda: lines.confirm_rest(actor=world.user("board"), on=world.today, submission=gamma),
        lambda: submissions.move(actor=world.user("appraiser"), on=world.today, submission=gamma, verb="appraise"),
    ):
        assert refused(deed) == "unit_ended"
    stranger = {"actor": world.user("alpha_secretary"), "on": world.today, "submission": gamma}
    assert refused(lines.confirm_rest, **stranger) == "not_found"
    closing = {"user": world.user("board"), "on": world.today}
    assert moves.why_not_round(world.round, "close", **closing).code == "work_left"
    with history.acting(actor=None, verb="test", reason="the other lists never were"):
        others = Submission.objects.exclude(pk=gamma)
        Line.objects.filter(submission__in=others).delete()
        others.delete()
    assert moves.why_not_round(world.round, "close", **closing) is None
    assert rounds.move(actor=closing["user"], on=world.today, round=world.round.pk, verb="close").state == "closed"
