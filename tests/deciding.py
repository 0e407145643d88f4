"""What tests of decisions share: lists brought straight to their appraisal, whatever the steps before ask for."""

import datetime
from collections.abc import Iterable

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Posting
from planning.actions import decisions
from planning.choices import Proposal, SubmissionState, SubmissionVerb
from planning.models import Decision, Line, StateChange, Submission
from tests.world import World

DAY = datetime.date(2020, 7, 6)
TERM = "2020-2025"
_PATH = (
    (SubmissionVerb.SUBMIT, SubmissionState.DRAFT, SubmissionState.SUBMITTED, ""),
    (SubmissionVerb.APPRAISE, SubmissionState.SUBMITTED, SubmissionState.APPRAISED, "appraiser"),
)


def line(world: World, unit: str, person: str, proposal: str, title: str = "standing", **more) -> Line:
    """Write one line of a unit's list, or change the one there is."""
    if proposal != Proposal.KEEP:
        more.setdefault("reason", "Rà soát")
    if target := more.pop("target", ""):
        more["target"] = world.plan_titles[unit, TERM, target]
    with history.acting(actor=None, verb="write_line", reason="tests"):
        row, _created = Line.objects.update_or_create(
            submission=world.submission(unit),
            plan_title=world.plan_titles[unit, TERM, title],
            person=world.people[person],
            defaults={"proposal": proposal, "entered_by": world.users[f"{unit}_secretary"], **more},
        )
    return row


def appraise(world: World, *units: str) -> list[Submission]:
    """Bring the lists of these units to the standing committee, by the steps that lead there."""
    with history.acting(actor=None, verb="appraise", reason="tests"):
        for unit in units:
            row = world.submission(unit)
            secretary = world.users.get(f"{unit}_secretary", world.users["board"])
            row.lines.filter(entered_by=None).update(entered_by=secretary)
            for verb, source, target, actor in _PATH:
                user = world.users[actor] if actor else secretary
                StateChange.objects.create(
                    submission=row, verb=verb, source=source, target=target, actor=user, day=world.today
                )
            Submission.objects.filter(pk=row.pk).update(state=SubmissionState.APPRAISED, submitted_by=secretary)
    return [world.submission(unit) for unit in units]


def decide(world: World, *units: str, user: str = "btv", number: str = "2-QĐ/HU", day: datetime.date = DAY, **more):
    """Approve the lists of these units by one decision."""
    return decisions.decide(
        actor=world.user(user),
        on=world.today,
        submissions=[world.submission(unit).pk for unit in units],
        number=number,
        day=day,
        **more,
    )


def appoint(world: World, person: str, title: str, unit: str = "alpha", since=datetime.date(2020, 7, 1)) -> None:
    """Give somebody a post: whoever is planned for it has reached it."""
    with history.acting(actor=None, verb="appoint", reason="tests"):
        Posting.objects.create(
            person=world.people[person], title=world.titles[title], unit=world.units[unit], period=period(since)
        )


def approved(world: World, lines: Iterable[tuple], *units: str) -> Decision:
    """Write `lines` (what `line` takes), bring the lists there and decide on them."""
    for arguments in lines:
        line(world, *arguments)
    appraise(world, *units)
    return decide(world, *units)
