"""The frame of every page, the account, sign-in and errors."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.world import PASSWORD

ACCOUNT, LOGIN = reverse("account"), reverse("account_login")
PLANS = ["plan", "plan-differences", "coverage", "scenarios", "rounds", "consultations", "decisions"]
LAW = ["rules", "calendar", "programmes"]
UNIT = ["worklist", "units", ["people", "changes", "campaigns"], [*PLANS, "receipts", *LAW], "indicators"]
BOARD = [
    *("worklist", "units", ["people", "changes", "campaigns", "imports", "duplicates", "rights"]),
    *([*PLANS, *LAW], "indicators", "jobs"),
]


def shown(response):
    """Names of pages; the parts of an entry as a list."""
    return [
        [part for _label, part, _active in parts] if parts else url_name
        for _label, url_name, _active, parts in response.context["nav"]
    ]


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("board", BOARD),
        ("alpha_secretary", UNIT),
        ("auditor", ["worklist", "units", ["read-log"], "indicators", "jobs"]),
        ("nobody", []),
    ],
)
def test_navigation_is_what_the_roles_may_open(sign_in, name, entries):
    assert shown(sign_in(name).get(ACCOUNT)) == entries


def test_navigation_marks_where_the_reader_is(sign_in, world):
    answer = sign_in("board").get(reverse("person", args=[world.people["an"].pk]))
    entries = [parts for _label, _url, active, parts in answer.context["nav"] if active]
    assert [[url_name for _label, url_name, active in parts if active] for parts in entries] == [["people"]]


def test_sign_in_and_out(client, world):
    answer = client.post(LOGIN, {"login": "board", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("worklist"))
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(ACCOUNT).status_code == 302


def test_sign_in_with_a_wrong_password_says_so(client, world):
    answer = client.post(LOGIN, {"login": "board", "password": "wrong"})
    assert 'class="errors"' in answer.content.decode()


@pytest.mark.parametrize(
    "url_name", ["account_login", "account_signup", "account_inactive", "account_logout", "account_change_password"]
)
def test_account_pages_wear_our_frame(client, sign_in, url_name):
    if url_name in {"account_logout", "account_change_password"}:
        client = sign_in("board")
    assert "masthead" in client.get(reverse(url_name)).content.decode()


@pytest.mark.parametrize("url_name", ["mfa_index", "account_reauthenticate"])
def test_second_factor_pages_wear_our_frame(sign_in, url_name):
    assert "masthead" in sign_in("board").get(reverse(url_name)).content.decode()


def test_nobody_signs_up(client, db):
    assert client.post(reverse("account_signup"), {"username": "x", "password1": "y"}).status_code == 200
    assert "password1" not in client.get(reverse("account_signup")).content.decode()


def test_token_is_shown_once_and_revoked(sign_in, client):
    client = sign_in("board")
    issued = client.post(ACCOUNT).context["issued"]
    assert issued.text not in client.get(ACCOUNT).content.decode()
    headers = {"Authorization": f"Token {issued.text}"}
    client.logout()
    assert client.get("/api/v1/units/", headers=headers).status_code == 200
    sign_in("board").post(ACCOUNT, {"revoke": "1"})
    client.logout()
    assert client.get("/api/v1/units/", headers=headers).status_code == 401


def test_tokens_have_a_limit(sign_in):
    client = sign_in("board")
    answers = [client.post(ACCOUNT) for _ in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 409]


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_error_pages_need_neither_request_nor_database(status):
    assert "<h1>" in render_to_string(f"{status}.html")


def test_unknown_address_is_a_page(sign_in):
    answer = sign_in("board").get("/nowhere/")
    assert (answer.status_code, b"<h1>" in answer.content) == (404, True)


@pytest.mark.parametrize("url_name", ["account_login", "units", "people", "account"])
def test_pages_carry_nothing_inline(sign_in, client, url_name):
    """The content security policy would refuse it."""
    body = sign_in("board").get(reverse(url_name)).content.decode()
    assert re.findall(r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle="|\son\w+="', body) == []
    assert "http://" not in body.replace("http://www.w3.org", "")


def test_policy_is_strict(client, db):
    policy = client.get(LOGIN)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
