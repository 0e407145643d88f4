"""Rows that look like somebody: another row of the file, or somebody on record."""

import datetime

import pytest
from django.utils.translation import gettext as _

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role, RowKind
from orgtree.intake import preview
from orgtree.models import ImportRow, RoleGrant, User
from tests.importing import NEWCOMER
from tests.world import TODAY

WITHOUT_NUMBER = {key: value for key, value in NEWCOMER.items() if key != "Số CCCD"}


def rows(batch):
    return list(ImportRow.objects.filter(batch=batch))


def of(person):
    """A row that says of a man of the world what is on record, without the numbers."""
    return WITHOUT_NUMBER | {
        "Họ và tên": person.full_name,
        "Giới tính": "Nam",
        "Ngày sinh": f"{person.birth_date:%d/%m/%Y}",
        "Quê quán": person.home_town,
        "Ngày vào Đảng": f"{person.memberships.get().admitted_on:%d/%m/%Y}",
    }


def told(row):
    return [(problem["code"], problem["warning"]) for problem in row.problems]


def test_same_name_birth_and_home_with_another_number_is_somebody_else_worth_a_look(received):
    first, second = rows(received(NEWCOMER, NEWCOMER | {"Số CCCD": "089190000014"}))
    assert (first.kind, second.kind) == (RowKind.NEW, RowKind.NEW)
    assert ("look_alike", True) in told(second)


def test_row_repeated_without_numbers_may_be_said_to_be_somebody_new(received, world):
    batch = received(WITHOUT_NUMBER, WITHOUT_NUMBER)
    row = rows(batch)[1]
    assert (row.kind, told(row)) == (RowKind.ERROR, [("repeated", False)])
    again = preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=row.pk, picked=0)
    assert (again.kind, told(again)) == (RowKind.NEW, [("look_alike", True)])


@pytest.mark.parametrize(
    "changes",
    [
        {"Họ và tên": "Mới Thị Lâm"},
        {"Họ và tên": "Lâm Thị Mớt"},
        {"Ngày sinh": "02/03/1990"},
        {"Ngày sinh": "03/02/1991"},
        {"Số CCCD": "089190000002", "Họ và tên": "Lâm Thị Mớt"},
    ],
)
def test_row_that_resembles_an_earlier_one_is_worth_a_look(received, changes):
    batch = received(NEWCOMER, NEWCOMER | {"Số CCCD": ""} | changes)
    first, second = rows(batch)
    assert told(first) == []
    assert ("resembles_row", True) in told(second)
    assert second.kind == RowKind.NEW
    (sentence,) = [problem["text"] for problem in second.problems if problem["code"] == "resembles_row"]
    assert f"{first.line}" in sentence


def test_rows_of_two_people_do_not_resemble_each_other(received):
    other = {"Họ và tên": "Lâm Thị Bảy", "Ngày sinh": "03/08/1971", "Số CCCD": "089171000002"}
    assert [told(row) for row in rows(received(NEWCOMER, NEWCOMER | other))] == [[], []]


def test_what_rows_resemble_is_known_again_after_one_is_corrected(received, world):
    turned, third = {"Họ và tên": "Mới Thị Lâm", "Số CCCD": ""}, {"Ngày sinh": "03/02/1991", "Số CCCD": ""}
    batch = received(NEWCOMER, NEWCOMER | turned, NEWCOMER | third)
    first, second, last = rows(batch)
    assert [("resembles_row", True) in told(row) for row in (first, second, last)] == [False, True, True]
    asked = {"actor": world.user("board"), "on": TODAY, "batch": batch}
    preview.correct(**asked, row=second.pk, cells={"core.birth_date": "09/11/1971", "core.full_name": "Trần Thị Tám"})
    assert [("resembles_row", True) in told(row) for row in rows(batch)] == [False, False, True]
    preview.correct(**asked, row=last.pk, picked=0)
    assert [("resembles_row", True) in told(row) for row in rows(batch)] == [False, False, False]


def test_row_with_a_number_of_another_row_is_repeated_whatever_is_said(received, world):
    batch = received(NEWCOMER, NEWCOMER)
    again = preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=rows(batch)[1].pk, picked=0)
    assert (again.kind, ("repeated", False) in told(again)) == (RowKind.ERROR, True)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Họ và tên": "Nguyen Van An"}, "the same name but for its marks"),
        ({"Họ và tên": "An Nguyễn Văn"}, "the same words of the name in another order"),
        ({"Ngày sinh": "05/01/1972"}, "birth dates with day and month exchanged"),
        ({"Ngày sinh": "01/05/1973"}, "birth dates that differ by one digit"),
    ],
)
def test_row_that_resembles_somebody_on_record_is_a_possible_duplicate_and_says_why(received, world, changes, reason):
    batch = received(of(world.people["an"]) | changes)
    (row,) = rows(batch)
    assert (row.kind, row.candidates) == (RowKind.DUPLICATE, [world.people["an"].pk])
    (told_of_likeness,) = [problem["text"] for problem in row.problems if problem["code"] == "resembles"]
    assert _(reason) in told_of_likeness


def test_person_who_only_resembles_may_be_picked_and_is_changed(received, written, world):
    an = world.people["an"]
    batch = received(of(an) | {"Ngày sinh": "05/01/1972"})
    (row,) = rows(batch)
    again = preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=row.pk, picked=an.pk)
    assert (again.kind, again.matched_id) == (RowKind.CHANGED, an.pk)
    written(batch)
    an.refresh_from_db()
    assert an.birth_date == datetime.date(1972, 1, 5)


def test_somebody_who_resembles_nobody_is_new_without_a_word(received):
    (row,) = rows(received(NEWCOMER))
    assert (row.kind, told(row)) == (RowKind.NEW, [])


def test_somebody_out_of_reach_is_told_of_and_not_named(received, world):
    clerk = User.objects.create_user("clerk_of_beta")
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(user=clerk, role=Role.BOARD_CLERK, unit=world.units["beta"], period=period(TODAY))
    world.users["clerk_of_beta"] = clerk
    row = of(world.people["an"]) | {"Ngày sinh": "05/01/1972", "Chi bộ": "Chi bộ ấp Phú Mỹ"}
    (found,) = rows(received(row, unit="beta", user="clerk_of_beta"))
    assert (found.kind, found.candidates) == (RowKind.NEW, [])
    assert ("resembles_elsewhere", True) in told(found)
