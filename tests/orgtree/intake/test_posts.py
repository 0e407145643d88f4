"""Wide rows: the present post, and planned titles as the list states them."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import RowKind
from orgtree.intake import columns
from orgtree.intake.layouts import SUMMARY
from orgtree.models import Employment, ImportRow, Person, Posting, StatedPlan
from tests.importing import NEWCOMER, told_of
from tests.world import TODAY

POST = {"Chức vụ": "Bí thư Đảng ủy xã", "Đơn vị công tác": "Đảng bộ xã Khánh An"}
PLANNED = {
    "Nhiệm kỳ quy hoạch": "Nhiệm kỳ 2015 - 2020",
    "Chức danh quy hoạch 1": "Chủ tịch UBND xã",
    "Chức danh quy hoạch 2": "",
    "Chức danh quy hoạch 3": "Phó Bí thư Đảng ủy xã",
}


def only(batch):
    return ImportRow.objects.get(batch=batch)


def warned(row):
    return {problem["column"]: problem["code"] for problem in row.problems if problem["column"].startswith("postings")}


def somebody():
    return Person.objects.get(full_name=NEWCOMER["Họ và tên"])


def posts(person):
    return [(one.unit.code, one.title.name, one.period.lower, one.period.upper) for one in person.postings.all()]


def test_post_is_held_from_the_day_said_or_from_the_day_of_the_import(received, written):
    written(received(NEWCOMER | POST | {"Giữ chức vụ từ ngày": "01/06/2019"}))
    assert posts(somebody()) == [("alpha", "Bí thư Đảng ủy xã", datetime.date(2019, 6, 1), None)]
    batch = received(NEWCOMER | POST)
    assert only(batch).kind == RowKind.SAME

    written(received(NEWCOMER | POST | {"Giữ chức vụ từ ngày": "15/05/2019"}))
    assert posts(somebody()) == [("alpha", "Bí thư Đảng ủy xã", datetime.date(2019, 5, 15), None)]


def test_other_posts_go_on_beside_the_new_one(received, written, world):
    an = world.people["an"]
    before = posts(an)
    row = {"Họ và tên": an.full_name, "Số CCCD": an.identity_number} | POST | {"Đơn vị công tác": "Đảng bộ xã Phú Hội"}
    written(received(row))
    assert posts(an)[: len(before)] == before
    assert len(posts(an)) == len(before) + 1


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"Chức vụ": "Chuyên viên"}, "postings.title@1", "unknown_choice"),
        ({"Đơn vị công tác": "Ủy ban nhân dân nơi khác"}, "postings.unit@1", "unit_unknown"),
        ({"Đơn vị công tác": ""}, "postings.title@1", "half_a_post"),
        ({"Chức vụ": ""}, "postings.unit@1", "half_a_post"),
    ],
)
def test_post_that_is_not_recognised_is_told_and_the_row_goes_on(received, written, changes, column, code):
    batch = received(NEWCOMER | {"Chức vụ": "x", "Đơn vị công tác": "x"} | POST | changes)
    assert (only(batch).kind, warned(only(batch))) == (RowKind.NEW, {column: code})
    written(batch)
    assert posts(somebody()) == []


def test_post_before_the_unit_was_founded_is_an_error(received):
    row = only(received(NEWCOMER | POST | {"Giữ chức vụ từ ngày": "01/01/1960"}))
    assert (row.kind, warned(row)) == (RowKind.ERROR, {"postings.period@1": "unit_not_yet"})


def test_post_held_again_later_does_not_overlap(received, written, world):
    written(received(NEWCOMER | POST | {"Giữ chức vụ từ ngày": "01/06/2019"}))
    with history.acting(actor=None, verb="end", reason="tests"):
        Posting.objects.filter(person=somebody()).update(
            period=period(datetime.date(2019, 6, 1), datetime.date(2020, 1, 1))
        )
    row = only(received(NEWCOMER | POST | {"Giữ chức vụ từ ngày": "01/12/2019"}))
    assert (row.kind, warned(row)) == (RowKind.ERROR, {"postings.period@1": "overlap"})


def test_title_alone_is_the_present_post_in_words(received, written):
    written(received(NEWCOMER | {"Chức vụ": "Chuyên viên"}))
    assert Employment.objects.get(person=somebody()).present_post == "Chuyên viên"


def test_planned_titles_are_kept_as_stated_in_their_places(received, written):
    written(received(NEWCOMER | PLANNED))
    stated = StatedPlan.objects.filter(person=somebody()).values_list("term", "place", "title")
    assert sorted(stated) == [("2015-2020", 1, "Chủ tịch UBND xã"), ("2015-2020", 3, "Phó Bí thư Đảng ủy xã")]
    assert only(received(NEWCOMER | PLANNED)).kind == RowKind.SAME

    without_term = {key: value for key, value in PLANNED.items() if key != "Nhiệm kỳ quy hoạch"}
    written(received(NEWCOMER | without_term | {"Chức danh quy hoạch 3": "Chủ tịch HĐND xã"}))
    assert StatedPlan.objects.get(person=somebody(), place=3).title == "Chủ tịch HĐND xã"
    assert told_of(SUMMARY, [somebody()], TODAY)[0]["stated_plans.title@3"] == "Chủ tịch HĐND xã"


def test_term_that_is_none_is_an_error(received):
    row = only(received(NEWCOMER | PLANNED | {"Nhiệm kỳ quy hoạch": "khóa XII"}))
    assert [(one["column"], one["code"]) for one in row.problems] == [("stated_plans.term", "not_a_term")]


def test_a_planned_title_of_another_term_stands_beside_the_old_one(received, written):
    written(received(NEWCOMER | PLANNED))
    written(received(NEWCOMER | PLANNED | {"Nhiệm kỳ quy hoạch": "2020-2025", "Chức danh quy hoạch 3": ""}))
    assert StatedPlan.objects.filter(person=somebody(), place=1).count() == 2


def test_every_place_of_the_columns_makes_one_key():
    keys = [one.key for one in columns.offered(TODAY)]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if key.startswith("stated_plans")] == [
        "stated_plans.term", "stated_plans.title@1", "stated_plans.title@2", "stated_plans.title@3",
        "stated_plans.document",
    ]  # fmt: skip


def test_member_of_what_is_no_cell_is_an_error(received):
    row = only(received(NEWCOMER | {"Chi bộ": "Đảng bộ xã Khánh An"}))
    assert (row.kind, [problem["code"] for problem in row.problems]) == (RowKind.ERROR, ["no_cell"])
