"""A whole yearly round by the people who hold it, each in a window of their own: the board opens it, two units review
their plans (one on a phone) and vote, a list is returned and corrected, both are appraised and decided on together,
the decision is made known and confirmed, and the number of women in the plan is another one."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from anphu.demo_accounts import PASSWORD
from tests.browser.indicators import PLAN, counts
from tests.browser.rounds import FARMERS, NUMBER, ROUND, STANDING, YOUTH, Unit, expected, unit_of, written

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("patient")]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PATIENCE = 20_000
"""Milliseconds until what should be shown must be there."""
CONVENED, PASSING, FAILING = 20, 17, 6
MINUTES = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n"}
STEPS = {1: "04/07/2020", 2: "10/07/2020", 4: "31/07/2020"}
"""When each of the steps that the board leaves is due."""
LEFT_OUT = 3


@pytest.fixture
def patient():
    """A machine that is busy with other things shows the same a little later."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


def women(page: Page, unit: int) -> tuple[int, int]:
    """Women and all in the standing committee that is planned for the term, as the page of indicators says."""
    page.goto(f"/indicators/?unit={unit}")
    return counts(page, "women", PLAN)


def said(page: Page, words: str) -> None:
    """The page tells that it was done."""
    expect(page.locator(".alert--flash").filter(has_text=words)).to_be_visible()


def notice(page: Page, words: str) -> None:
    """A new notice says `words`; opening it leads to what it is about."""
    page.goto("/notices/")
    expect(page.locator(".masthead__count")).to_be_visible()
    unread = page.locator("ul.tasks > li", has=page.locator(".badge", has_text="mới"))
    unread.filter(has_text=words).first.locator("button").click()
    page.wait_for_url(lambda url: not url.rstrip("/").endswith("/notices"))


def open_round(board: Page, units: list[Unit]) -> str:
    """The board prepares a round of two units, sets its steps and their days, and opens it; its address."""
    board.goto("/rounds/")
    board.get_by_role("link", name="Chuẩn bị đợt rà soát").click()
    board.fill("#id_name", ROUND)
    board.fill("#id_day", "01/07/2020")
    board.fill("#id_deadline", "15/08/2020")
    board.locator("#id_terms label", has_text=re.compile(r"2020\D+2025")).click()
    board.locator("details.more summary").click()
    for unit in units:
        board.locator("#id_units").get_by_label(unit.name, exact=True).check()
    board.get_by_role("button", name="Lập đợt rà soát").click()
    expect(board.locator("h1")).to_have_text(ROUND)
    board.get_by_role("link", name="Sửa các bước").click()
    for line in board.locator("fieldset.step-line").all():
        set_step(line)
    board.locator("form.step-lines button.button").click()
    said(board, "Đã lưu các bước.")
    expect(board.locator("#steps >> xpath=../..")).to_contain_text("31/07/2020")
    board.locator("button[name=verb][value=open]").click()
    said(board, "Đã mở đợt rà soát")
    for unit in units:
        expect(board.locator("#results tr", has_text=unit.name)).to_contain_text("đang soạn")
    return re.search(r"/rounds/\d+/", board.url)[0]


def set_step(line: Locator) -> None:
    """Steps of committees get their days; one is left out, and those of cells, which do not take part."""
    name, kind = line.locator("[name$='-name']"), line.locator("[name$='-unit_kind']").input_value()
    position = line.locator("[name$='-position']").input_value()
    if not name.input_value():
        return
    if kind == "grassroots_committee" and int(position) != LEFT_OUT:
        line.locator("[name$='-due']").fill(STEPS[int(position)])
    else:
        line.locator("[name$='-DELETE']").check()


def review(unit: Unit) -> None:
    """The secretary finds the list among the work: removes, moves, adds two women, keeps all the others."""
    page = unit.window
    page.goto("/")
    page.locator("section.panel--own", has_text=ROUND).locator("a.button").click()
    page.wait_for_url(re.compile(r"/submissions/\d+/"))
    unit.address = re.search(r"/submissions/\d+/", page.url)[0]
    row = line_of(unit, STANDING, unit.leaver)
    row.locator("label.pick", has_text="Đưa ra").click()
    row.locator("select[name^=ground-]").select_option("low_prestige")
    save(row, "Tín nhiệm thấp trong đợt lấy phiếu năm 2019")
    expect(row).to_have_class(re.compile("line--remove"))
    row = line_of(unit, YOUTH, unit.mover)
    row.locator("label.pick", has_text="Chuyển").click()
    row.locator(f"select[name^=target-] option[value='{unit.titles[FARMERS]}']").wait_for(state="attached")
    row.locator("select[name^=target-]").select_option(str(unit.titles[FARMERS]))
    save(row, "Sắp hết tuổi công tác Đoàn, phù hợp hơn")
    for newcomer in unit.newcomers:
        add(unit, newcomer)
    page.get_by_role("button", name="Lưu và giữ tất cả người còn lại").click()
    expect(page.get_by_text("chưa xác nhận", exact=True)).to_have_count(0)


def line_of(unit: Unit, title: str, person: tuple[int, str]) -> Locator:
    return unit.window.locator(f"#title-{unit.titles[title]} li.line", has_text=person[1])


def save(row: Locator, reason: str) -> None:
    row.locator("textarea[name^=reason-]").fill(reason)
    row.get_by_role("button", name=re.compile("^Lưu dòng này")).click()
    expect(row.locator(".line__saved")).to_be_visible()


def add(unit: Unit, person: tuple[int, str]) -> None:
    page = unit.window
    page.locator(f"#title-{unit.titles[STANDING]}").get_by_role("link", name=re.compile("^Bổ sung người")).click()
    page.fill("#find", person[1])
    page.locator(f"label[for=person-{person[0]}]").click()
    page.fill("#reason", "Có trình độ, uy tín, được chi bộ giới thiệu")
    page.get_by_role("button", name="Đề nghị bổ sung").click()
    expect(line_of(unit, STANDING, person)).to_have_class(re.compile("line--add"))


def hold_conferences(unit: Unit) -> None:
    """Three sittings in their order; the second woman has too few referral ballots and is out."""
    page = unit.window
    page.get_by_role("link", name="Hội nghị và biên bản").click()
    begin(page)
    fill_figures(page)
    close(page)
    said(page, "Hãy đính kèm biên bản")
    close(page, minutes=True)
    said(page, "Đã khép lại: Hội nghị lãnh đạo lần 1")
    for step in ("Hội nghị cán bộ chủ chốt", "Hội nghị lãnh đạo lần 2"):
        begin(page)
        fill_figures(page)
        for row in page.locator(".ballot__line").all():
            fails = unit.newcomers[1][1] in row.inner_text()
            agree = FAILING if fails else PASSING
            row.locator("input").nth(0).fill(str(agree))
            row.locator("input").nth(1).fill(str(CONVENED - agree))
            expect(row.locator("[data-share]")).to_contain_text("không được thông qua" if fails else ": được thông qua")
        close(page, minutes=True)
        said(page, f"Đã khép lại: {step}")
    failed = page.locator(".sitting__votes li", has_text=unit.newcomers[1][1])
    expect(failed).to_contain_text(f"{FAILING}/{CONVENED}")


def begin(page: Page) -> None:
    page.get_by_role("link", name="Ghi kết quả hội nghị").click()
    expect(page.locator("form.ballot")).to_be_visible()


def fill_figures(page: Page) -> None:
    for field in page.locator(".ballot__figures input").all():
        field.fill("0" if field.get_attribute("name") == "invalid" else str(CONVENED))


def close(page: Page, *, minutes: bool = False) -> None:
    if minutes:
        page.set_input_files("input[name=minutes]", MINUTES)
    page.get_by_role("button", name="Lưu và khép lại hội nghị").click()


def submit(unit: Unit) -> None:
    page = unit.window
    page.goto(unit.address)
    page.locator("details:has(button[name=verb][value=submit]) > summary").click()
    page.get_by_role("button", name="Trình hồ sơ", exact=True).click()
    said(page, "Đã trình hồ sơ đề nghị lên Ban Tổ chức.")


def appraise(appraiser: Page, returned: Unit) -> None:
    """The appraiser opens one list from the notice, says so, comments and returns it, with words at a line."""
    notice(appraiser, "Phú Hội đã trình hồ sơ đề nghị")
    appraiser.wait_for_url(re.compile(returned.address))
    appraiser.get_by_role("button", name="Tôi đang xem").click()
    expect(appraiser.locator(".page-head__under", has_text="đang xem")).to_be_visible()
    row = appraiser.locator(f"#title-{returned.titles[STANDING]} li.line", has_text=returned.leaver[1])
    row.locator(".line__talk summary").click()
    row.locator("textarea[name^=text-]").fill("Đã đối chiếu với kết quả lấy phiếu")
    row.get_by_role("button", name="Gửi nhận xét").click()
    said_at = appraiser.locator(f"#title-{returned.titles[STANDING]} li.line", has_text=returned.leaver[1])
    expect(said_at.locator(".line__said")).to_contain_text("Đã đối chiếu với kết quả lấy phiếu")
    said_at.locator(".line__talk summary").click()
    said_at.locator("textarea[name^=correction-]").fill("Ghi rõ số phiếu tín nhiệm")
    appraiser.locator("details:has(#reason-return) > summary").click()
    appraiser.fill("#reason-return", "Lý do đưa ra chưa rõ")
    appraiser.get_by_role("button", name="Trả lại hồ sơ cho đơn vị").click()
    said(appraiser, "Đã trả lại hồ sơ đề nghị cho đơn vị")
    expect(appraiser.locator("main")).to_contain_text("đang soạn")


def correct(unit: Unit) -> None:
    """The unit learns of the return, mends the line that is named, and submits again."""
    page = unit.window
    notice(page, "đã được trả lại để chỉnh sửa")
    expect(page.locator(".alert--warn", has_text="Lý do đưa ra chưa rõ")).to_be_visible()
    row = line_of(unit, STANDING, unit.leaver)
    expect(row.locator(".line__corrections")).to_have_text(re.compile("Ghi rõ số phiếu tín nhiệm"))
    save(row, "Chỉ 6 trên 20 phiếu tín nhiệm trong đợt lấy phiếu năm 2019")
    submit(unit)


def decide(committee: Page, round_address: str, units: list[Unit]) -> None:
    """Both lists are ticked on the board and approved together."""
    notice(committee, "đã được thẩm định")
    tick(committee, round_address, units)
    committee.get_by_role("button", name="Gom vào một quyết định").click()
    committee.fill("#id_number", NUMBER)
    committee.fill("#id_day", "07/07/2020")
    committee.fill("#id_signer", "Nguyễn Văn Ký")
    committee.fill("#id_signer_title", "Bí thư")
    committee.get_by_role("button", name="Phê duyệt các hồ sơ đã đánh dấu").click()
    committee.wait_for_url(re.compile(r"/decisions/\d+/"))
    said(committee, f"Quyết định {NUMBER} phê duyệt 2 hồ sơ đề nghị.")
    for unit in units:
        for name in (unit.leaver[1], unit.newcomers[0][1], unit.mover[1]):
            expect(committee.locator("main")).to_contain_text(name)
        expect(committee.locator("main")).not_to_contain_text(unit.newcomers[1][1])


def tick(page: Page, round_address: str, units: list[Unit]) -> None:
    page.goto(f"{round_address}board/")
    for unit in units:
        page.get_by_role("checkbox", name=unit.name, exact=True).check()


def make_known(board: Page, decision: str) -> str:
    """The board publishes the decision to the units; the address of the publication."""
    board.goto(decision)
    panel = board.locator("section", has=board.locator("#known"))
    panel.locator("summary").click()
    panel.locator("input[name=audience][value=units]").check()
    panel.get_by_role("button", name="Công bố").click()
    said(board, "Đã công bố; còn chờ 2 xác nhận.")
    return board.url


def receive(unit: Unit) -> None:
    page = unit.window
    notice(page, f"Quyết định {NUMBER}")
    expect(page.locator("label", has_text=NUMBER)).to_contain_text(unit.name)
    page.get_by_role("button", name="Đơn vị đã nhận").click()
    said(page, "Đã xác nhận 1 mục.")


def wait_for_women(page: Page, unit: int, expected: tuple[int, int]) -> None:
    """The worker recomputes on its own; each look at the page takes its time."""
    deadline = time.monotonic() + 60
    while (shown := women(page, unit)) != expected:
        assert time.monotonic() < deadline, (shown, expected)


def test_a_whole_yearly_round_is_held_by_its_people(enter, database):
    board, appraiser, committee = (enter(name, PASSWORD) for name in ("board", "appraiser", "btv"))
    phone = unit_of("khanh-an", enter("khanhan", PASSWORD, **PHONE), database)
    desk = unit_of("phu-hoi", enter("phuhoi", PASSWORD), database)
    units = [phone, desk]
    for page in (board, appraiser, committee, phone.window, desk.window):
        page.set_default_timeout(PATIENCE)
    before = {unit.pk: women(unit.window, unit.pk) for unit in units}

    round_address = open_round(board, units)
    for unit in units:
        review(unit)
        hold_conferences(unit)
        submit(unit)
    appraise(appraiser, returned=desk)
    correct(desk)
    tick(appraiser, round_address, units)
    appraiser.get_by_role("button", name="Thẩm định các hồ sơ đề nghị đã đánh dấu").click()
    said(appraiser, "Đã thẩm định 2 hồ sơ đề nghị.")
    decide(committee, round_address, units)
    publication = make_known(board, committee.url)
    for unit in units:
        receive(unit)
    board.goto(publication)
    expect(board.locator("main")).to_contain_text("Tất cả đã xác nhận.")
    board.goto(round_address)
    board.locator("button[name=verb][value=close]").click()
    said(board, "Đã kết thúc đợt rà soát.")

    for unit in units:
        had, of = before[unit.pk]
        wait_for_women(unit.window, unit.pk, (had + 1, of))
    assert written(database) == expected(units)
