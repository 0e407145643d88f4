"""Role × section × inside and outside the subtree × see and edit: the whole table, by rule, page and API."""

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import ReadKind, Role
from orgtree.models import DossierRead, RoleGrant, User
from orgtree.rules.dossiers import why_not_edit, why_not_see
from orgtree.sections import BY_CODE, SECTIONS
from tests.world import PASSWORD, SINCE

OPEN = [
    "core",
    "memberships",
    "postings",
    "contact",
    "papers",
    "employment",
    "party",
    "badges",
    "schooling",
    "languages",
    "training",
    "work",
    "service",
    "pay",
    "commendations",
    "ratings",
    "stated_plans",
    "family",
]
RESTRICTED = ["discipline", "background", "party_history", "health", "abroad", "declarations"]
MANY = [
    "memberships",
    "postings",
    "badges",
    "languages",
    "training",
    "work",
    "pay",
    "commendations",
    "discipline",
    "ratings",
    "stated_plans",
    "family",
    "party_history",
    "health",
    "abroad",
    "declarations",
]

INSIDE = {
    # role: (sees open parts, sees restricted parts, edits) of a person of the unit where the role is held
    Role.BOARD_CLERK: (True, True, True),
    Role.BOARD_APPRAISER: (True, True, False),
    Role.UNIT_CLERK: (True, False, False),
    Role.UNIT_SECRETARY: (True, False, False),
    Role.STANDING_COMMITTEE: (True, True, False),
    Role.INSPECTION: (True, True, False),
    Role.AUDITOR: (False, False, False),
    Role.ADMINISTRATOR: (False, False, False),
}
"""Outside the subtree nobody sees or edits anything."""
CASES = [(role, key) for role in Role for key in ("an", "em")]
NO_DOSSIERS = {Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.fixture
def holder(world):
    """`holder(role)`: somebody who holds that one role in commune alpha, where An is and Em is not."""

    def make(role: str) -> User:
        user = User.objects.create_user(f"only_{role}", password=PASSWORD)
        with history.acting(actor=None, verb="test", reason="tests"):
            RoleGrant.objects.create(user=user, role=role, unit=world.units["alpha"], period=period(SINCE))
        return user

    return make


def expected(role: str, key: str) -> tuple[set[str], set[str]]:
    """Sections that the role sees and that it edits."""
    opens, restricted, edits = INSIDE[role] if key == "an" else (False, False, False)
    seen = {*(OPEN if opens else ()), *(RESTRICTED if restricted else ())}
    return seen, seen if edits else set()


def test_table_names_every_role_and_section():
    assert INSIDE.keys() == set(Role)
    assert sorted(OPEN + RESTRICTED) == sorted(BY_CODE)
    assert {section.code for section in SECTIONS if section.many} == set(MANY)


@pytest.mark.parametrize(("role", "key"), CASES)
def test_rules_follow_the_table(world, holder, role, key):
    user, pk, on = holder(role), world.people[key].pk, world.today
    seen = {section.code for section in SECTIONS if why_not_see(user, pk, section, on) is None}
    edited = {section.code for section in SECTIONS if why_not_edit(user, pk, section, on) is None}
    assert (seen, edited) == expected(role, key)


@pytest.mark.parametrize(("role", "key"), CASES)
def test_pages_follow_the_table(world, client, holder, role, key):
    client.force_login(holder(role))
    pk = world.people[key].pk
    seen, edited = expected(role, key)
    dossier = client.get(f"/people/{pk}/")
    assert {panel.code for panel in (dossier.context or {}).get("panels", ())} == seen
    forms = {code: f"/people/{pk}/{code}/{'new/' if code in MANY else ''}" for code in BY_CODE}
    answers = {code: client.get(address).status_code for code, address in forms.items()}
    assert {code for code, status in answers.items() if status == 200} == edited
    refused = 404 if INSIDE[role][2] else 403
    assert {status for status in answers.values() if status != 200} <= {refused}
    shown = {code for code in BY_CODE if client.get(f"/people/{pk}/{code}/shown/").status_code == 200}
    assert shown == seen


@pytest.mark.parametrize(("role", "key"), CASES)
def test_api_follows_the_table(world, client, holder, role, key):
    client.force_login(holder(role))
    place = f"/api/v1/people/{world.people[key].pk}/sections/"
    seen, edited = expected(role, key)
    whole = client.get(place)
    refused = 403 if role in NO_DOSSIERS else 404 if key == "em" else 200
    assert whole.status_code == refused
    assert {body["code"] for body in (whole.json() if refused == 200 else ())} == seen
    answers = {code: client.get(f"{place}{code}/").status_code for code in BY_CODE}
    assert {code for code, status in answers.items() if status == 200} == seen
    written = {code: _write(client, f"{place}{code}/") for code in BY_CODE}
    assert {code for code, status in written.items() if status == 400} == edited
    assert {status for status in written.values() if status != 400} <= {403, 404}


def _write(client, place: str) -> int:
    """A body that says nothing: whoever may write is told what is missing, the others that they may not."""
    return client.post(place, {}, content_type="application/json").status_code


@pytest.mark.parametrize("role", ["alpha_secretary", "inspector"])
def test_changes_of_rows_outside_or_without_the_right_are_refused(world, api, role):
    row = world.people["em"].postings.get().pk
    place = f"/api/v1/people/{world.people['em'].pk}/sections/postings/{row}/"
    refused = {"alpha_secretary": 404, "inspector": 403}[role]
    body = {"values": {}, "reason": "x"}
    assert api(role).patch(place, body, format="json").status_code == refused
    assert api(role).delete(place, {"reason": "x"}, format="json").status_code == refused


OPENINGS = [
    ("/people/{pk}/", ReadKind.DOSSIER),
    ("/people/{pk}/?tab=history", ReadKind.HISTORY),
    ("/people/{pk}/?at=2100-01-01", ReadKind.HISTORY),
    ("/people/{pk}/contact/", ReadKind.DOSSIER),
    ("/people/{pk}/work/new/", ReadKind.DOSSIER),
    ("/people/{pk}/contact/shown/", ReadKind.DOSSIER),
    ("/api/v1/people/{pk}/", ReadKind.DOSSIER),
    ("/api/v1/people/{pk}/sections/", ReadKind.DOSSIER),
    ("/api/v1/people/{pk}/sections/contact/", ReadKind.DOSSIER),
]


@pytest.mark.parametrize(("place", "kind"), OPENINGS)
def test_every_opening_leaves_one_line_in_the_read_log(world, sign_in, place, kind):
    pk = world.people["an"].pk
    assert sign_in("board").get(place.format(pk=pk)).status_code == 200
    assert list(DossierRead.objects.values_list("reader__username", "person", "kind")) == [("board", pk, kind)]


def test_lists_and_refusals_leave_none(world, sign_in):
    client = sign_in("alpha_secretary")
    for place in ("/people/", "/api/v1/people/", f"/people/{world.people['em'].pk}/"):
        client.get(place)
    client.get(f"/api/v1/people/{world.people['em'].pk}/sections/")
    client.get(f"/api/v1/people/{world.people['an'].pk}/sections/health/")
    assert DossierRead.objects.count() == 0
