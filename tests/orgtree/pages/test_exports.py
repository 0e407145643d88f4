"""Lists that leave: asked what for, filtered and masked as seen, stamped, and written into the read log."""

import csv
import hashlib
import io

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from anphu.kit import history
from orgtree.actions import lists as actions
from orgtree.choices import ReadKind
from orgtree.models import DossierRead, Person
from orgtree.models.dossier import Contact
from orgtree.reports import lists

EXPORT = reverse("people-export")
WHY = "Chuẩn bị hội nghị cán bộ"
ALPHA = {"Nguyễn Văn An", "Trần Thị Bình", "Lê Quốc Cường", "Nguyễn Thị Dung", "Bùi Thị Ngọc Lan"}


def carry(client, kind="xlsx", purpose=WHY, query=""):
    return client.post(f"{EXPORT}?{query}", {"format": kind, "purpose": purpose})


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def book(answer):
    return load_workbook(io.BytesIO(content(answer)))


def rows(answer):
    return [list(row) for row in book(answer).worksheets[1].values]


def test_page_asks_what_for_before_anything_leaves(sign_in):
    answer = sign_in("board").get(EXPORT, {"sex": "F"})
    assert (answer.status_code, answer.context["count"]) == (200, 4)
    assert answer.context["export"].filters == (("Giới tính", "nữ"),)
    assert not DossierRead.objects.exists()


@pytest.mark.parametrize("purpose", ["", "  ", "abc", "x" * 301])
def test_nothing_leaves_without_a_purpose(sign_in, purpose):
    answer = carry(sign_in("board"), purpose=purpose)
    assert answer.status_code == 400
    assert "purpose" in answer.context["form"].errors
    assert not DossierRead.objects.exists()


def test_unknown_format_is_a_sentence(sign_in):
    assert carry(sign_in("board"), kind="exe").status_code == 400


def test_workbook_is_the_filtered_list_without_pages(sign_in, world):
    found = rows(carry(sign_in("alpha_secretary"), query="ordering=name"))
    assert {row[0] for row in found[1:]} == ALPHA
    assert found[1][8:10] == ["Chi bộ ấp An Hòa", "Bí thư Đảng ủy xã (Đảng bộ xã Khánh An)"]


def test_workbook_says_what_it_is_for_whom_and_why(sign_in):
    about = dict(list(book(carry(sign_in("board"), query="q=Nguyễn&sex=M")).worksheets[0].values)[2:])
    assert about["Mục đích"] == WHY
    assert about["Người xuất"] == "board"
    assert about["Ngày làm việc"] == "07/07/2020"
    assert (about["Tên"], about["Giới tính"]) == ("Nguyễn", "nam")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_numbers_of_people_are_masked_in_every_format(sign_in, world, kind):
    data = content(carry(sign_in("board"), kind=kind, query="q=Nguyễn Văn An"))
    if kind == "xlsx":
        text = str([list(row) for row in load_workbook(io.BytesIO(data)).worksheets[1].values])
    elif kind == "csv":
        text = data.decode()
    else:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "089000000000" not in text
    assert "••••0000" in text.replace(" ", "")
    assert "Nguyễn Văn An" in " ".join(text.split())


def test_printed_list_is_across_with_stamp_and_purpose(sign_in):
    pages = PdfReader(io.BytesIO(content(carry(sign_in("board"), kind="pdf")))).pages
    assert pages[0].mediabox.width > pages[0].mediabox.height
    text = " ".join(pages[0].extract_text().split())
    assert WHY in text
    assert "board in lúc" in text


def test_printed_list_has_a_limit_that_is_told(sign_in, monkeypatch):
    monkeypatch.setattr(lists, "LONGEST_PDF", 3)
    answer = carry(sign_in("board"), kind="pdf")
    assert answer.status_code == 400
    assert answer.context["refused"].code == "too_many_rows"
    assert not DossierRead.objects.exists()


def test_printed_list_that_is_too_long_is_not_offered(sign_in, monkeypatch):
    monkeypatch.setattr(lists, "LONGEST_PDF", 3)
    offered = [
        [kind for kind, _label in sign_in("board").get(EXPORT, query).context["form"].fields["format"].choices]
        for query in ({}, {"q": "Khánh"})
    ]
    assert offered == [["xlsx", "csv"], ["xlsx", "csv", "pdf"]]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_columns_of_the_list_are_in_the_file(sign_in, world, kind):
    with history.acting(actor=None, verb="test", reason="test"):
        Contact.objects.create(person=world.people["an"], residence="Ấp An Hòa", phone="02960123456")
    keys = ["core.identity_number", "core.religion", "contact.residence", "contact.phone"]
    actions.choose_columns(actor=world.user("board"), keys=keys)
    data = content(carry(sign_in("board"), kind=kind, query="q=Nguyễn Văn An"))
    if kind == "xlsx":
        head, row = [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[1].values]
        assert head[12:] == ["Tôn giáo", "Nơi thường trú", "Điện thoại"]
        assert row[12:] == ["Không", "Ấp An Hòa", "•••••••3456"]
    elif kind == "csv":
        assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1][12:] == ["Không", "Ấp An Hòa", "•••••••3456"]
    else:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        assert "Ấp An Hòa" in " ".join(text.split())


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_what_left_is_in_the_log_with_rows_and_digest(sign_in, world, kind):
    data = content(carry(sign_in("alpha_secretary"), kind=kind, query="sex=F&q=Thị"))
    (read,) = DossierRead.objects.all()
    assert (read.reader, read.kind, read.rows) == (world.users["alpha_secretary"], ReadKind.LIST, 3)
    assert (read.purpose, read.digest) == (WHY, hashlib.sha256(data).hexdigest())
    assert "Thị" not in read.detail
    assert "Giới tính" in read.detail


def test_reader_who_goes_away_is_in_the_log_too(sign_in, monkeypatch):
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)  # the test's own stays
    answer = carry(sign_in("board"))
    next(iter(answer.streaming_content))
    answer.close()
    (read,) = DossierRead.objects.all()
    assert "ngắt" in read.detail


def test_file_is_not_kept_and_names_nobody(sign_in):
    answer = carry(sign_in("board"), query="q=Nguyễn Văn An")
    assert answer["Content-Disposition"] == 'attachment; filename="can-bo-2020-07-07.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"


def test_csv_formula_is_made_harmless(sign_in, world):
    with history.acting(actor=None, verb="test", reason="test"):
        Person.objects.filter(pk=world.people["an"].pk).update(home_town="=1+1")
    data = content(carry(sign_in("board"), kind="csv", query="q=Nguyễn Văn An")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data)))[1][4] == "'=1+1"


@pytest.mark.parametrize("method", ["get", "post"])
def test_export_needs_its_own_right(sign_in, method):
    assert getattr(sign_in("inspector"), method)(EXPORT).status_code == 403


def test_senseless_filter_shows_the_complaint(sign_in):
    client = sign_in("board")
    assert client.get(EXPORT, {"age_from": "abc"}).status_code == 400
    assert carry(client, query="age_from=abc").status_code == 400


def test_page_costs_the_same_whatever_the_rows(sign_in, django_assert_num_queries):
    client = sign_in("board")
    for query in ({}, {"q": "Khánh"}):
        with django_assert_num_queries(6 if query else 5):
            client.get(EXPORT, query)
