"""Role × section × inside and outside the subtree × see and edit: the whole table, by rule, page and API."""

import pytest
from django.contrib import admin

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role, Sight, Verb
from orgtree.models import ROLE_VERBS, RoleGrant, User
from orgtree.queries.lists import COLUMNS
from orgtree.rules.changes import why_not_propose
from orgtree.rules.dossiers import why_not_edit, why_not_see
from orgtree.sections import BY_CODE, CORE, SECTIONS
from tests.orgtree.conftest import rich
from tests.orgtree.reports.test_dossier import word_text
from tests.world import PASSWORD, SINCE

__all__ = ["rich"]

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


def test_who_keeps_dossiers_elsewhere_only_reads_and_proposes_here(world, holder, client):
    """Each role reaches where it is held: rights of two places are not added up."""
    user, an = holder(Role.UNIT_CLERK), world.people["an"].pk
    with history.acting(actor=None, verb="test", reason="tests"):
        RoleGrant.objects.create(user=user, role=Role.BOARD_CLERK, unit=world.units["beta"], period=period(SINCE))
    seen = {section.code for section in SECTIONS if why_not_see(user, an, section, world.today) is None}
    edited = {section.code for section in SECTIONS if why_not_edit(user, an, section, world.today) is None}
    assert (seen, edited) == expected(Role.UNIT_CLERK, "an")
    client.force_login(user)
    assert client.get(f"/people/{an}/contact/").status_code == 403
    assert client.get(f"/people/{an}/health/shown/").status_code in (403, 404)


@pytest.mark.parametrize("role", ["alpha_secretary", "inspector"])
def test_changes_of_rows_outside_or_without_the_right_are_refused(world, api, role):
    row = world.people["em"].postings.get().pk
    place = f"/api/v1/people/{world.people['em'].pk}/sections/postings/{row}/"
    refused = {"alpha_secretary": 404, "inspector": 403}[role]
    body = {"values": {}, "reason": "x"}
    assert api(role).patch(place, body, format="json").status_code == refused
    assert api(role).delete(place, {"reason": "x"}, format="json").status_code == refused


IN_ADMIN = [section for section in SECTIONS if admin.site.is_registered(section.model)]
ADMINISTRATION = {Role.BOARD_CLERK, Role.BOARD_APPRAISER, Role.STANDING_COMMITTEE}
"""Roles that open dossiers and may enter the administration."""


def test_every_section_but_where_people_belong_has_a_list_in_the_administration():
    missing = {section.code for section in SECTIONS} - {section.code for section in IN_ADMIN}
    assert missing == {"memberships", "postings"}


@pytest.mark.parametrize("role", Role)
def test_administration_follows_the_table(world, holder, rf, role):
    """Nobody changes a dossier there; a row is opened where the page of the dossier would show it."""
    request = rf.get("/")
    request.user = holder(role)
    opened, changed = set(), set()
    for section in IN_ADMIN:
        owner = admin.site.get_model_admin(section.model)
        for key in ("an", "em"):
            row = row_of(section, world.people[key])
            may = admin.site.has_permission(request) and owner.has_view_permission(request, row)
            if may and owner.get_object(request, str(row.pk)):
                opened.add((section.code, key))
            rights = (owner.has_add_permission(request), owner.has_change_permission(request, row))
            if any(rights) or owner.has_delete_permission(request, row):
                changed.add((section.code, key))
    seen = expected(role, "an")[0] - {"memberships", "postings"} if role in ADMINISTRATION else set()
    assert (opened, changed) == ({(code, "an") for code in seen}, set())


def row_of(section, person):
    """A record of the section, with nothing in it that need not be there."""
    if section is CORE:
        return person
    with history.acting(actor=None, verb="test", reason="tests"):
        years = {"year": 2019} if section.code == "ratings" else {}
        return section.model.objects.create(person=person, **years)


CARRIES = {role: Verb.EXPORT in ROLE_VERBS[role] for role in Role}


@pytest.mark.parametrize(("role", "key"), CASES)
def test_documents_and_lists_follow_the_table(world, client, holder, rich, role, key):
    """Restricted words stand on paper only before who sees them, and in no list before anybody."""
    client.force_login(holder(role))
    opens, restricted, _edits = INSIDE[role] if key == "an" else (False, False, False)
    answer = client.get(f"/people/{world.people[key].pk}/documents/2c-tctw-98/?as=docx")
    assert answer.status_code == (403 if not CARRIES[role] else 200 if opens else 404)
    if answer.status_code == 200:
        assert ("SECRET" in word_text(answer.content)) == restricted
    sent = client.post("/people/export/", {"format": "csv", "purpose": "Chuẩn bị hội nghị"})
    assert sent.status_code == (200 if CARRIES[role] else 403)
    if CARRIES[role]:
        body = b"".join(sent.streaming_content).decode()
        assert (world.people[key].full_name in body, "SECRET" in body) == (key == "an", False)


def test_no_column_of_a_list_is_restricted():
    assert all(column.section.sight != Sight.RESTRICTED for column in COLUMNS.values())
    assert all(column.item.sight != Sight.RESTRICTED for column in COLUMNS.values())


@pytest.mark.parametrize("role", Role)
def test_imports_and_change_requests_follow_the_table(world, client, holder, role):
    """Who edits imports; who may propose is asked about what they see, and about nobody outside."""
    user = holder(role)
    client.force_login(user)
    assert client.get("/imports/new/").status_code == (200 if INSIDE[role][2] else 403)
    seen = expected(role, "an")[0] if Verb.PROPOSE_CHANGES in ROLE_VERBS[role] else set()
    asked = {
        key: {s.code for s in SECTIONS if why_not_propose(user, world.people[key].pk, s, world.today) is None}
        for key in ("an", "em")
    }
    assert asked == {"an": seen, "em": set()}
    for code in ("contact", "discipline"):
        shown = client.get(f"/people/{world.people['an'].pk}/{code}/propose/").status_code
        assert (shown == 200) == (code in seen)
