import datetime

import pytest
from django.utils import timezone
from knox.models import AuthToken

TOKENS = "/api/v1/tokens/"


def test_me_tells_roles_rights_and_today(api, world):
    me = api("alpha_secretary").get("/api/v1/me/").json()
    assert (me["username"], me["today"], me["roles"]) == ("alpha_secretary", "2020-07-07", ["unit_secretary"])
    assert me["grants"] == [{"role": "unit_secretary", "unit": world.units["alpha"].pk}]
    assert {"propose", "submit"} <= set(me["verbs"])
    assert "approve" not in me["verbs"]


@pytest.fixture
def token(api):
    answer = api("board").post(TOKENS)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    return answer.json()["token"]


def by_token(api, token):
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def test_token_opens_what_its_owner_may_and_is_kept_hashed(api, token):
    assert by_token(api, token).get("/api/v1/me/").json()["username"] == "board"
    assert token not in {kept.digest for kept in AuthToken.objects.all()}


def test_token_expires(api, token):
    AuthToken.objects.update(expiry=timezone.now() - datetime.timedelta(seconds=1))
    assert by_token(api, token).get("/api/v1/me/").json()["code"] == "bad_token"
    assert api("board").get(TOKENS).json() == []


def test_token_manages_no_tokens(api, token):
    for answer in (by_token(api, token).get(TOKENS), by_token(api, token).post(TOKENS)):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_token_is_revoked_by_its_owner_alone(api, token):
    (kept,) = api("board").get(TOKENS).json()
    assert token.startswith(kept["key"])
    url = f"{TOKENS}{kept['key']}/"
    assert api("appraiser").delete(url).json()["code"] == "not_found"
    assert api("board").delete(url).status_code == 204
    assert by_token(api, token).get("/api/v1/me/").json()["code"] == "bad_token"


def test_token_of_a_closed_account_opens_nothing(api, world, token):
    world.users["board"].is_active = False
    world.users["board"].save()
    assert by_token(api, token).get("/api/v1/me/").json()["code"] == "bad_token"


def test_tokens_are_limited(api):
    client = api("board")
    answers = [client.post(TOKENS) for _number in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [409]
    assert answers[-1].json()["code"] == "too_many_tokens"
