"""Which role may ask which address of the API: told, not answered with an empty list."""

import pytest

from anphu.api_urls import urlpatterns

BOARD = {"board", "appraiser", "btv", "inspector"}
UNITS = {"alpha_secretary", "alpha_clerk"}
WITHOUT_DOSSIERS = {"auditor", "admin"}
EVERYBODY = BOARD | UNITS | WITHOUT_DOSSIERS
READERS = {
    "units": EVERYBODY,
    "people": BOARD | UNITS,
    "postings": BOARD | UNITS,
    "memberships": BOARD | UNITS,
    "terms": EVERYBODY,
    "plan-titles": BOARD | UNITS,
    "plan-entries": BOARD | UNITS,
    "plan-differences": BOARD | UNITS,
    "plan-coverage": BOARD | UNITS,
    "eligibility": BOARD | UNITS,
    "rules": EVERYBODY,
    "consulted-bodies": EVERYBODY,
    "rounds": BOARD | UNITS,
    "submissions": BOARD | UNITS,
    "lines": BOARD | UNITS,
    "round-steps": BOARD | UNITS,
    "conferences": BOARD | UNITS,
    "consultations": BOARD | UNITS,
    "comments": BOARD | UNITS,
    "appointment-proposals": BOARD | UNITS,
    "decisions": BOARD | UNITS,
    "publications": BOARD | UNITS,
    "receipts": BOARD | UNITS,
    "notices": EVERYBODY | {"nobody"},
    "indicators": EVERYBODY,
    "indicators/values": EVERYBODY,
    "forecasts": EVERYBODY,
    "scenarios": BOARD | UNITS,
    "jobs": BOARD | WITHOUT_DOSSIERS,
    "meetings": BOARD | UNITS,
    "agenda-items": BOARD | UNITS,
    "programmes": BOARD | UNITS,
    "programme-items": BOARD | UNITS,
    "imports": {"board"},
    "rights-requests": {"board"},
    "change-requests": EVERYBODY | {"nobody"},
    "campaigns": BOARD | UNITS,
    "read-log": {"auditor", "inspector"},
    "me": EVERYBODY | {"nobody"},
    "tokens": EVERYBODY | {"nobody"},
}

DEEDS = {"submissions/moves", "decisions/close-by-rule", "solver"}
"""Addresses that only take a deed, or a long question: who may stands in their tests."""


def test_every_list_is_in_the_table():
    included = [pattern for entry in urlpatterns for pattern in getattr(entry, "url_patterns", [entry])]
    routes = {str(pattern.pattern).removeprefix("v1/").strip("/") for pattern in included}
    lists = {route for route in routes if route and "<" not in route} - {"schema", "docs"} - DEEDS
    assert lists == READERS.keys()


@pytest.mark.parametrize("noun", READERS)
def test_role_without_the_right_is_told_so(world, api, noun):
    asked = {"plan_title": world.plan_titles["alpha", "2020-2025", "secretary"].pk} if noun == "eligibility" else {}
    answers = {user: api(user).get(f"/api/v1/{noun}/", asked) for user in EVERYBODY | {"nobody"}}
    assert {user for user, answer in answers.items() if answer.status_code == 200} == READERS[noun]
    refused = {answer.json()["code"] for answer in answers.values() if answer.status_code != 200}
    assert refused <= {"not_allowed"}


@pytest.mark.parametrize("noun", READERS)
def test_strangers_are_asked_to_sign_in(api, noun):
    answer = api().get(f"/api/v1/{noun}/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
