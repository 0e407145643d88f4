"""A whole An Phú of its own for the browser: `up` on free ports and fresh data, with its worker and its demo."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
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
OURS = ("DATABASE_URL", "CELERY_BROKER_URL", "ANPHU_DATA", "ANPHU_TODAY", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")


@pytest.fixture(scope="session")
def ground(tmp_path_factory) -> Path:
    """Where the An Phú of these tests keeps its data."""
    ground = tmp_path_factory.mktemp("house")
    os.chmod(ground, 0o711)
    return ground


@pytest.fixture(scope="session")
def house(ground):
    """The address of a running An Phú."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in OURS and "PYTEST" not in name}
    command = [
        sys.executable,
        settings.BASE_DIR / "manage.py",
        "up",
        "--port",
        str(port),
        "--data",
        str(ground / "data"),
    ]
    with (ground / "up.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        ready = next((line for line in process.stdout if line.startswith("ready:")), None)
        assert ready, (ground / "up.log").read_text()
        yield ready.split()[1].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.close()
        assert process.wait(60) == 0


@pytest.fixture
def database(house, ground):
    """`database("SELECT …", name=value)`: rows of the database that this An Phú stands on."""
    address = json.loads((ground / "data" / "run" / "environment.json").read_text())["DATABASE_URL"]

    def rows(query: str, **parameters) -> list[tuple]:
        with psycopg.connect(address, autocommit=True) as connection:
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
