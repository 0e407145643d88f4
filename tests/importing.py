"""What tests of imports share: a workbook made of rows, an import received and written."""

import datetime
import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from django.test import TestCase

from anphu import seed
from anphu.kit import history
from orgtree.actions import imports
from orgtree.intake import preview, workbooks
from orgtree.intake.layouts import Layout
from orgtree.models import CodeEntry, EthnicGroup, Person, Religion, Title, Unit
from orgtree.queries import records
from orgtree.queries.imports import sections_of
from orgtree.sections.values import get, plain
from tests.world import TODAY

HEADINGS = (
    "TT",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Dân tộc",
    "Tôn giáo",
    "Quê quán",
    "Số CCCD",
    "Chi bộ",
    "Ngày vào Đảng",
)
NEWCOMER = {
    "Họ và tên": "Lâm Thị Mới",
    "Giới tính": "Nữ",
    "Ngày sinh": "03/02/1990",
    "Dân tộc": "Kinh",
    "Tôn giáo": "Không",
    "Quê quán": "Xã Khánh An, huyện Thử",
    "Số CCCD": "089190000001",
    "Chi bộ": "Chi bộ ấp An Hòa",
    "Ngày vào Đảng": "19/05/2015",
}


def workbook(*rows: dict, headings=None, sheet: str = "Danh sách") -> io.BytesIO:
    """A workbook with one row of headings and these rows below it."""
    headings = list(headings or dict.fromkeys(key for row in rows for key in row))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, [row.get(heading, "") for heading in headings])
    file.seek(0)
    return file


@pytest.fixture
def lists(world):
    """The code lists of every installation."""
    with history.acting(actor=None, verb="seed", reason="tests"):
        seed._codes()


@pytest.fixture
def received(world, lists):
    """`received(row, row, unit="district")`: an import with its preview, made by the board's clerk."""

    def receive(*rows: dict, unit: str = "district", user: str = "board", headings=None, file=None, name="ds.xlsx"):
        file = file or workbook(*rows, headings=headings)
        place = world.units[unit].pk
        return preview.receive(actor=world.user(user), on=TODAY, unit=place, file=file, name=name)

    return receive


@pytest.fixture
def written(received, world):
    """`written(batch)`: the import accepted, and its job done."""

    def write(batch, rows=None, reason="Danh sách của huyện"):
        with TestCase.captureOnCommitCallbacks(execute=True):
            imports.commit(actor=world.user("board"), on=TODAY, reason=reason, batch=batch.pk, rows=rows)
        batch.refresh_from_db()
        return batch

    return write


def told_of(layout: Layout, people: Sequence[Person], on: datetime.date) -> list[dict]:
    """What each column of the layout says of each person, as plain values; what is chosen from a list by its code."""
    columns = [place.column for place in layout.on(on) if place.column]
    found = records.read([one.pk for one in people], sections_of({column.section.code for column in columns}))
    codes = {model: dict(model.objects.values_list("pk", "code")) for model in CODED}
    everybody = []
    for person in people:
        told = {}
        for column in columns:
            record = workbooks._record(column, person, found[person.pk], on)
            if record is not None and not (column.part in ("M", "F") and column.part != person.sex):
                value = plain(get(record, column.item.name))
                listed = codes.get(column.section.field(column.item).related_model)
                told[column.key] = listed[value] if listed and value else value
        everybody.append({key: value for key, value in told.items() if value not in (None, "")})
    return everybody


CODED = (CodeEntry, EthnicGroup, Religion, Title, Unit)
