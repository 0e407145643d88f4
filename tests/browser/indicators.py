"""The page of indicators as a browser shows it."""

import re

from playwright.sync_api import Locator, Page, expect

ACTUAL, PLAN = "Người đang giữ chức danh", "Quy hoạch"
"""Columns of the page."""


def cell(page: Page, indicator: str, column: str) -> Locator:
    """Where the value of an indicator (its slug) stands."""
    return page.locator(f"#{indicator} td[data-label='{column}']")


def counts(page: Page, indicator: str, column: str) -> tuple[int, int]:
    """How many count, of how many."""
    had, of = re.findall(r"\d+", cell(page, indicator, column).locator(".side__words .muted").inner_text())
    return int(had), int(of)


def see_counts(page: Page, indicator: str, column: str, had: int, of: int) -> None:
    """The page comes to show these counts by itself."""
    expect(cell(page, indicator, column).locator(".side__words .muted")).to_have_text(re.compile(rf"^{had}\D+{of}$"))
