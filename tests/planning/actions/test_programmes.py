import datetime

import pytest

from anphu.kit.refusals import Refused
from planning.actions import programmes
from planning.choices import ItemState, ProgrammeKind
from planning.models import Programme
from tests.world import TODAY


@pytest.fixture
def does(world):
    return lambda action, **arguments: action(actor=world.user("board"), on=TODAY, **arguments)


@pytest.fixture
def begin(does, world):
    def write(**changes):
        values = {
            "unit": world.units["district"].pk,
            "kind": ProgrammeKind.YEAR,
            "name": "Chương trình công tác năm 2020",
            "year": 2020,
        }
        return does(programmes.begin, **values | changes)

    return write


@pytest.fixture
def task(begin, does):
    row = begin()
    values = {"subject": "Sơ kết 6 tháng", "responsible": "Ban Tổ chức", "due": datetime.date(2020, 7, 15)}
    return does(programmes.write_item, programme=row.pk, **values)


def test_programme_of_a_year_and_of_a_term(begin, world):
    term = world.terms["2020-2025"]
    begin()
    begin(kind=ProgrammeKind.TERM, year=None, term=term)
    begin(kind=ProgrammeKind.INSPECTION, year=None, term=term)
    assert Programme.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"year": None}, "year_or_term"),
        ({"kind": ProgrammeKind.TERM}, "year_or_term"),
        ({"kind": "dream"}, "unknown_kind"),
        ({"name": ""}, "bad_name"),
    ],
)
def test_programme_that_cannot_be_is_refused(begin, changes, code):
    with pytest.raises(Refused) as refused:
        begin(**changes)
    assert refused.value.code == code


def test_second_programme_of_a_year_is_refused(begin):
    begin()
    with pytest.raises(Refused) as refused:
        begin(name="Chương trình khác")
    assert refused.value.code == "programme_exists"


def test_task_is_due_in_a_month(task):
    assert (task.due, task.position, task.state) == (datetime.date(2020, 7, 1), 1, ItemState.PLANNED)


def test_task_changes_and_is_marked(task, does):
    does(
        programmes.write_item,
        programme=task.programme_id,
        item=task.pk,
        subject="Sơ kết",
        responsible="Văn phòng",
        due=datetime.date(2020, 8, 31),
    )
    does(programmes.mark, item=task.pk, state=ItemState.DONE)
    task.refresh_from_db()
    assert (task.subject, task.due, task.state) == ("Sơ kết", datetime.date(2020, 8, 1), ItemState.DONE)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [({"state": ItemState.DROPPED}, "reason_needed"), ({"state": "lost"}, "unknown_state")],
)
def test_mark_that_cannot_be_is_refused(task, does, arguments, code):
    with pytest.raises(Refused) as refused:
        does(programmes.mark, item=task.pk, **arguments)
    assert refused.value.code == code


def test_units_below_neither_see_nor_keep_the_programme(task, world):
    with pytest.raises(Refused) as refused:
        programmes.mark(actor=world.user("alpha_secretary"), on=TODAY, item=task.pk, state=ItemState.DONE)
    assert refused.value.status == 404
    assert Programme.objects.visible_to(world.user("alpha_secretary"), TODAY).count() == 0
