"""A unit secretary sees the subtree of the unit and nothing else: every address of the program, with every id.

The addresses come from the URL configuration itself, so that a new page is under test on the day it is written.
"""

import io
import re

import pytest
from django.db import connection
from django.urls import URLPattern, get_resolver
from openpyxl import load_workbook

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import RoleGrant
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS
from planning.models import Decision, PlanEntry
from tests.world import SINCE

FOREIGN_UNITS = ("beta", "gamma", "beta1")
FOREIGN_PEOPLE = ("em", "giang", "hai", "khanh")
ANYTHING = {
    "code": [name for i in {i.source.name: i for i in INDICATORS}.values() for name in (i.slug, i.code)],
    "format": [".json"],
    "layout": ["full", "summary"],
}
SKIPPED = ("admin/", "static/", "accounts/2fa/", "accounts/logout/", "healthz", "readyz", "language/", "day/")
"""The administration has its own test below; the others carry no record, or end the session."""


def routes(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + plain(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def plain(route: str) -> str:
    """A route with its parameters as `<name>`, whichever syntax it is written in."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    return re.sub(r"[\^$\\?]", "", route).replace("/Z", "/").removesuffix("Z")


def addresses(ids):
    """Every GET address worth asking for: each route with each id, each slug."""
    for route in dict.fromkeys(routes()):
        if route.startswith(SKIPPED) or "<format>" in route or ".<" in route:
            continue
        names = re.findall(r"<(\w+)>", route)
        if not names:
            yield "/" + route
            continue
        values = ANYTHING.get(names[0], ids)
        yield from ("/" + route.replace(f"<{names[0]}>", str(value)) for value in values if len(names) == 1)


def text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        sheets = load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
    return content.decode()


@pytest.fixture
def secrets(world):
    """Words that betray another unit: names, codes and numbers of what is not alpha's."""
    fill.full(world.today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM orgtree_unitversion WHERE unit_id = ANY(%s)", [_ids(world, FOREIGN_UNITS)])
        words = [name for (name,) in cursor]
    for key in FOREIGN_PEOPLE:
        person = world.people[key]
        words += [person.full_name, person.identity_number, person.party_card]
    return words


def _ids(world, codes):
    return [world.units[code].pk for code in codes]


def ids_of_every_kind(world) -> list[int]:
    """Of every kind of row one of alpha's and one of beta's, or one: of the same kind and unit, more tell no more."""
    people = [world.people[key] for key in ("an", "em")]
    rows = [*people, *(world.units[code] for code in ("alpha", "beta", "beta1")), Decision.objects.get()]
    rows += [world.round, world.terms["2020-2025"], world.titles["secretary"], world.users["beta_secretary"]]
    rows += [person.postings.get() for person in people] + [person.memberships.get() for person in people]
    for code, planned in (("alpha", "binh"), ("beta", "giang")):
        submission = world.submission(code)
        rows += [submission, submission.lines.first(), world.plan_titles[code, "2020-2025", "secretary"]]
        rows.append(PlanEntry.objects.get(person=world.people[planned]))
    assert len({row.pk for row in rows}) == len(rows)
    return [row.pk for row in rows]


def foreign_addresses(world) -> list[str]:
    """Addresses of foreign units, people and submissions."""
    marks = [f"/units/{pk}/" for pk in _ids(world, FOREIGN_UNITS)]
    marks += [f"/people/{world.people[key].pk}/" for key in FOREIGN_PEOPLE]
    return marks + [f"/submissions/{world.submission(code).pk}/" for code in ("beta", "gamma")]


def test_no_address_shows_anything_of_another_unit(world, secrets, sign_in):
    client = sign_in("alpha_secretary")
    telling = [*secrets, *foreign_addresses(world)]
    asked, faults = 0, []
    for address in addresses(ids_of_every_kind(world)):
        response = client.get(address)
        asked += 1
        body = text_of(response).replace(address, "")  # what was asked may be said back
        told = [word for word in telling if word in body]
        if response.status_code >= 500 or told:
            faults.append((address, response.status_code, told))
    assert faults == []
    assert asked > 200


def test_the_same_walk_as_board_does_meet_them(world, secrets, sign_in):
    """Otherwise the test above could not fail."""
    client = sign_in("board")
    met = set()
    for address in ("/units/", "/people/", "/api/v1/units/", "/api/v1/people/"):
        body = text_of(client.get(address))
        met |= {word for word in secrets if word in body}
    assert set(secrets) >= met >= {world.people[key].full_name for key in FOREIGN_PEOPLE}


LISTS = ("units", "people", "postings", "plan-entries", "rounds", "submissions", "decisions")


COUNTED = {
    "units": 3,
    "people": 5,
    "postings": 4,
    "plan-entries": 2,
    "rounds": 1,
    "submissions": 1,
    "decisions": 0,
}


def test_lists_count_the_subtree_only(world, sign_in):
    def counts(user):
        client = sign_in(user)
        return {noun: client.get(f"/api/v1/{noun}/").json()["count"] for noun in LISTS}

    assert counts("alpha_secretary") == COUNTED
    board = counts("board")
    assert all(board[noun] > COUNTED[noun] for noun in LISTS if noun not in {"rounds", "decisions"})


def test_filters_tell_a_foreign_id_from_no_id_no_more_than_nothing(world, sign_in):
    """Asking for what exists elsewhere and for what exists nowhere gives the same answer: no oracle."""
    client = sign_in("alpha_secretary")
    unit, person = world.units["beta"].pk, world.people["em"].pk
    foreign = {"unit": unit, "under": unit, "parent": unit, "person": person, "submission": world.submission("beta").pk}
    faults = []
    for noun in LISTS:
        for name, value in foreign.items():
            there = client.get(f"/api/v1/{noun}/?{name}={value}")
            nowhere = client.get(f"/api/v1/{noun}/?{name}=99999999")
            if (there.status_code, there.json()) != (nowhere.status_code, nowhere.json()):
                faults.append((noun, name))
    assert faults == []


def test_foreign_rows_are_not_found_whatever_is_done_to_them(world, sign_in):
    client = sign_in("alpha_secretary")
    beta = world.submission("beta")
    line = beta.lines.first()
    requests = [
        ("post", f"/submissions/{beta.pk}/move/", {"verb": "submit", "version": beta.version}),
        ("post", f"/api/v1/submissions/{beta.pk}/moves/", {"verb": "submit"}),
        (
            "post",
            f"/api/v1/submissions/{beta.pk}/lines/",
            {
                "plan_title": line.plan_title_id,
                "person": line.person_id,
                "proposal": "remove",
                "reason": "x",
            },
        ),
        ("delete", f"/api/v1/lines/{line.pk}/", None),
    ]
    for method, address, data in requests:
        kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
        response = getattr(client, method)(address, data, **kind)
        assert response.status_code in (403, 404), (address, response.status_code)
        assert "Phú Hội" not in response.content.decode()
    assert world.submission("beta").version == beta.version


def test_the_administration_is_closed_to_a_secretary(world, sign_in):
    client = sign_in("alpha_secretary")
    admin = [route for route in dict.fromkeys(routes()) if route.startswith("admin/") and "<" not in route]
    assert len(admin) > 10
    for route in admin:
        response = client.get("/" + route)
        assert response.status_code in (302, 403, 404, 405), (route, response.status_code)


def test_a_revoked_grant_opens_nothing_on_any_day(world, sign_in):
    with history.acting(actor=None, verb="revoke", reason="tests"):
        RoleGrant.objects.filter(user=world.users["alpha_secretary"]).update(period=period(SINCE, world.today))
    client = sign_in("alpha_secretary")
    for day in ("2019-01-01", "2020-07-07"):
        response = client.get(f"/api/v1/people/?on={day}")
        assert response.status_code == 403 or response.json()["count"] == 0
