"""The main job, by the people who do it: propose, appraise, approve, and the number changes."""

import json
import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from anphu.demo_accounts import PASSWORD
from anphu.seed.titles import TITLES

pytestmark = pytest.mark.browser

TERM = re.compile(r"2020\D+2025")


def get(page, address: str) -> dict:
    """What the API answers to the account that is signed in on `page`."""
    answer = page.request.get(address)
    assert answer.ok, (address, answer.status, answer.text())
    return json.loads(answer.text())


def women(page) -> tuple[int, int]:
    """Numerator and denominator as the indicator page shows them for the plan of 2020-2025."""
    section = page.locator("section.sheet", has=page.locator("#women"))
    row = section.locator("tr", has=page.locator("th", has_text=TERM))
    return tuple(map(int, re.findall(r"\d+", row.locator("td").nth(2).inner_text())))


def to_come(page, submission: str) -> tuple[int, int]:
    """Numerator and denominator that the plan of 2020-2025 will have once the lines of the submission are approved."""
    seats = {title.code for title in TITLES if title.seat in ("standing", "standing_body")}
    titles = get(page, "/api/v1/plan-titles/?page_size=200")["results"]
    counted = {row["id"] for row in titles if row["term_code"] == "2020-2025" and row["title_code"] in seats}
    lines = get(page, f"/api/v1{submission}")["lines"]
    planned = {line["person"] for line in lines if line["plan_title"] in counted and line["proposal"] != "remove"}
    return len(planned & {person["id"] for person in all_women(page)}), len(planned)


def all_women(page) -> list[dict]:
    return get(page, "/api/v1/people/?sex=F&page_size=200")["results"]


def wait_for(condition, seconds: float = 40.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the number did not change in time"
        time.sleep(0.5)


def test_a_proposed_change_travels_to_the_indicator(enter):
    secretary = enter("khanhan", PASSWORD)
    unit = get(secretary, "/api/v1/units/?kind=grassroots_committee")["results"][0]["id"]
    secretary.goto(f"/indicators/?unit={unit}")
    before = women(secretary)

    # The secretary opens on the work that waits, adds a woman to the standing committee's plan ...
    secretary.goto("/")
    secretary.locator("main a[href*='/submissions/']").first.click()
    secretary.wait_for_url(re.compile(r"/submissions/\d+/"))
    submission = urlsplit(secretary.url).path
    listed = {line["person"] for line in get(secretary, f"/api/v1{submission}")["lines"]}
    woman = next(person for person in all_women(secretary) if person["id"] not in listed)
    section = secretary.locator("section", has=secretary.locator("h2", has_text=TERM))
    title = section.locator("tbody", has=secretary.locator("tr.table__group", has_text="Ủy viên Ban Thường vụ"))
    group = f"#{title.get_attribute('id')}"
    title.locator("tr.table__group a").click()
    secretary.fill("#find", woman["full_name"])
    secretary.press("#find", "Enter")
    secretary.locator(f"label[for=person-{woman['id']}]").click()
    secretary.fill("textarea[name=reason]", "Có trình độ, uy tín, được chi bộ giới thiệu")
    secretary.locator("form:has(textarea[name=reason]) button").click()
    expect(secretary.locator(f"{group} tr.row--add", has_text=woman["full_name"])).to_have_count(1)

    # ... removes another person of the same title, and submits.
    row = secretary.locator(f"{group} tr.row--keep").first
    line = row.get_attribute("id")
    row.locator("summary").click()
    row.locator("textarea").fill("Xin thôi vì lý do sức khỏe")
    row.locator("button[value=remove]").click()
    secretary.wait_for_selector(f"tr#{line}.row--remove")
    after = to_come(secretary, submission)
    assert after != before
    secretary.locator("details:has(button[name=verb][value=submit]) > summary").click()
    secretary.locator("button[name=verb][value=submit]").click()
    expect(secretary.locator("main button[name=verb][value=submit]:not([disabled])")).to_have_count(0)

    # The appraiser finds it among the work and appraises.
    appraiser = enter("appraiser", PASSWORD)
    appraiser.goto("/")
    expect(appraiser.locator(f"main a[href='{submission}']").first).to_be_attached()
    appraiser.goto(submission)
    appraiser.locator("button[name=verb][value=appraise]").click()
    expect(appraiser.locator("main button[name=verb][value=appraise]")).to_have_count(0)

    # The standing committee approves it by a decision with a number.
    committee = enter("btv", PASSWORD)
    committee.goto(submission)
    committee.locator("main a[href*='/decisions/new/']").click()
    form = committee.locator("main form[action*='/decisions/new/']")
    form.locator("input[name=number]").fill("99-QĐ/HU")
    form.locator("input[name=day]").fill("07/07/2020")
    form.locator("button.button").click()
    committee.wait_for_url(re.compile(r"/decisions/\d+/"))
    expect(committee.locator("main")).to_contain_text("99-QĐ/HU")
    expect(committee.locator("main")).to_contain_text(woman["full_name"])

    # The worker recomputes, and the page of indicators shows the new number.
    def arrived():
        secretary.goto(f"/indicators/?unit={unit}")
        return women(secretary) == after

    wait_for(arrived)
