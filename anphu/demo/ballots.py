"""What the conferences of the demo said: figures that can be, and votes by which everybody proposed is passed."""

import random
from datetime import date

from planning.actions.conferences import Sitting
from planning.choices import BallotKind
from planning.models import RoundStep
from planning.rules.courses import Course

LEADERS, MEMBERS = (7, 13), (28, 46)
"""From how few to how many people meet: where the leadership votes or discusses, where many are asked."""


def sitting(course: Course, step: RoundStep, day: date, minutes) -> Sitting:
    """One sitting of a step on `day`; the same list gets the same figures every time."""
    rng = random.Random(f"{course.submission.unit_id}-{course.submission.round_id}-{step.position}")
    convened = rng.randint(*(MEMBERS if step.ballot == BallotKind.REFERRAL else LEADERS))
    present = convened - rng.randint(0, convened // 12)
    figures = {"convened": convened, "present": present}
    votes = {}
    if step.ballot != BallotKind.NONE:
        invalid = rng.randint(0, present // 20)
        valid = present - invalid
        figures |= {"issued": present, "returned": present, "valid": valid, "invalid": invalid}
        for line in course.ready(step):
            agree = valid - rng.randint(0, valid // 6)
            votes[line.pk] = agree, valid - agree
    return Sitting(
        submission=course.submission.pk, step=step.pk, day=day, figures=figures, votes=votes, minutes=minutes,
        note="" if votes else "Thống nhất chủ trương, số lượng, cơ cấu và quy trình giới thiệu nhân sự.",
    )  # fmt: skip
