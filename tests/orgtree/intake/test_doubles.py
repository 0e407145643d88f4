"""Rows that look like somebody: another row of the file, or somebody on record."""

from orgtree.choices import RowKind
from orgtree.intake import preview
from orgtree.models import ImportRow
from tests.importing import NEWCOMER
from tests.world import TODAY

WITHOUT_NUMBER = {key: value for key, value in NEWCOMER.items() if key != "Số CCCD"}


def rows(batch):
    return list(ImportRow.objects.filter(batch=batch))


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


def test_row_with_a_number_of_another_row_is_repeated_whatever_is_said(received, world):
    batch = received(NEWCOMER, NEWCOMER)
    again = preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=rows(batch)[1].pk, picked=0)
    assert (again.kind, ("repeated", False) in told(again)) == (RowKind.ERROR, True)
