"""The history of a dossier, and the dossier of a day, as pages show them."""

import datetime

import pgtrigger
import pytest
from django.db import connection

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.models import (
    Contact,
    Discipline,
    FamilyMember,
    Rating,
    WorkPeriod,
)
from tests.orgtree.pages.dossiers import acting, address, facts, panel


def changes(answer):
    return answer.context["history"].changes


def test_history_of_a_closed_part_says_that_it_is_closed(sign_in, world):
    closed = {
        name: sign_in(name).get(address(world, "an"), {"tab": "history", "section": "discipline"}).context["closed"]
        for name in ("board", "alpha_secretary")
    }
    assert closed == {"board": False, "alpha_secretary": True}


def test_history_says_who_what_and_why(sign_in, world):
    an = world.people["an"]
    with history.acting(actor=world.users["board"], verb="edit_person", reason="Theo giấy khai sinh"):
        an.birth_date = datetime.date(1972, 6, 1)
        an.save()
    change = next(c for c in changes(sign_in("board").get(address(world, "an", tab="history"))) if c.kind == "update")
    assert (change.actor, change.reason, change.section.code) == ("board", "Theo giấy khai sinh", "core")
    assert [(line.label, line.before, line.after) for line in change.lines] == [
        ("Ngày sinh", "01/05/1972", "01/06/1972")
    ]


def test_history_tells_of_every_section_and_of_what_was_taken_out(sign_in, world):
    with acting("Nhập"):
        row = WorkPeriod.objects.create(person=world.people["an"], started=PartialDate(1990), position="Giáo viên")
    with acting("Sửa"):
        row.position = "Hiệu trưởng"
        row.save()
    with acting("Nhầm người"):
        row.delete()
    told = changes(sign_in("board").get(address(world, "an", tab="history", section="work")))
    assert [(c.kind, c.reason, [(line.before, line.after) for line in c.lines]) for c in told] == [
        ("delete", "Nhầm người", [("1990", ""), ("Hiệu trưởng", "")]),
        ("update", "Sửa", [("Giáo viên", "Hiệu trưởng")]),
        ("insert", "Nhập", [("", "1990"), ("", "Giáo viên")]),
    ]


def test_history_shows_restricted_changes_to_those_who_see_them(sign_in, world):
    with acting():
        FamilyMember.objects.create(person=world.people["an"], name="Nguyễn Văn Ba", stance="Tốt lắm")
        Discipline.objects.create(person=world.people["an"], decided=PartialDate(2012), act="Uống rượu")
    board = sign_in("board").get(address(world, "an", tab="history")).content.decode()
    unit = sign_in("alpha_secretary").get(address(world, "an", tab="history"))
    assert ("Tốt lắm" in board, "Uống rượu" in board) == (True, True)
    assert "Nguyễn Văn Ba" in unit.content.decode()
    assert not {"Tốt lắm", "Uống rượu"} & set(unit.content.decode().split(">"))
    assert "discipline" not in [code for code, _label in unit.context["choices"]]
    assert changes(sign_in("alpha_secretary").get(address(world, "an", tab="history", section="discipline"))) == []


@pytest.mark.parametrize(("name", "status"), [("board", 200), ("alpha_secretary", 200), ("alpha_clerk", 404)])
def test_history_is_for_its_right_alone(sign_in, world, name, status):
    assert sign_in(name).get(address(world, "an", tab="history")).status_code == status
    assert sign_in(name).get(address(world, "an", at="2100-01-01")).status_code == status


def test_history_comes_in_pages(sign_in, world):
    an = world.people["an"]
    for number in range(30):
        with acting():
            Contact.objects.update_or_create(person=an, defaults={"phone": f"09{number:08}"})
    client = sign_in("board")
    first = client.get(address(world, "an", tab="history", section="contact")).context["history"]
    second = client.get(address(world, "an", tab="history", section="contact", page=2)).context["history"]
    assert (len(first.changes), first.more, len(second.changes), second.more) == (25, True, 5, False)
    assert first.changes[0].lines[0].after == "0900000029"


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=0", 404), ("page=x", 404), ("section=x", 404), ("at=x", 400), ("at=12/2020", 400), ("at=1800-01-01", 400)],
)
def test_history_nonsense_is_a_sentence(sign_in, world, query, status):
    tab = "" if query.startswith("at") else "tab=history&"
    assert sign_in("board").get(f"{address(world, 'an')}?{tab}{query}").status_code == status


# The dossier of a day


@pytest.fixture
def moved(world):
    """An's telephone was changed and a row taken out after 31/12/2020, by the clock of the events."""
    an = world.people["an"]
    with acting():
        Contact.objects.create(person=an, phone="0901")
        row = Rating.objects.create(person=an, year=2019, decided_by="Huyện ủy")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE orgtree_personevent SET pgh_created_at = '2020-12-01'")
        cursor.execute("UPDATE orgtree_contactevent SET pgh_created_at = '2020-12-31 12:00'")
        cursor.execute("UPDATE orgtree_ratingevent SET pgh_created_at = '2020-12-31 12:00'")
    with acting():
        Contact.objects.filter(person=an).update(phone="0902")
        row.delete()
    return world


def test_past_is_rebuilt_from_the_events(sign_in, moved):
    client = sign_in("board")
    then = client.get(address(moved, "an", at="2020-12-31"))
    assert facts(then, "contact") == facts(client.get(address(moved, "an", at="31/12/2020")), "contact")
    assert facts(then, "contact") == {"Điện thoại": "0901"}
    assert [fact.value for fact in panel(then, "ratings").lines[0].facts] == ["2019", "Có", "Huyện ủy"]
    assert "31/12/2020" in then.content.decode()
    assert "<form" not in then.content.decode().split('id="main"')[1].split("</main>")[0]
    assert [panel.code for panel in client.get(address(moved, "an", at="2020-12-30")).context["panels"]] == ["core"]
    assert facts(client.get(address(moved, "an", at="2100-01-01")), "contact") == {"Điện thoại": "0902"}


def test_past_before_the_first_event_says_so(sign_in, moved):
    answer = sign_in("board").get(address(moved, "an", at="2019-01-01"))
    assert (answer.status_code, answer.context["panels"]) == (200, [])


# Cost and log
