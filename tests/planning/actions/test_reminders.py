import datetime

import pytest

from anphu.kit import history
from anphu.kit.notices import Notice
from planning import tasks
from planning.actions import publications, reminders
from planning.models import Consultation
from tests.deciding import appoint, appraise, approved

DEADLINE = datetime.date(2020, 8, 15)


def days_before(number: int) -> datetime.date:
    return DEADLINE - datetime.timedelta(days=number)


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__username", flat=True))


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (days_before(8), False),
        (days_before(7), True),
        (days_before(2), False),
        (days_before(1), True),
        (days_before(0), False),
        (days_before(-1), True),
        (days_before(-2), False),
    ],
)
def test_units_are_reminded_of_lists_they_have_not_submitted(world, on, asked):
    appraise(world, "alpha")

    written = reminders.remind(on=on, days=[7, 1])

    assert told("list_due") == ({"beta_secretary"} if asked else set())
    assert written == asked


def test_whoever_has_not_read_a_reminder_is_not_reminded_again(world):
    assert reminders.remind(on=days_before(7), days=[7, 1]) == 2
    assert reminders.remind(on=days_before(7), days=[7, 1]) == 0


def test_units_are_reminded_of_receipts_and_bodies_of_questions(world):
    decision = approved(world, [("alpha", "lan", "add")], "alpha")
    due = datetime.date(2020, 7, 14)
    publications.publish(actor=world.user("board"), on=world.today, decision=decision.pk, audience="units", until=due)
    with history.acting(actor=None, verb="ask", reason="tests"):
        line = world.submission("beta").lines.first()
        asked = {"question": "?", "asked_by": world.users["appraiser"], "asked_on": world.today, "due": due}
        Consultation.objects.create(line=line, role="inspection", **asked)
        Consultation.objects.create(line=line, unit=world.units["alpha"], **asked)

    reminders.remind(on=world.today, days=[7])

    assert told("receipt_due") == {"alpha_secretary"}
    assert told("answer_due") == {"inspector", "alpha_secretary"}


def test_beat_closes_by_rule_and_reminds(world, settings):
    settings.REMINDER_DAYS = [(DEADLINE - world.today).days]
    appoint(world, "binh", "secretary")

    tasks.close_by_rule()
    tasks.remind()

    assert told("closed_by_rule") == {"alpha_secretary", "board"}
    assert told("list_due") == {"alpha_secretary", "beta_secretary"}
