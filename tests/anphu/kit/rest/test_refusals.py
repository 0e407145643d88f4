"""Whatever is wrong with a request: a problem document with a stable code, never a 5xx."""

import json

import pytest
from django.test import Client

PEOPLE = "/api/v1/people/"


def problem(answer) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body["status"] == answer.status_code
    assert body["detail"]
    return answer.status_code, body["code"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("on=2020-02-31", "bad_day"),
        ("on=", "bad_day"),
        ("on=07/07/2020", "bad_day"),
        ("on=20200707", "bad_day"),
        ("on=2020-W28-2", "bad_day"),
        ("on=1929-12-31", "bad_day"),
        ("on=2101-01-01", "bad_day"),
        ("on=%00", "bad_day"),
        ("colour=red", "unknown_parameter"),
        ("format=xml", "unknown_parameter"),
        ("full_name__contains=a", "unknown_parameter"),
        ("q=a%00b", "control_characters"),
        ("q=" + "a" * 101, "invalid"),
        ("sex=X", "invalid"),
        ("unit=-1", "invalid"),
        ("unit=" + "9" * 40, "invalid"),
        ("unit=1e9", "invalid"),
        ("title=" + "9" * 5000, "invalid"),
        ("ordering=identity_number", "invalid"),
        ("page_size=0", "bad_page_size"),
        ("page_size=201", "bad_page_size"),
        ("page_size=-5", "bad_page_size"),
        ("page_size=\u0664", "bad_page_size"),
    ],
)
def test_bad_parameters_are_refused(api, query, code):
    assert problem(api("board").get(f"{PEOPLE}?{query}")) == (400, code)


@pytest.mark.parametrize("query", ["ordering=", "ordering=,", "ordering=name,,-birth", "q=", "sex=", "unit="])
def test_empty_parameters_ask_for_nothing(api, query):
    assert api("board").get(f"{PEOPLE}?{query}").json()["count"] == 9


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 30, "\u0662"])
def test_pages_that_are_none_are_not_found(api, page):
    assert problem(api("board").get(PEOPLE, {"page": page})) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["", "v1/", "v1/people", "v1/peoples/", "v1/people/x/", "v1/people/%00/", "v2/people/"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_addresses_that_are_none_are_not_found(api, path, method):
    assert problem(getattr(api("board"), method)(f"/api/{path}")) == (404, "not_found")


@pytest.mark.parametrize("pk", ["0", "999999", str(2**63), "9" * 400, "9" * 5000])
def test_ids_that_are_none_are_not_found(api, pk):
    assert problem(api("board").get(f"{PEOPLE}{pk}/")) == (404, "not_found")


def test_strangers_are_asked_to_sign_in(api):
    answer = api().get(PEOPLE)
    assert problem(answer) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == "Session"
    assert problem(api().get(PEOPLE, headers={"Authorization": "Token 0123456789abcdef"})) == (401, "bad_token")
    assert problem(api().get(PEOPLE, headers={"Authorization": "Token"})) == (401, "bad_token")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_methods_that_are_none_are_refused(api, method):
    assert problem(getattr(api("board"), method)("/api/v1/memberships/")) == (405, "wrong_method")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "broken_json"),
        (b"\xff\xfe", "application/json", 400, "broken_json"),
        (b"NaN", "application/json", 400, "broken_json"),
        (b"[" * 100_000, "application/json", 400, "broken_json"),
        (b'{"verb": ' + b"9" * 5000 + b"}", "application/json", 400, "broken_json"),
        (b"[]", "application/json", 400, "invalid"),
        (b"null", "application/json", 400, "invalid"),
        (b'"submit"', "application/json", 400, "invalid"),
        (b'{"verb": "\\u0000"}', "application/json", 400, "invalid"),
        (b'{"verb": "submit", "reason": "\\ud800"}', "application/json", 400, "invalid"),
        (b'{"verb": {"\\uD800": 1}}', "application/json", 400, "invalid"),
        (b'{"verb": ["submit"]}', "application/json", 400, "invalid"),
        (b"verb=submit", "application/x-www-form-urlencoded", 415, "wrong_content_type"),
        (b"<verb/>", "text/xml", 415, "wrong_content_type"),
        (b"submit", "text/plain", 415, "wrong_content_type"),
        (b" " * (2_621_440 + 1), "application/json", 413, "too_large"),
    ],
)
def test_bad_bodies_are_refused(api, world, body, content_type, status, code):
    url = f"/api/v1/submissions/{world.submission('alpha').pk}/moves/"
    answer = api("alpha_secretary").post(url, body, content_type=content_type)
    assert problem(answer) == (status, code)
    assert world.submission("alpha").state == "draft"


def test_answers_in_other_forms_are_refused(api):
    assert problem(api("board").get(PEOPLE, headers={"Accept": "text/csv"})) == (406, "not_acceptable")


def test_session_needs_the_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["board"])
    assert problem(client.post("/api/v1/jobs/")) == (403, "csrf_failed")


def test_writes_look_at_today(api):
    assert problem(api("board").post("/api/v1/jobs/?on=2020-07-06")) == (409, "not_today")


def test_accidents_are_numbered_and_logged(api, monkeypatch, caplog):
    def break_down(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("planning.api.terms.Terms.shape", break_down)
    answer = api("board").get("/api/v1/terms/")
    assert problem(answer) == (500, "error")
    assert "on purpose" not in answer.content.decode()
    assert answer.json()["id"] in caplog.text
