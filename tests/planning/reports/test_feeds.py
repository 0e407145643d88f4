import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from planning.actions import meetings, programmes, submissions
from planning.reports import feeds
from tests.world import TODAY


@pytest.fixture
def year(world):
    board, unit = world.user("board"), world.units["district"].pk
    zone = timezone.get_current_timezone()
    meetings.call(
        actor=board,
        on=TODAY,
        unit=unit,
        kind="standing",
        name="Họp Ban Thường vụ",
        starts_at=datetime.datetime(2020, 7, 20, 8, tzinfo=zone),
        place="Hội trường; tầng 2",
    )
    row = programmes.begin(actor=board, on=TODAY, unit=unit, kind="year", name="Chương trình 2020", year=2020)
    programmes.write_item(actor=board, on=TODAY, programme=row.pk, subject="Sơ kết", responsible="Văn phòng", due=TODAY)


def events(content):
    return [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in Calendar.from_ical(content).walk("VEVENT")]


def address(user):
    return reverse("calendar-feed", args=[feeds.key_of(user)])


def test_feed_gives_meetings_and_tasks_without_signing_in(year, client, world):
    answer = client.get(address(world.user("btv")))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (name, begins), (task, due) = events(answer.content)
    assert (name, task) == ("Họp Ban Thường vụ – Đảng bộ huyện Thử", "Sơ kết (Văn phòng)")
    assert begins == datetime.datetime(2020, 7, 20, 1, tzinfo=datetime.UTC)
    assert due == datetime.date(2020, 7, 1)


def test_feed_of_a_secretary_holds_the_deadline_of_the_list_and_nothing_of_the_district(year, client, world):
    own = address(world.user("alpha_secretary"))
    assert events(client.get(own).content) == [("Nộp danh sách: Đảng bộ xã Khánh An", world.round.deadline)]
    world.confirm("alpha")
    submissions.move(
        actor=world.user("alpha_secretary"), on=TODAY, submission=world.submission("alpha").pk, verb="submit"
    )
    assert events(client.get(own).content) == []


def test_key_ends_with_the_password_and_the_account(year, client, world):
    user = world.user("btv")
    old = address(user)
    user.set_password("mot-mat-khau-khac")
    user.save()
    assert client.get(old).status_code == 404
    new = address(user)
    assert client.get(new).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(new).status_code == 404


@pytest.mark.parametrize("key", ["x", "WzEsICJhIl0:1:abc"])
def test_forged_key_opens_nothing(client, world, key):
    assert client.get(reverse("calendar-feed", args=[key])).status_code == 404
