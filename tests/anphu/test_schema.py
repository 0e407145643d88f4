"""The OpenAPI document is fresh and true, and no request that it inspires breaks the server."""

from collections import Counter
from functools import cache

import pytest
import schemathesis
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKEN = "c" * 32
EXAMPLES = 5

pytestmark = pytest.mark.xdist_group("schema")  # what is read and thought out for one account serves the next


def test_committed_schema_is_fresh(tmp_path):
    """On failure: `python3 manage.py spectacular --lang en --file docs/openapi.yaml`."""
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", lang="en", file=str(fresh), validate=True, fail_on_warn=True)
    assert fresh.read_text() == (settings.BASE_DIR / "docs" / "openapi.yaml").read_text()


def test_page_of_the_api_has_nothing_inline_and_asks_nobody_else(client):
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    text = page.content.decode()
    assert text.count("<script") == text.count("<script src=")
    assert "<style" not in text
    assert "http" not in text
    assert client.get("/api/docs/?script=").headers["Content-Type"] == "application/javascript"


@cache
def declared():
    """The program as a server runs it, by what it says of itself; read once, for it takes longer than many requests."""
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


@pytest.fixture
def open_connection(db):
    """Requests leave the connection of the test, and its transaction, open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def identities(world):
    """Ids that exist, for paths: what is random meets nothing."""
    rows = [world.submission("alpha"), world.round, *world.units.values(), *world.people.values()]
    rows += [*world.plan_titles.values(), *world.submission("alpha").lines.all()]
    return sorted({row.pk for row in rows})


def _session(user) -> dict[str, dict]:
    """What a browser sends with every request of `user`."""
    client = Client()
    client.force_login(user)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value, "csrftoken": TOKEN}
    return {"cookies": cookies, "headers": {"X-CSRFToken": TOKEN}}


@pytest.mark.parametrize(
    ("user", "methods"),
    [
        ("board", {"get", "post", "delete"}),
        ("btv", {"post"}),
        ("alpha_secretary", {"post", "delete"}),
    ],
)
def test_no_request_breaks_the_server(world, open_connection, identities, user, methods):
    """Bounded and the same every time: some requests that fit the schema and some that do not, for each operation."""
    session = _session(world.users[user])
    answers = Counter()
    for label, operation in _operations().items():
        if operation.method in methods:
            for mode in GenerationMode:
                answers += _try(label, mode, session, identities)
    assert {200, 201} & answers.keys()
    assert not {401, 500} & answers.keys()


def _try(label, mode, session, identities) -> Counter:
    """The numbers of answers of each status. Nothing that a request writes stays for the next one."""
    answers = Counter()
    for number, case in enumerate(_thought_out(label, mode)):
        if number % 2 and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = identities[number % len(identities)]
        with transaction.atomic():
            answer = case.call(**session)
            transaction.set_rollback(True)
        answers[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)
    return answers


@cache
def _thought_out(label, mode) -> list:
    """Requests of the operation, the same for every account: to think of one takes longer than to answer it."""
    cases = []

    @hypothesis(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_operations()[label].as_strategy(mode))
    def think(case):
        cases.append(case)

    think()
    return cases


@cache
def _operations() -> dict:
    found = (operation.ok() for operation in declared().get_all_operations())
    return {operation.label: operation for operation in found}
