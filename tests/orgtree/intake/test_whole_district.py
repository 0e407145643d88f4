"""The 4,594 of the demo, carried away in the three layouts, make the same people in an installation that begins empty.

Nothing is left of the demo when the files come in: administrator and tree are made by the commands and verbs that a
first office uses (`begin`, then act by act), and the people by the import alone.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TestCase

from anphu.demo.tree import DAY
from anphu.kit import history
from anphu.kit.intake import cells
from anphu.kit.periods import period
from orgtree.actions import imports, structure
from orgtree.choices import Role, RowKind
from orgtree.intake import preview, workbooks
from orgtree.intake.layouts import LAYOUTS
from orgtree.models import ImportBatch, Person, RoleGrant, Unit, UnitVersion, User
from orgtree.queries import proofs
from tests.importing import told_of

PEOPLE = 4_594
IN_CAPITALS = 3
"""The demo has entered so many names in capitals; an import writes them as names are written."""
ROOT = "an-phu"

pytestmark = pytest.mark.xdist_group("whole district")  # what is carried is carried once


@dataclass(frozen=True)
class Carried:
    """What leaves the demo: the story of its tree, and for each layout the file and what it says of each person."""

    story: list[dict]
    files: dict[str, Path]
    told: dict[str, list[dict]]


@pytest.fixture(scope="module")
def carried(django_db_setup, django_db_blocker, tmp_path_factory) -> Carried:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", unplayed=True, verbosity=0)
        clerk, files, told = User.objects.get(username="board"), {}, {}
        people = list(Person.objects.visible_to(clerk, DAY).filter(memberships__period__contains=DAY).order_by("pk"))
        for code, layout in LAYOUTS.items():
            files[code] = tmp_path_factory.mktemp("carried") / f"{code}.xlsx"
            with files[code].open("wb") as file:
                assert workbooks.people(file, layout, people, clerk, DAY) == PEOPLE
            stored = told_of(layout, people, DAY)
            told[code] = [_as_names_are_written(one) for one in stored]
            assert sum(one != other for one, other in zip(stored, told[code], strict=True)) == IN_CAPITALS
        found = Carried(_story(), files, told)
        transaction.set_rollback(True)
    return found


def _story() -> list[dict]:
    """What has happened to the tree, in its order: units founded, changed and ended, each with its day and its code."""
    codes, known, told = dict(Unit.objects.values_list("pk", "code")), set(), []
    for one in UnitVersion.objects.order_by("period", "unit"):
        fields = {name: getattr(one, name) for name in ("name", "short_name", "kind", "sector", "commune_code")}
        verb = "change" if one.unit_id in known else "found"
        known.add(one.unit_id)
        told.append({"verb": verb, "code": codes[one.unit_id], "parent": codes.get(one.parent_id), **fields})
        told[-1]["day"] = one.period.lower
    last = {one.unit_id: one.period.upper for one in UnitVersion.objects.order_by("period")}
    told += [{"verb": "end", "code": codes[pk], "day": day} for pk, day in last.items() if day]
    above = {one["code"]: one["parent"] for one in told if one["verb"] == "found"}

    def depth(code: str | None) -> int:
        return 1 + depth(above[code]) if code else 0

    return sorted(told, key=lambda one: (one["day"], one["verb"] == "end", depth(one.get("parent", one["code"]))))


def _as_names_are_written(told: dict) -> dict:
    return told | {"core.full_name": cells.name(told["core.full_name"])}


@pytest.fixture
def empty_office(db, carried) -> Unit:
    """The root unit of an installation without people, its tree founded, with a clerk of the organization board."""
    root, *story = carried.story
    assert (root["verb"], root["code"]) == ("found", ROOT)
    call_command("seed", verbosity=0)
    call_command("begin", root["name"], "--code", ROOT, "--since", str(root["day"]), verbosity=0)
    top, admin = Unit.objects.get(), User.objects.get()
    clerk = User.objects.create_user("clerk")
    with history.acting(actor=admin, verb="grant", reason="Văn phòng đầu tiên"):
        RoleGrant.objects.create(user=clerk, role=Role.BOARD_CLERK, unit=top, period=period(DAY))
    _retell(story, {ROOT: top}, clerk)
    assert not Person.objects.exists()
    return top


def _retell(story: list[dict], units: dict[str, Unit], clerk: User) -> None:
    """Each act is judged by the database before the next, as if each had its own transaction."""
    for told in story:
        fields = {name: value for name, value in told.items() if name not in ("verb", "code", "parent")}
        if "parent" in told:
            fields["parent"] = units.get(told["parent"])
        if told["verb"] == "found":
            units[told["code"]] = structure.found(actor=clerk, on=DAY, reason="Lập", code=told["code"], **fields)
        else:
            verb = {"change": structure.change, "end": structure.end}[told["verb"]]
            verb(actor=clerk, on=DAY, reason="Sắp xếp lại", unit=units[told["code"]], **fields)
        connection.check_constraints()


@pytest.mark.parametrize(("code", "doubtful"), [("full", 0), ("member_2025", 0), ("summary", 3)])
def test_everybody_comes_back_the_same_into_an_empty_installation(empty_office, carried, code, doubtful):
    """`doubtful`: people whom a list without numbers cannot tell from somebody else; a clerk says that they are two."""
    clerk = User.objects.get(username="clerk")
    call_command("import", str(carried.files[code]), "--unit", ROOT, "--as", "clerk", verbosity=0)
    batch = ImportBatch.objects.get()
    rows = list(batch.rows.exclude(kind=RowKind.NEW))
    assert [problem["code"] for row in rows for problem in row.problems] == ["repeated"] * doubtful
    for row in rows:
        preview.correct(actor=clerk, on=DAY, batch=batch, row=row.pk, picked=0)
    with TestCase.captureOnCommitCallbacks(execute=True):
        imports.commit(actor=clerk, on=DAY, reason="Trở lại", batch=batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.counts, batch.rows.filter(written=True).count()) == (
        "committed",
        {"new": PEOPLE},
        PEOPLE,
    )
    back = told_of(LAYOUTS[code], list(Person.objects.order_by("pk")), DAY)
    assert [*proofs.cell_faults(), *proofs.posting_faults()] == []
    assert [(one, other) for one, other in zip(back, carried.told[code], strict=True) if one != other] == []


def test_summary_list_carries_posts_and_planned_titles(carried):
    filled = [
        sum(key in one for one in carried.told["summary"]) for key in ("postings.title@1", "stated_plans.title@1")
    ]
    assert all(count > 100 for count in filled), filled
