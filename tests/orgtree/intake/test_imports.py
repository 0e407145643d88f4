import datetime
import io

import pytest
import xlsxwriter
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.refusals import Refused
from orgtree.actions import identity, imports
from orgtree.actions.structure import end
from orgtree.choices import BatchState, Role, RowKind, Verb
from orgtree.intake import preview, telling
from orgtree.models import ROLE_VERBS, ImportBatch, ImportRow, PartyMembership, Person
from orgtree.models.dossier import Contact, LanguageSkill, PartyBadge, Rating
from tests.importing import NEWCOMER, workbook
from tests.world import TODAY


def rows(batch):
    return list(ImportRow.objects.filter(batch=batch))


def only(batch):
    (row,) = rows(batch)
    return row


def errors(row):
    return [(problem["column"], problem["code"]) for problem in row.problems if not problem["warning"]]


def undo(world, batch, reason="Nhầm tệp"):
    with TestCase.captureOnCommitCallbacks(execute=True):
        imports.undo(actor=world.user("board"), on=TODAY, reason=reason, batch=batch.pk)
    batch.refresh_from_db()
    return batch


def of(person, **changes):
    """A row of the sheet that says of a person of the world what is on record, but for `changes`."""
    return {"Họ và tên": person.full_name, "Số CCCD": person.identity_number} | changes


def test_new_person_fills_sections_with_history(received, written):
    row = NEWCOMER | {"Thường trú": "Ấp An Hòa", "Xếp loại 2019": "HTTNV", "Ngoại ngữ": "Anh văn B1"}
    batch = received(row)
    assert only(batch).kind == RowKind.NEW, only(batch).problems

    written(batch)
    person = Person.objects.get(identity_number="089190000001")
    assert batch.state == BatchState.COMMITTED
    assert (person.full_name, person.sex, person.birth_date) == ("Lâm Thị Mới", "F", datetime.date(1990, 2, 3))
    membership = PartyMembership.objects.get(person=person)
    assert (membership.unit.code, membership.admitted_on) == ("alpha1", datetime.date(2015, 5, 19))
    assert Contact.objects.get(person=person).residence == "Ấp An Hòa"
    assert Rating.objects.get(person=person).year == 2019
    skill = LanguageSkill.objects.get(person=person)
    assert (skill.language.code, skill.level) == ("english", "B1")
    event = Person.pgh_event_model.objects.get(pgh_obj=person)
    assert event.pgh_context.metadata["batch"] == batch.pk
    assert event.pgh_context.metadata["reason"] == "Danh sách của huyện"


def test_known_person_shows_before_and_after_and_only_differences_are_written(received, written, world):
    an = world.people["an"]
    batch = received(of(an, **{"Quê quán": "Xã Mới, huyện Thử", "Ngày sinh": "01/05/1972"}))
    assert only(batch).kind == RowKind.CHANGED
    assert only(batch).changes == f'[["core", {an.pk}, {{"home_town": ["Xã thử, huyện Thử", "Xã Mới, huyện Thử"]}}]]'

    written(batch)
    an.refresh_from_db()
    assert an.home_town == "Xã Mới, huyện Thử"
    assert Person.pgh_event_model.objects.filter(pgh_obj=an, pgh_label="update").count() == 1


def test_row_that_says_what_is_on_record_is_the_same(received, world):
    an = world.people["an"]
    batch = received(of(an, **{"Ngày sinh": "1/5/1972", "Chi bộ": "Chi bộ ấp An Hòa, xã Khánh An", "Giới tính": "nam"}))
    assert only(batch).kind == RowKind.SAME


def test_empty_cell_erases_nothing(received, world):
    batch = received(of(world.people["an"], **{"Quê quán": "", "Ngày sinh": "01/05/1972"}))
    assert only(batch).kind == RowKind.SAME


def test_namesake_of_the_same_birth_date_is_decided_by_hand(received, written, world):
    an = world.people["an"]
    row = NEWCOMER | {
        "Họ và tên": an.full_name,
        "Giới tính": "Nam",
        "Ngày sinh": "01/05/1972",
        "Số CCCD": "089072000123",
        "Ngày vào Đảng": "01/01/2010",
    }
    batch = received(row)
    found = only(batch)
    assert (found.kind, found.candidates) == (RowKind.DUPLICATE, [an.pk])

    preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=found.pk, picked=0)
    assert only(batch).kind == RowKind.NEW
    preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=found.pk, picked=an.pk)
    assert (only(batch).kind, only(batch).matched_id) == (RowKind.CHANGED, an.pk)


def test_record_given_up_in_a_merge_is_no_candidate_by_name(received, world):
    an, binh = world.people["an"], world.people["binh"]
    with history.acting(actor=None, verb="leave", reason="tests"):
        an.memberships.all().delete()  # two memberships at once could not be moved together
    identity.merge(actor=world.user("board"), on=TODAY, reason="trùng", kept=binh.pk, gone=an.pk)
    row = {"Họ và tên": an.full_name, "Giới tính": "Nam", "Ngày sinh": "01/05/1972", "Số CCCD": "089072000123"}
    assert only(received(NEWCOMER | row)).kind == RowKind.NEW


def test_same_person_three_times_counts_once(received):
    batch = received(NEWCOMER, NEWCOMER, NEWCOMER | {"Quê quán": "Nơi khác"})
    assert [row.kind for row in rows(batch)] == [RowKind.NEW, RowKind.ERROR, RowKind.ERROR]
    assert errors(rows(batch)[2]) == [("core.full_name", "repeated")]


def test_skipping_the_first_of_two_frees_the_second(received, world):
    batch = received(NEWCOMER, NEWCOMER)
    first, second = rows(batch)
    preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=first.pk, skipped=True)
    second.refresh_from_db()
    assert second.kind == RowKind.NEW


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Ngày sinh": "31/02/1990"}, ("core.birth_date", "date_impossible")),
        ({"Ngày sinh": "03/02/2033"}, ("core.birth_date", "date_future")),
        ({"Dân tộc": "Xyz"}, ("core.ethnic_group", "unknown_choice")),
        ({"Chi bộ": "Chi bộ ấp Không Có"}, ("memberships.unit", "unit_unknown")),
        ({"Số CCCD": "12345"}, ("core.identity_number", "digits_count")),
        ({"Ngày vào Đảng": "05/2015"}, ("memberships.admitted_on", "day_needed")),
        ({"Ngày vào Đảng": ""}, ("memberships.admitted_on", "missing")),
        ({"Giới tính": ""}, ("core.sex", "missing")),
        ({"Ngày chính thức": "01/01/2014"}, ("memberships.official_on", "wrong_order")),
    ],
)
def test_unusable_cell_is_named(received, changes, expected):
    assert expected in errors(only(received(NEWCOMER | changes)))


def test_corrected_cell_makes_the_row_writable(received, written, world):
    batch = received(NEWCOMER | {"Dân tộc": "Xyz"})
    row = preview.correct(
        actor=world.user("board"), on=TODAY, batch=batch, row=only(batch).pk, cells={"core.ethnic_group": "Kinh"}
    )
    batch.refresh_from_db()
    assert (row.kind, batch.counts) == (RowKind.NEW, {"new": 1})


def test_error_of_a_cell_that_comes_back_untouched_stays_an_error(received, world):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, NEWCOMER)
        page.write_row(1, 0, NEWCOMER.values())
        page.write_formula(1, list(NEWCOMER).index("Quê quán"), "=VLOOKUP(1;A:B;2)", None, "#N/A")
    file.seek(0)
    batch = received(file=file)
    row = only(batch)
    assert (row.kind, [place for place, _code in errors(row)]) == (RowKind.ERROR, ["core.home_town"])

    typed = telling.with_cells(telling.shown(batch, [row], world.user("board"), TODAY)[0], batch).cells
    cells = {column.key: text for column, text, _why in typed}
    again = preview.correct(actor=world.user("board"), on=TODAY, batch=batch, row=row.pk, cells=cells)
    assert (again.kind, errors(again)) == (RowKind.ERROR, errors(row))


def test_unit_that_has_ended_is_refused(received, world):
    with history.acting(actor=None, verb="end", reason="tests"):
        PartyMembership.objects.filter(unit=world.units["alpha2"]).delete()
        end(actor=world.user("board"), on=TODAY, reason="x", unit=world.units["alpha2"], day=datetime.date(2020, 1, 1))
    assert errors(only(received(NEWCOMER | {"Chi bộ": "Chi bộ ấp An Khánh"}))) == [("memberships.unit", "unit_ended")]


def test_rows_outside_the_unit_of_the_import_are_refused_one_by_one(received):
    batch = received(
        NEWCOMER, NEWCOMER | {"Họ và tên": "Lâm Văn Kia", "Số CCCD": "", "Chi bộ": "Chi bộ ấp Phú Mỹ"}, unit="alpha"
    )
    assert [row.kind for row in rows(batch)] == [RowKind.NEW, RowKind.ERROR]
    assert errors(rows(batch)[1]) == [("memberships.unit", "unit_unknown")]


def test_nobody_without_the_right_receives_anything(received):
    with pytest.raises(Refused) as refused:
        received(NEWCOMER, unit="alpha", user="alpha_clerk")
    assert refused.value.code == "not_allowed"
    assert not ImportBatch.objects.exists()


def test_transfer_closes_the_old_membership(received, written, world):
    an = world.people["an"]
    batch = received(
        of(an, **{"Ngày sinh": "01/05/1972", "Chi bộ": "Chi bộ ấp Phú Mỹ", "Sinh hoạt từ ngày": "01/07/2020"})
    )
    written(batch)
    told = [(one.unit.code, one.period.lower, one.period.upper) for one in an.memberships.order_by("period")]
    day = datetime.date(2020, 7, 1)
    assert told == [("alpha1", datetime.date(2010, 1, 1), day), ("beta1", day, None)]

    undo(world, batch)
    assert [(one.unit.code, one.period.upper) for one in an.memberships.all()] == [("alpha1", None)]


def test_record_changed_after_the_preview_is_not_written_over(received, written, world):
    an, binh = world.people["an"], world.people["binh"]
    changes = {"Quê quán": "Xã Mới"}
    batch = received(
        of(an, **changes, **{"Ngày sinh": "01/05/1972"}), of(binh, **changes, **{"Ngày sinh": "09/03/1985"})
    )
    with history.acting(actor=None, verb="edit", reason="giữa chừng"):
        Person.objects.filter(pk=an.pk).update(home_town="Nơi ba")

    written(batch)
    first, second = rows(batch)
    assert (first.written, bool(first.outcome), second.written) == (False, True, True)
    an.refresh_from_db()
    assert an.home_town == "Nơi ba"


def test_newcomer_recorded_meanwhile_is_not_made_twice(received, written):
    one, other = received(NEWCOMER), received(NEWCOMER)
    written(one)
    written(other)
    assert Person.objects.filter(full_name="Lâm Thị Mới").count() == 1
    assert only(other).written is False


def test_chosen_rows_alone_are_written(received, written):
    batch = received(NEWCOMER, NEWCOMER | {"Họ và tên": "Lâm Văn Kia", "Số CCCD": "", "Giới tính": "Nam"})
    written(batch, rows=[rows(batch)[1].pk])
    assert list(Person.objects.filter(full_name__startswith="Lâm").values_list("full_name", flat=True)) == [
        "Lâm Văn Kia"
    ]


def test_undo_leaves_the_record_as_it_was(received, written, world):
    an = world.people["an"]
    before = Person.objects.filter(pk=an.pk).values().get()
    change = of(an, **{"Họ và tên": "Nguyễn Văn Ân", "Ngày sinh": "01/05/1972", "Điện thoại": "0912 345 678"})
    batch = received(change, NEWCOMER)
    written(batch)
    assert Contact.objects.filter(person=an).exists()

    undo(world, batch)
    assert batch.state == BatchState.UNDONE
    assert Person.objects.filter(pk=an.pk).values().get() == before
    assert not Contact.objects.exists()
    assert not Person.objects.filter(full_name="Lâm Thị Mới").exists()


def test_undo_is_refused_when_something_came_after_and_says_what(received, written, world):
    batch = written(received(NEWCOMER))
    person = Person.objects.get(full_name="Lâm Thị Mới")
    with history.acting(actor=None, verb="award", reason="tests"):
        PartyBadge.objects.create(person=person)

    undo(world, batch)
    assert batch.state == BatchState.COMMITTED
    assert str(PartyBadge._meta.verbose_name_plural) in batch.problem
    assert Person.objects.filter(pk=person.pk).exists()


def test_undo_is_refused_after_a_later_change_of_the_same_record(received, written, world):
    batch = written(received(NEWCOMER))
    with history.acting(actor=None, verb="edit", reason="tests"):
        Person.objects.filter(full_name="Lâm Thị Mới").update(home_town="Nơi khác")
    undo(world, batch)
    assert batch.state == BatchState.COMMITTED


def test_queries_do_not_grow_with_rows(received, written, settings):
    settings.DERIVING_TASKS = []  # what derives numbers from the record asks more the first time

    def many(count, first):
        return [
            NEWCOMER
            | {
                "Họ và tên": f"Lâm Thị {chr(65 + first % 26 + place // 26)}{chr(97 + place % 26)}",
                "Số CCCD": f"0891900{first + place:05}",
                "Ngày sinh": f"{1 + place % 28:02}/{'12' if first else '03'}/1990",  # or they would resemble each other
            }
            for place in range(count)
        ]

    counted = []
    for count, first in ((1, 0), (40, 100)):
        with CaptureQueriesContext(connection) as captured:
            batch = received(*many(count, first))
        with CaptureQueriesContext(connection) as writing:
            written(batch)
        assert batch.counts == {"new": count}
        counted.append((len(captured), len(writing)))
    assert counted[0] == counted[1]


def test_group_row_names_the_cell_of_the_lines_below(received):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["TT", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Tôn giáo", "Ngày vào Đảng"])
        page.write_row(1, 0, ["I", "Chi bộ ấp An Khánh"])
        page.write_row(2, 0, [1, "Lâm Thị Mới", "Nữ", "03/02/1990", "Kinh", "Không", "19/05/2015"])
    file.seek(0)
    batch = received(file=file)
    assert '"unit"' in only(batch).changes, only(batch).problems


def test_birth_date_in_the_column_of_the_sex_tells_both(received, written):
    row = {key: value for key, value in NEWCOMER.items() if key not in ("Giới tính", "Ngày sinh")}
    written(received(row | {"Nam": "", "Nữ": "1990"}))
    person = Person.objects.get(full_name="Lâm Thị Mới")
    assert (person.sex, person.birth_date, person.birth_precision) == ("F", datetime.date(1990, 1, 1), "year")


def test_unreadable_birth_date_still_tells_the_sex_by_its_column(received):
    row = {key: value for key, value in NEWCOMER.items() if key not in ("Giới tính", "Ngày sinh")}
    batch = received(row | {"Nam": "", "Nữ": "31/02/1990"})
    assert errors(only(batch)) == [("core.birth_date:F", "date_impossible")]


def test_three_years_in_one_cell_fill_three_ratings(received, written):
    written(received(NEWCOMER | {"Xếp loại 3 năm": "HTTNV, HTXSNV, HTNV"}))
    told = Rating.objects.order_by("year").values_list("year", "rating__code")
    assert [year for year, _code in told] == [2017, 2018, 2019]


def test_restricted_columns_are_left_out_for_who_may_not_see_them(received, world, monkeypatch):
    monkeypatch.setitem(ROLE_VERBS, Role.BOARD_CLERK, ROLE_VERBS[Role.BOARD_CLERK] - {Verb.SEE_RESTRICTED})
    batch = received(NEWCOMER | {"Bị bắt, bị tù": "Không"})
    assert batch.facts["closed"] == ["background.arrests"]
    assert "Không" not in only(batch).changes.replace('"religion"', "")


def test_mapping_chosen_by_hand_is_remembered_for_the_layout(received, world):
    odd = {("Người" if key == "Họ và tên" else key): value for key, value in NEWCOMER.items()}
    with pytest.raises(Refused) as refused:
        received(odd)
    assert refused.value.code == "no_names"

    batch = received(NEWCOMER | {"Cột lạ": "0912345678"})
    place = str(len(NEWCOMER))
    assert place not in batch.mapping
    mapping = {int(at): key for at, key in batch.mapping.items()} | {int(place): "contact.phone"}
    preview.make(actor=world.user("board"), on=TODAY, batch=batch, mapping=mapping)
    again = received(NEWCOMER | {"Cột lạ": "0912345678"})
    assert again.mapping[place] == "contact.phone"


def test_partial_dates_keep_their_precision(received, written):
    written(received(NEWCOMER | {"Ngày cấp thẻ": "5/2016"}))
    person = Person.objects.get(full_name="Lâm Thị Mới")
    assert person.papers.party_card_issued_on == PartialDate(2016, 5)


def test_workbook_without_people_is_refused_and_leaves_nothing(received):
    with pytest.raises(Refused) as refused:
        received(file=workbook({"A": 1, "B": 2}))
    assert refused.value.code == "no_table"
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["뷁" * 100, "Nguyễn Văn 3", "Nguyễn@Văn", "…", "Lâm " * 30])
def test_name_that_no_record_takes_is_an_error_of_its_cell(received, name):
    row = ImportRow.objects.get(batch=received(NEWCOMER | {"Họ và tên": name}))
    assert row.kind == RowKind.ERROR
    assert {problem["column"] for problem in row.problems} == {"core.full_name"}
