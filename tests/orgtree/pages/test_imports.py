import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from openpyxl import load_workbook

from orgtree.choices import BatchState
from orgtree.intake.layouts import LAYOUTS
from orgtree.models import DossierRead, ImportBatch, ImportRow, Person
from tests.importing import NEWCOMER, workbook


def upload(client, world, *rows, unit="district", content=None):
    file = SimpleUploadedFile("ds.xlsx", content if content is not None else workbook(*rows).read())
    return client.post(reverse("import-new"), {"unit": world.units[unit].pk, "file": file})


@pytest.fixture
def board(sign_in, lists):
    return sign_in("board")


def test_upload_leads_to_the_preview(board, world):
    answer = upload(board, world, NEWCOMER, NEWCOMER | {"Ngày sinh": "31/02/1990", "Số CCCD": ""})
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("import", args=[batch.pk])
    page = board.get(answer.url).content.decode()
    assert "Lâm Thị Mới" in page
    assert "31/02/1990" in page
    assert "089190000001" not in page  # masked in lists


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 400), (b"%PDF-1.7 ...", 400), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0" * 9, 400)],
)
def test_unreadable_file_is_refused_with_a_sentence_and_leaves_nothing(board, world, content, status):
    answer = upload(board, world, content=content)
    assert answer.status_code == status
    assert "field__error" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_row_is_corrected_and_picked_without_javascript(board, world):
    upload(board, world, NEWCOMER | {"Dân tộc": "Xyz"})
    row = ImportRow.objects.get()
    address = reverse("import-row", args=[row.batch_id, row.pk])
    assert "core.ethnic_group" in board.get(address).content.decode()

    answer = board.post(address, {"cell-core.ethnic_group": "Kinh"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.kind == "new"


def test_row_is_corrected_in_place_by_htmx(board, world):
    upload(board, world, NEWCOMER | {"Dân tộc": "Xyz"})
    row = ImportRow.objects.get()
    address = reverse("import-row", args=[row.batch_id, row.pk])
    answer = board.post(address, {"cell-core.ethnic_group": "Kinh"}, headers={"HX-Request": "true"})
    assert f'<tr id="row-{row.pk}"' in answer.content.decode()


def test_accepted_rows_are_written_and_taken_back(board, world):
    upload(board, world, NEWCOMER)
    batch = ImportBatch.objects.get()
    refused = board.post(reverse("import-accept", args=[batch.pk]), {"which": "all", "reason": " "})
    assert refused.status_code == 400
    with TestCase.captureOnCommitCallbacks(execute=True):
        board.post(reverse("import-accept", args=[batch.pk]), {"which": "all", "reason": "Danh sách huyện"})
    assert Person.objects.filter(full_name="Lâm Thị Mới").exists()
    assert reverse("import-undo", args=[batch.pk]) in board.get(reverse("import", args=[batch.pk])).content.decode()

    with TestCase.captureOnCommitCallbacks(execute=True):
        board.post(reverse("import-undo", args=[batch.pk]), {"reason": "Nhầm"})
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert not Person.objects.filter(full_name="Lâm Thị Mới").exists()
    assert board.get(reverse("import", args=[batch.pk])).status_code == 200


def test_columns_are_changed_and_rows_judged_again(board, world):
    upload(board, world, NEWCOMER | {"Cột lạ": "0912345678"})
    batch = ImportBatch.objects.get()
    chosen = {f"column-{place}": key for place, key in batch.mapping.items()}
    chosen[f"column-{len(NEWCOMER)}"] = "contact.phone"
    address = reverse("import-columns", args=[batch.pk])
    assert board.get(address).content.decode().count("<select ") == len(NEWCOMER) + 1
    assert board.post(address, chosen).url == reverse("import", args=[batch.pk])
    assert '"phone"' in ImportRow.objects.get().changes


def test_two_columns_for_one_field_are_refused_and_the_choice_stays(board, world):
    upload(board, world, NEWCOMER | {"Cột lạ": "0912345678"})
    batch = ImportBatch.objects.get()
    chosen = {f"column-{place}": key for place, key in batch.mapping.items()}
    chosen[f"column-{len(NEWCOMER)}"] = "core.home_town"
    answer = board.post(reverse("import-columns", args=[batch.pk]), chosen)
    assert answer.status_code == 400
    assert answer.content.decode().count('value="core.home_town" selected') == 2


def test_preview_offers_no_choices_for_every_column(board, world):
    upload(board, world, NEWCOMER)
    page = board.get(reverse("import", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "<select" not in page.partition('class="imports__columns"')[2].partition("</details>")[0]
    assert reverse("import-columns", args=[ImportBatch.objects.get().pk]) in page


def test_rows_not_written_come_back_with_their_reason_and_are_logged(board, world):
    upload(board, world, NEWCOMER | {"Ngày sinh": "31/02/1990"})
    batch = ImportBatch.objects.get()
    answer = board.get(reverse("import-rejected", args=[batch.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    headings, row = (list(values) for values in sheet.iter_rows(values_only=True))
    assert headings[:-1] == list(NEWCOMER)
    assert "31/02/1990" in row[-1]
    assert DossierRead.objects.filter(reader=world.users["board"], rows=1).exists()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_template_has_headings_lists_and_notes(board, layout):
    answer = board.get(reverse("import-template", args=[layout]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Danh sách", "Danh mục", "Hướng dẫn"]
    assert book["Danh sách"].data_validations.dataValidation


def test_list_in_a_layout_asks_what_for_and_is_logged(board, world):
    address = reverse("people-in-layout", args=["full"])
    assert board.get(address).status_code == 200
    assert board.post(address, {"purpose": ""}).status_code == 400
    answer = board.post(address, {"purpose": "Rà soát hồ sơ"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert DossierRead.objects.get(purpose="Rà soát hồ sơ").rows == len(world.people)


def test_only_who_edits_dossiers_imports(sign_in, world):
    for name in ("alpha_secretary", "appraiser", "auditor", "admin", "btv"):
        assert sign_in(name).get(reverse("imports")).status_code == 403, name


def test_page_costs_the_same_whatever_the_rows(board, world, django_assert_max_num_queries):
    upload(board, world, *[NEWCOMER | {"Họ và tên": f"Lâm Thị {chr(97 + n)}", "Số CCCD": ""} for n in range(20)])
    batch = ImportBatch.objects.get()
    with django_assert_max_num_queries(14):
        board.get(reverse("import", args=[batch.pk]))


def test_import_watched_after_the_session_has_ended_is_loaded_anew(board, world, client):
    upload(board, world, NEWCOMER)
    address = reverse("import", args=[ImportBatch.objects.get().pk])
    client.logout()
    answer = client.get(address, {"part": "state"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
    assert client.get(address).status_code == 302
