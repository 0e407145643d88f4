"""Steps and sittings for tests: a round of four steps, lines written as the unit writes them, ballots of twenty."""

import io

from anphu.kit import artifacts, history
from anphu.kit.periods import period
from orgtree.choices import Confidence
from planning.actions import conferences
from planning.choices import BallotKind, Proposal
from planning.models import Line, RoundStep, RuleParameter
from tests.world import SINCE

FOUR = (
    ("leaders-1", BallotKind.NONE, False),
    ("key-cadres", BallotKind.REFERRAL, False),
    ("extended", BallotKind.REFERRAL, False),
    ("leaders-2", BallotKind.VOTE, True),
)
TWENTY = {"convened": 20, "present": 20, "issued": 20, "returned": 20, "valid": 20, "invalid": 0}
NUMBERS = {"quorum": (2, 3), "pass_threshold": (50, 100), "max_people_per_title": (3, 1)}


def parameter(key, value=None, divisor=1, text=""):
    with history.acting(actor=None, verb="build_world", reason="tests"):
        return RuleParameter.objects.create(
            key=key,
            label=key,
            value=value,
            divisor=divisor,
            text=text,
            period=period(SINCE),
            basis="tests",
            confidence=Confidence.UNVERIFIED,
        )


def with_steps(world, steps=FOUR, unit_kind=""):
    """The open round of `world` with steps, and the numbers that ballots are judged by."""
    for key, (value, divisor) in NUMBERS.items():
        if not RuleParameter.objects.filter(key=key).exists():
            parameter(key, value, divisor)
    if not RuleParameter.objects.filter(key="pass_denominator").exists():
        parameter("pass_denominator", text="số người được triệu tập")
    with history.acting(actor=None, verb="build_world", reason="tests"):
        RoundStep.objects.bulk_create(
            RoundStep(
                round=world.round,
                unit_kind=unit_kind,
                position=position,
                code=code,
                name=code,
                ballot=ballot,
                outsiders=outsiders,
                basis="tests",
                confidence=Confidence.UNVERIFIED,
            )
            for position, (code, ballot, outsiders) in enumerate(steps, 1)
        )
    return world


def step(world, code):
    return RoundStep.objects.get(round=world.round, code=code)


def line(world, person, proposal=Proposal.ADD, title="standing", unit="alpha", **more):
    """The line of a person, written straight into the table: what a unit may write is the matter of other tests."""
    with history.acting(actor=None, verb="build_world", reason="tests"):
        return Line.objects.update_or_create(
            submission=world.submission(unit),
            plan_title=world.plan_titles[unit, "2020-2025", title],
            person=world.people[person],
            defaults={
                "proposal": proposal,
                "reason": "Đủ tiêu chuẩn",
                "entered_by": world.users[f"{unit}_secretary"],
                **more,
            },
        )[0]


def minutes(world, name="bien-ban.pdf"):
    return artifacts.receive(io.BytesIO(b"%PDF-1.4 minutes"), name, actor=world.users["alpha_secretary"], limit=1 << 20)


def hold(world, code, votes=None, *, figures=None, user="alpha_secretary", unit="alpha", day=None, paper=True, **more):
    """A sitting of the step with this code; ballots of twenty where it has a ballot."""
    row = step(world, code)
    balloted = TWENTY if row.ballot != BallotKind.NONE else {"convened": 20, "present": 20}
    return conferences.hold(
        actor=world.user(user),
        on=world.today,
        submission=world.submission(unit).pk,
        step=row.pk,
        day=day or world.today,
        figures=balloted if figures is None else figures,
        votes={line.pk: pair for line, pair in (votes or {}).items()},
        minutes=minutes(world) if paper else None,
        **more,
    )


def close(world, conference, user="alpha_secretary"):
    return conferences.close(actor=world.user(user), on=world.today, conference=conference.pk)


def through(world, code, votes=None, **more):
    """Held and closed."""
    return close(world, hold(world, code, votes, **more))
