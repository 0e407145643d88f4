"""What an attack found and now stays shut: token door, odd cookies, caches."""

import contextlib

import pytest
from allauth.account.signals import password_changed
from django.test import override_settings
from rest_framework.test import APIClient

from anphu import tokens


def with_token(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client


def test_token_of_a_decider_without_second_factor_opens_nothing(world):
    issued = tokens.issue(world.users["btv"])
    client = with_token(issued.text)
    assert client.get("/api/v1/me/").status_code == 200

    with override_settings(ANPHU_REQUIRE_MFA=True):
        answer = client.get("/api/v1/me/")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")


def test_token_of_a_secretary_needs_no_second_factor(world):
    issued = tokens.issue(world.users["alpha_secretary"])
    with override_settings(ANPHU_REQUIRE_MFA=True):
        assert with_token(issued.text).get("/api/v1/me/").status_code == 200


def test_token_that_is_no_text_is_refused(world):
    answer = with_token("\xe9\xff").get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


@pytest.mark.parametrize("cookie", ["\x00aaaaaaaa", "é" * 40, "' OR 1=1"])
def test_session_cookie_that_cannot_be_one_is_no_session(world, client, cookie):
    client.cookies["sessionid"] = cookie
    assert client.get("/people/").status_code == 302


@pytest.mark.parametrize("address", ["/", "/people/", "/api/v1/people/", "/people/export/"])
def test_what_a_reader_was_shown_is_kept_nowhere(world, sign_in, address):
    with contextlib.closing(sign_in("board").get(address)) as answer:
        assert "no-store" in answer.headers["Cache-Control"]


def test_new_password_ends_the_tokens(world):

    user = world.users["alpha_secretary"]
    tokens.issue(user)
    password_changed.send(sender=type(user), request=None, user=user)
    assert tokens.held_by(user) == []
