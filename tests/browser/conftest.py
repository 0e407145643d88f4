"""A browser, and who signs in with it to the running An Phú (see tests/running.py)."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def database(house_database):
    """`database("SELECT …", name=value)`: rows of the database that the visited An Phú stands on."""

    def rows(query: str, **parameters) -> list[tuple]:
        with psycopg.connect(house_database, autocommit=True) as connection:
            return connection.execute(query, parameters).fetchall()

    return rows


@pytest.fixture(scope="module")
def chromium():
    """Of a module's lifetime: while Playwright runs, Django takes this thread for an asynchronous one."""
    if not CHROMIUM or not Path(CHROMIUM).exists():
        pytest.skip("NO BROWSER TEST RAN: no Chromium found; install it or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def enter(chromium, house):
    """`enter("khanhan")`: a page signed in as that account, in a session of its own, that fails on script errors."""
    contexts, faults = [], []

    def sign_in(name: str, password: str, **options):
        context = chromium.new_context(base_url=house, locale="vi-VN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("request", lambda request: faults.append(request.url) if not _inside(request.url, house) else None)
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert faults == [], "script errors, refused by the policy, or requests to the outside"


def _inside(url: str, house: str) -> bool:
    return url.startswith((house, "data:", "blob:"))
