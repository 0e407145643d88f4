"""A clerk's day: a dossier entered by keyboard alone, its double found, merged and parted again; a list imported,
mended in the preview, written by the worker and taken back."""

import json
import re

import pytest
import xlsxwriter
from playwright.sync_api import expect

from anphu.demo_accounts import PASSWORD
from anphu.kit import names

pytestmark = pytest.mark.browser


def people(page, name: str) -> list[dict]:
    """The people of that name, as the API tells the account signed in on `page`."""
    answer = page.request.get("/api/v1/people/", params={"q": name, "page_size": "200"})
    assert answer.ok, answer.text()
    return [person for person in json.loads(answer.text())["results"] if person["full_name"] == name]


def type_in(page, name: str, text: str) -> None:
    """Go on with Tab until the field called `name` has the focus, and type."""
    for _step in range(300):
        if page.evaluate("document.activeElement.name") == name:
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def press_on(page, text: str, key: str = "Enter") -> None:
    """Go on with Tab until what has the focus says `text`, and press the key."""
    for _step in range(300):
        if text in page.evaluate("document.activeElement.innerText || document.activeElement.value || ''"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {text}")


def test_a_double_entered_by_keyboard_is_met_merged_and_parted_again(enter):
    page = enter("board", PASSWORD)
    page.set_default_timeout(20_000)
    known = json.loads(page.request.get("/api/v1/people/?page_size=1&sex=M&ordering=birth").text())["results"][0]
    cell = json.loads(page.request.get("/api/v1/units/?kind=subordinate_cell&page_size=1").text())["results"][0]
    born = "/".join(reversed(known["birth_date"].split("-")))

    # The same man once more, without the marks of his name; the form warns while it is typed.
    page.goto("/people/new/")
    type_in(page, "full_name", unmarked(known["full_name"]))
    type_in(page, "sex", "nam")
    type_in(page, "birth_date", born)
    type_in(page, "home_town", known["home_town"])
    page.keyboard.press("Tab")
    expect(page.locator("#near")).to_contain_text(known["full_name"])
    page.locator("#sure").press("Space")
    expect(page.locator("#sure")).to_be_checked()
    type_in(page, "membership-unit", cell["name"])
    expect(page.locator("[role=option]:visible").first).to_be_visible()  # an earlier field's list may come late
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    type_in(page, "membership-period_from", "01/01/2018")
    type_in(page, "membership-admitted_on", "01/01/2018")
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    double = int(re.search(r"/people/(\d+)/", page.url)[1])
    assert double != known["id"]

    # Merged into the record that was there first: its address leads to the kept one.
    page.goto(f"/people/merge/{known['id']}/{double}/")
    type_in(page, "reason", "Cùng một người, nhập hai lần")
    press_on(page, "Gộp")
    page.wait_for_url(re.compile(rf"/people/{known['id']}/"))
    page.goto(f"/people/{double}/")
    assert re.search(rf"/people/{known['id']}/", page.url)

    # Parted again: both are there, as they were.
    page.goto(f"/people/{known['id']}/?tab=history")
    page.locator("a[href*='/merges/']").first.press("Enter")
    page.wait_for_url(re.compile(r"/merges/\d+/undo/"))
    type_in(page, "reason", "Xem lại: gộp nhầm")
    press_on(page, "Hủy việc gộp")
    page.wait_for_url(re.compile(r"/people/\d+/"))
    page.goto(f"/people/{double}/")
    assert re.search(rf"/people/{double}/", page.url)
    expect(page.locator("h1")).to_contain_text(unmarked(known["full_name"]))


def unmarked(name: str) -> str:
    return names.fold(name).title()


HEADINGS = ["TT", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Tôn giáo", "Quê quán", "Chi bộ", "Ngày vào Đảng"]
NEWCOMERS = ("Lâm Thị Thử Nhập", "Trịnh Văn Nhập Thử")


def workbook(path, cell: dict, known: dict) -> str:
    """A list as offices write it: a title above, a new woman, a man born on a day that is none, somebody on record."""
    born = "/".join(reversed(known["birth_date"].split("-")))
    rows = [
        [1, NEWCOMERS[0].upper(), "Nữ", "02/09/1985", "Kinh", "Không", "An Phú, An Giang", cell["name"], "03/02/2016"],
        [2, NEWCOMERS[1], "Nam", "31/02/1979", "Kinh", "Không", "An Phú, An Giang", cell["name"], "03/02/2016"],
        [3, known["full_name"], "Nam", born, "Kinh", "", known["home_town"], "", ""],
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "DANH SÁCH ĐẢNG VIÊN BỔ SUNG")
        for number, row in enumerate([HEADINGS, *rows], 2):
            sheet.write_row(number, 0, row)
        sheet.write(6, 1, "Tổng cộng: 3 đồng chí")
    return str(path)


def test_a_list_is_imported_with_a_correction_and_taken_back(enter, tmp_path):
    page = enter("board", PASSWORD)
    page.set_default_timeout(30_000)
    known = json.loads(page.request.get("/api/v1/people/?page_size=1&sex=M&ordering=-birth").text())["results"][0]
    cell = json.loads(page.request.get("/api/v1/units/?kind=subordinate_cell&page_size=1").text())["results"][0]

    # The preview says what each row would do; the day that is none is an error with its place.
    page.goto("/imports/new/")
    page.set_input_files("input[name=file]", workbook(tmp_path / "danh-sach.xlsx", cell, known))
    page.locator("button[name=read]").click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    wrong = page.locator("tr", has_text=NEWCOMERS[1])
    expect(wrong).to_contain_text("31/02/1979")
    expect(wrong.locator(".imports__problem--bad")).to_have_count(1)
    assert [people(page, name) for name in NEWCOMERS] == [[], []]

    # The cell is mended in place and the row judged again; then everything is written by the worker.
    wrong.locator("a[hx-get]").click()
    opened = page.locator("tr.imports__open")
    opened.locator("input[name$=birth_date]").fill("28/02/1979")
    opened.locator("button.button").first.click()
    expect(page.locator("tr", has_text=NEWCOMERS[1]).locator(".imports__problem--bad")).to_have_count(0)
    page.goto(page.url)
    page.fill("#reason", "Danh sách bổ sung của chi bộ")
    page.locator("button[name=which][value=all]").click()
    page.wait_for_selector("#undo-reason")
    assert [len(people(page, name)) for name in NEWCOMERS] == [1, 1]

    # And back: as if nothing had been.
    page.fill("#undo-reason", "Gửi nhầm danh sách")
    page.locator("form[action$='/undo/'] button").click()
    page.wait_for_selector("#undo-reason", state="detached")
    page.wait_for_selector("#import-state", state="detached")
    assert [people(page, name) for name in NEWCOMERS] == [[], []]
