import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit.notices import Notice, notify
from tests.planning.pages.conftest import words


@pytest.fixture
def told(world):
    secretary = world.users["alpha_secretary"]
    notify([secretary, world.users["btv"]], code="tests", text="Có việc mới", address=reverse("rounds"))
    notify([secretary], code="tests", text="Việc khác", address=reverse("decisions"))
    return Notice.objects.get(user=secretary, text="Có việc mới")


def test_notices_are_those_of_the_reader_newest_first(told, ask):
    page = ask("alpha_secretary", "notices")

    assert [notice.text for notice in page.context["notices"]] == ["Việc khác", "Có việc mới"]
    assert [notice.text for notice in ask("btv", "notices").context["notices"]] == ["Có việc mới"]
    assert "No notice" in words(ask("board", "notices"))


def test_bell_counts_what_is_not_read(told, ask):
    assert '<span class="masthead__count">2<' in words(ask("alpha_secretary", "rounds"))
    assert "masthead__count" not in words(ask("board", "rounds"))


def test_notice_opened_leads_to_its_page_and_is_read(told, ask, send):
    answer = send("alpha_secretary", "notice", told.pk)

    assert answer["location"] == reverse("rounds")
    assert '<span class="masthead__count">1<' in words(ask("alpha_secretary", "rounds"))
    assert [row.text for row in ask("alpha_secretary", "notices", unread="true").context["notices"]] == ["Việc khác"]


def test_notice_of_somebody_else_is_not_found(told, send):
    assert send("board", "notice", told.pk).status_code == 404


def test_all_notices_are_marked_as_read(told, ask, send):
    send("alpha_secretary", "notices")

    assert not Notice.objects.of(told.user).unread().exists()
    assert Notice.objects.unread().count() == 1


def test_notice_unread_is_not_written_twice(told, world):
    again = {"code": "tests", "text": "Việc khác", "address": reverse("decisions")}

    assert notify([world.users["alpha_secretary"]], **again) == 0
    assert notify([world.users["board"]], **again) == 1


def test_notices_ask_as_often_for_one_as_for_three(world, ask):
    secretary, asked = world.users["alpha_secretary"], []
    ask("alpha_secretary", "notices")
    for number in range(3):
        notify([secretary], code="tests", text=f"Việc {number}", address="/")
        with CaptureQueriesContext(connection) as queries:
            ask("alpha_secretary", "notices")
        asked.append(len(queries))

    assert asked == [10, 10, 10]
