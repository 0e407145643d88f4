import datetime
import io

import pytest
from django.urls import reverse

from anphu.kit import history
from anphu.kit.periods import period
from planning.choices import ItemState, MeetingState
from planning.models import Meeting, Programme, RuleParameter
from tests.planning.pages.conftest import words
from tests.world import SINCE

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def typed(world):
    return {
        "unit": world.units["district"].pk,
        "kind": "standing",
        "name": "Họp Ban Thường vụ",
        "day": "07/07/2020",
        "begins": "8:00",
        "ends": "10h30",
        "place": "Hội trường",
    }


@pytest.fixture
def meeting(send, typed):
    send("board", "meeting-new", **typed)
    return Meeting.objects.get()


def test_board_calls_a_meeting_and_the_month_shows_it(meeting, ask):
    page = ask("btv", "calendar", month="2020-07")
    assert [row.name for row in page.context["month"].meetings] == ["Họp Ban Thường vụ"]
    assert ask("btv", "calendar", month="2020-08").context["month"].meetings == []
    assert meeting.ends_at - meeting.starts_at == datetime.timedelta(hours=2, minutes=30)


@pytest.mark.parametrize("month", ["2020-13", "x", "2020-7-1", "0001-01", "9999-12"])
def test_month_that_is_none_is_not_found(ask, month):
    assert ask("btv", "calendar", month=month).status_code == 404


def test_form_keeps_what_was_typed(send, typed):
    answer = send("board", "meeting-new", **typed | {"begins": "25:00"})
    assert answer.status_code == 400
    assert "Họp Ban Thường vụ" in words(answer)


def test_calendar_warns_of_committees_that_did_not_meet(world, meeting, ask):
    with history.acting(actor=None, verb="build_world", reason="tests"):
        for kind, months in (("executive", 3), ("standing", 1)):
            RuleParameter.objects.create(
                key=f"meeting_months_{kind}",
                label=kind,
                value=months,
                period=period(SINCE),
                basis="tests",
                confidence="U",
            )
    [(unit, behind)] = ask("board", "calendar").context["behind"]
    assert (unit.unit, [row.kind for row in behind]) == (world.units["district"], ["executive"])
    assert ask("btv", "calendar").context["behind"] == []


def test_agenda_is_filled_and_the_record_closed_with_minutes(meeting, world, send, ask, sign_in):
    send("board", "agenda-add", meeting.pk, subject="Công tác tháng 8")
    point = meeting.items.get()
    send("board", "agenda-item", point.pk, deed="settle", outcome="Đồng ý")
    data = {"conclusion": "Thống nhất", "minutes": io.BytesIO(PDF)}
    data["minutes"].name = "bien-ban.pdf"
    sign_in("board").post(reverse("meeting-hold", args=[meeting.pk]), data)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes.name) == (MeetingState.HELD, "bien-ban.pdf")
    assert b"".join(ask("btv", "meeting-minutes", meeting.pk).streaming_content) == PDF
    page = words(ask("btv", "meeting", meeting.pk))
    assert "Đồng ý" in page
    assert "agenda-add" not in page


def test_refused_deed_says_why_and_changes_nothing(meeting, send):
    answer = send("board", "meeting-cancel", meeting.pk, reason="")
    assert answer.status_code == 400
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


@pytest.mark.parametrize("user", ["alpha_secretary", "alpha_clerk"])
def test_units_see_no_meeting_of_the_district(meeting, ask, user):
    assert ask(user, "meeting", meeting.pk).status_code == 404
    assert ask(user, "calendar", month="2020-07").context["month"].meetings == []


def test_programme_takes_tasks_and_shows_what_is_late(world, send, ask):
    district = world.units["district"].pk
    send("board", "programme-new", unit=district, kind="year", name="Chương trình 2020", year="2020", term="")
    programme = Programme.objects.get()
    send("board", "programme", programme.pk, subject="Sơ kết", responsible="Văn phòng", due="06/2020", note="")
    send("board", "programme", programme.pk, subject="Tổng kết", responsible="Văn phòng", due="12/2020", note="")
    items = ask("btv", "programme", programme.pk).context["items"]
    assert [(item.subject, item.is_late) for item in items] == [("Sơ kết", True), ("Tổng kết", False)]
    send("board", "programme-task", items[0].pk, state=ItemState.DONE, note="")
    [row] = ask("btv", "programmes").context["programmes"]
    assert (row.tasks, row.done, row.late) == (2, 1, 0)


def test_pages_cost_the_same_however_many_rows(meeting, send, queries, typed):
    few = queries("board", "calendar", month="2020-07"), queries("board", "meeting", meeting.pk)
    for number in range(3):
        send("board", "meeting-new", **typed | {"name": f"Họp {number}"})
        send("board", "agenda-add", meeting.pk, subject=f"Việc {number}")
    assert (queries("board", "calendar", month="2020-07"), queries("board", "meeting", meeting.pk)) == few == (10, 7)


@pytest.mark.parametrize("chosen", ["9" * 30, "9" * 5000, "x"])
def test_agenda_of_a_list_that_cannot_be_is_not_found(meeting, send, chosen):
    assert send("board", "agenda-add", meeting.pk, submission=chosen).status_code == 404


def test_meeting_in_a_year_where_nothing_reaches_is_refused(world, typed, send):
    answer = send("board", "meeting-new", **typed | {"day": "31/12/9999"})
    assert (answer.status_code, "Give a day between 1930 and 2100." in words(answer)) == (400, True)


@pytest.mark.parametrize(
    ("due", "sentence"),
    [("13/2020", "Give a month as month/year"), ("12/9999", "Give a day between 1930 and 2100.")],
)
def test_month_of_a_task_is_told_as_a_month(world, send, due, sentence):
    given = {"unit": world.units["district"].pk, "kind": "year", "name": "Chương trình 2020", "year": 2020}
    send("board", "programme-new", **given)
    task = {"subject": "Rà soát", "responsible": "Ban Tổ chức", "due": due}
    answer = send("board", "programme", Programme.objects.get().pk, **task)
    assert (answer.status_code, sentence in words(answer)) == (400, True)
