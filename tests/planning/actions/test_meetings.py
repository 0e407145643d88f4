import datetime

import pytest
from django.utils import timezone

from anphu.kit.refusals import Refused
from planning.actions import meetings
from planning.choices import MeetingKind, MeetingState
from planning.models import AgendaItem, Meeting
from tests.world import TODAY


def at(day, hour=8):
    return datetime.datetime.combine(day, datetime.time(hour), timezone.get_current_timezone())


@pytest.fixture
def call(world):
    def write(**changes):
        values = {
            "actor": world.user("board"),
            "on": TODAY,
            "unit": world.units["district"].pk,
            "kind": MeetingKind.STANDING,
            "name": "Họp Ban Thường vụ tháng 7",
            "starts_at": at(TODAY),
        }
        return meetings.call(**values | changes)

    return write


@pytest.fixture
def does(world):
    """`does(meetings.hold, meeting=1)`: the board does it today."""
    return lambda action, **arguments: action(actor=world.user("board"), on=TODAY, **arguments)


def order(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position").values_list("subject", flat=True))


def test_call_writes_a_planned_meeting(call, world):
    row = call(ends_at=at(TODAY, 10), place="Hội trường")
    assert (row.state, row.called_by, row.unit) == (MeetingState.PLANNED, world.users["board"], world.units["district"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "party"}, "unknown_kind"),
        ({"name": "  "}, "bad_name"),
        ({"name": "x" * 201}, "too_long"),
        ({"ends_at": at(TODAY, 7)}, "ends_before_it_begins"),
    ],
)
def test_call_with_what_cannot_be_is_refused(call, changes, code):
    with pytest.raises(Refused) as refused:
        call(**changes)
    assert refused.value.code == code
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("user", ["btv", "appraiser", "alpha_secretary", "auditor", "nobody"])
def test_only_who_keeps_the_agenda_calls(call, world, user):
    with pytest.raises(Refused) as refused:
        call(actor=world.user(user))
    assert refused.value.code == "not_allowed"


def test_held_meeting_stays_as_it_is(call, does):
    row = call()
    does(meetings.hold, meeting=row.pk, conclusion="Thống nhất danh sách")
    for action, arguments in (
        (meetings.change, {"name": "Khác"}),
        (meetings.cancel, {"reason": "Trùng lịch"}),
        (meetings.hold, {"conclusion": "Lần nữa"}),
        (meetings.put_on_agenda, {"subject": "Thêm"}),
    ):
        with pytest.raises(Refused) as refused:
            does(action, meeting=row.pk, **arguments)
        assert refused.value.code == "meeting_over"
    row.refresh_from_db()
    assert (row.state, row.conclusion) == (MeetingState.HELD, "Thống nhất danh sách")


def test_meeting_ahead_cannot_be_recorded(call, does):
    row = call(starts_at=at(TODAY + datetime.timedelta(days=1)))
    with pytest.raises(Refused) as refused:
        does(meetings.hold, meeting=row.pk, conclusion="Xong")
    assert refused.value.code == "meeting_ahead"


@pytest.mark.parametrize(
    ("action", "arguments", "code"),
    [(meetings.hold, {"conclusion": " "}, "conclusion_needed"), (meetings.cancel, {"reason": ""}, "reason_needed")],
)
def test_ending_a_meeting_needs_words(call, does, action, arguments, code):
    with pytest.raises(Refused) as refused:
        does(action, meeting=call().pk, **arguments)
    assert refused.value.code == code


def test_agenda_takes_lists_once_decisions_and_words(call, does, world):
    row = call()
    lists = [world.submission("alpha").pk, world.submission("beta").pk]
    does(meetings.put_on_agenda, meeting=row.pk, submissions=lists[:1])
    does(meetings.put_on_agenda, meeting=row.pk, subject="Công tác tháng 8")
    [added] = does(meetings.put_on_agenda, meeting=row.pk, submissions=lists)
    assert (added.submission_id, added.position) == (lists[1], 3)
    assert order(row) == [world.round.name, "Công tác tháng 8", world.round.name]


def test_agenda_is_arranged_and_points_taken_off(call, does):
    row = call()
    first, second, third = (
        does(meetings.put_on_agenda, meeting=row.pk, subject=subject)[0] for subject in ("Một", "Hai", "Ba")
    )
    does(meetings.move_item, item=third.pk, up=True)
    does(meetings.move_item, item=first.pk, up=True)
    assert order(row) == ["Một", "Ba", "Hai"]
    does(meetings.take_off, item=first.pk)
    assert list(AgendaItem.objects.filter(meeting=row).values_list("subject", "position")) == [("Ba", 1), ("Hai", 2)]
    does(meetings.settle, item=second.pk, outcome="Đồng ý")
    assert AgendaItem.objects.get(pk=second.pk).outcome == "Đồng ý"


def test_empty_addition_is_refused(call, does):
    with pytest.raises(Refused) as refused:
        does(meetings.put_on_agenda, meeting=call().pk, subject=" ")
    assert refused.value.code == "nothing_to_add"


def test_lists_out_of_reach_stay_off_the_agenda(call, does, world):
    with pytest.raises(Refused) as refused:
        does(meetings.put_on_agenda, meeting=call().pk, submissions=[world.submission("alpha").pk, 999_999])
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_meeting_of_tomorrow_morning_is_not_held_today(call, does):
    """At six in the morning here it is still yesterday in UTC."""
    row = call(starts_at=at(TODAY + datetime.timedelta(days=1), 6))
    with pytest.raises(Refused) as refused:
        does(meetings.hold, meeting=row.pk, conclusion="Thống nhất")
    assert refused.value.code == "meeting_ahead"
