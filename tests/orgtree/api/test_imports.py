import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from orgtree.models import ImportBatch, Person
from tests.importing import NEWCOMER, workbook

ADDRESS = "/api/v1/imports/"


@pytest.fixture
def board(api, lists):
    return api("board")


def send(client, world, *rows, content=None, unit="district"):
    file = SimpleUploadedFile("ds.xlsx", content if content is not None else workbook(*rows).read())
    return client.post(ADDRESS, {"unit": world.units[unit].pk, "file": file}, format="multipart")


def test_file_is_received_previewed_corrected_written_and_taken_back(board, world):
    answer = send(board, world, NEWCOMER | {"Dân tộc": "Xyz"})
    assert (answer.status_code, answer.json()["counts"]) == (201, {"error": 1})
    one = f"{ADDRESS}{answer.json()['id']}/"

    (row,) = board.get(f"{one}rows/?kind=error").json()["results"]
    assert "D (" in row["problems"][0]["place"]
    row = board.post(f"{one}rows/{row['id']}/", {"cells": {"core.ethnic_group": "Kinh"}}).json()
    assert (row["kind"], row["problems"]) == ("new", [])

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert board.post(f"{one}commit/", {"reason": "Danh sách huyện"}).status_code == 202
    assert board.get(one).json()["state"] == "committed"
    assert Person.objects.filter(full_name="Lâm Thị Mới").exists()

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert board.post(f"{one}undo/", {"reason": "Nhầm"}).status_code == 202
    assert board.get(one).json()["state"] == "undone"
    assert not Person.objects.filter(full_name="Lâm Thị Mới").exists()


def test_unreadable_file_answers_with_a_stable_code(board, world):
    answer = send(board, world, content=b"%PDF-1.7")
    assert (answer.status_code, answer.json()["code"]) == (400, "file_wrong_type")
    assert not ImportBatch.objects.exists()


def test_nothing_to_write_is_refused(board, world):
    answer = send(board, world, NEWCOMER | {"Dân tộc": "Xyz"})
    answer = board.post(f"{ADDRESS}{answer.json()['id']}/commit/", {"reason": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_write")


def test_columns_are_mapped_otherwise(board, world):
    batch = send(board, world, NEWCOMER | {"Cột lạ": "0912345678"}).json()
    mapping = batch["mapping"] | {str(len(NEWCOMER)): "contact.phone"}
    answer = board.post(f"{ADDRESS}{batch['id']}/columns/", {"mapping": mapping})
    assert answer.json()["mapping"][str(len(NEWCOMER))] == "contact.phone"


def test_rejected_rows_come_as_a_workbook(board, world):
    batch = send(board, world, NEWCOMER | {"Dân tộc": "Xyz"}).json()
    answer = board.get(f"{ADDRESS}{batch['id']}/rejected/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_numbers_are_masked_in_the_preview(board, world):
    batch = send(board, world, NEWCOMER).json()
    told = json.dumps(board.get(f"{ADDRESS}{batch['id']}/rows/").json(), ensure_ascii=False)
    assert "089190000001" not in told
    assert "0001" in told


def test_units_do_not_import(api, world, lists):
    client = api("alpha_secretary")
    assert client.get(ADDRESS).status_code == 403
    assert send(client, world, NEWCOMER, unit="alpha").status_code == 403
