"""Each test spoils one derived thing behind the program's back and sees `verify` name it."""

import datetime
import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import PartyMembership, Posting, UnitLink
from planning.actions import decisions, lines, submissions
from planning.indicators import fill
from planning.models import Line, PlanEntry, Snapshot, StaleMark
from tests.verifying import verify, without_triggers
from tests.world import World


@pytest.fixture
def decided(world: World) -> World:
    """One submission went all the way, one line of each kind; the indicators are measured."""
    alpha = world.submission("alpha").pk
    secretary = {"actor": world.users["alpha_secretary"], "on": world.today}
    title = world.plan_titles["alpha", "2020-2025", "standing"].pk
    for person, proposal in (("lan", "add"), ("cuong", "remove")):
        lines.propose(
            **secretary,
            submission=alpha,
            plan_title=title,
            person=world.people[person].pk,
            proposal=proposal,
            reason="Rà soát",
            ground="age" if proposal == "remove" else "",
        )
    world.confirm("alpha")
    submissions.move(**secretary, submission=alpha, verb="submit")
    submissions.move(actor=world.users["appraiser"], on=world.today, submission=alpha, verb="appraise")
    decisions.decide(
        actor=world.users["btv"],
        on=world.today,
        submissions=[alpha],
        number="2-QĐ/HU",
        day=datetime.date(2020, 7, 6),
    )
    fill.full(world.today)
    return world


def test_verify_sound_database_finds_nothing(decided):
    assert verify() == (0, [])


def test_verify_lost_link_is_missing(decided):
    UnitLink.objects.filter(descendant=decided.units["alpha1"], depth=2).delete()
    StaleMark.objects.all().delete()

    status, differences = verify()

    assert status == 1
    alpha1, district = decided.units["alpha1"].pk, decided.units["district"].pk
    assert f"links between units: missing link {district} > {alpha1} at depth 2 in [2010-01-01, None)" in differences


def test_verify_invented_link_is_needless(decided):
    alpha1, beta = decided.units["alpha1"], decided.units["beta"]
    UnitLink.objects.create(ancestor=beta, descendant=alpha1, depth=1, period=period(decided.today))

    assert f"links between units: needless link {beta.pk} > {alpha1.pk} at depth 1 in [2020-07-07, None)" in verify()[1]


def test_verify_member_of_no_cell_is_named(decided):
    with history.acting(actor=None, verb="spoil", reason="test"):
        PartyMembership.objects.filter(person=decided.people["an"]).update(unit=decided.units["alpha"])

    (difference,) = verify()[1]
    assert difference.startswith("members: membership ")


def test_verify_posting_before_its_unit_is_named(decided):
    with history.acting(actor=None, verb="spoil", reason="test"):
        Posting.objects.filter(person=decided.people["an"]).update(period=period(datetime.date(2001, 1, 1)))

    (difference,) = verify()[1]
    assert difference.startswith("postings: posting ")


@pytest.mark.parametrize(
    ("column", "told"), [("name_key", "name_key is 'x'"), ("name_fold", "name_fold is 'x'"), ("full_name", "name_key")]
)
def test_verify_person_under_another_name_is_named(decided, column, told):
    with history.acting(actor=None, verb="spoil", reason="test"):
        type(decided.people["an"]).objects.filter(pk=decided.people["an"].pk).update(**{column: "x"})
    StaleMark.objects.all().delete()

    differences = verify()[1]

    assert differences
    assert all(line.startswith(f"names of people: person {decided.people['an'].pk}: ") for line in differences)
    assert any(told in line for line in differences)


def test_verify_unit_under_another_letter_is_named(decided):
    with history.acting(actor=None, verb="spoil", reason="test"):
        decided.units["gamma"].versions.update(sort_key="x")
    StaleMark.objects.all().delete()

    (difference,) = verify()[1]
    assert difference.startswith("names of units: ")


def test_verify_state_without_steps_is_named(decided):
    beta = decided.submission("beta")
    with history.acting(actor=None, verb="spoil", reason="test"):
        type(beta).objects.filter(pk=beta.pk).update(state="appraised")

    assert verify() == (
        1,
        [f"states of submissions: submission {beta.pk} is appraised, its steps lead to draft"],
    )


def test_verify_impossible_steps_lead_nowhere(decided):
    beta = decided.submission("beta")
    with history.acting(actor=None, verb="attack", reason="tests"):
        beta.changes.create(
            verb="appraise", source="draft", target="appraised", actor=decided.users["btv"], day=decided.today
        )

    assert verify()[1] == [f"states of submissions: submission {beta.pk} is draft, its steps lead to nowhere"]


@pytest.mark.parametrize(("person", "told"), [("lan", "not carried out: add"), ("cuong", "not carried out: remove")])
def test_verify_plan_without_what_was_approved_is_named(decided, person, told):
    where = "WHERE person_id = %s AND (opened_by_id IN (SELECT decision_id FROM planning_submission) OR person_id = %s)"
    sql = {
        "lan": f"DELETE FROM planning_planentry {where}",
        "cuong": "UPDATE planning_planentry SET period = daterange(lower(period), NULL), closed_by_id = NULL,"
        f" ground = '' {where}",
    }
    pk = decided.people[person].pk
    without_triggers(sql[person], pk, pk)
    fill.full(decided.today)

    differences = verify()[1]

    assert any(line.startswith(f"plan: {told} person {pk} ") for line in differences)
    assert any(line.startswith("history: planning_planentry ") for line in differences)


def test_verify_plan_beyond_what_was_approved_is_named(decided):
    decision = decided.submission("alpha").decision
    title = decided.plan_titles["alpha", "2020-2025", "secretary"]
    with history.acting(actor=None, verb="spoil", reason="test"):
        PlanEntry.objects.create(
            plan_title=title, person=decided.people["dung"], period=period(decision.day), opened_by=decision
        )
    fill.drain(decided.today)

    in_plan, in_seal = verify()[1]
    assert in_plan.startswith("plan: carried out but not approved: add person ")
    assert re.fullmatch(r"what was sealed: link 1: opened \d+: there, but never sealed", in_seal)


def test_verify_line_changed_after_approval_is_named(decided):
    with history.acting(actor=None, verb="spoil", reason="test"):
        Line.objects.filter(person=decided.people["lan"]).update(proposal="keep")

    in_plan, in_seal = verify()[1]
    assert in_plan.startswith("plan: carried out but not approved: add person ")
    assert in_seal.endswith(": proposal was sealed as 'add' and is 'keep'")


@pytest.mark.parametrize("column", ["own_numerator", "numerator", "denominator", "unknown", "formula_version"])
def test_verify_wrong_number_is_named(decided, column):
    row = Snapshot.objects.filter(unit=decided.units["alpha"], indicator="WOMEN", term=None).get()
    without_triggers(f"UPDATE planning_snapshot SET {column} = {column} + 1 WHERE id = %s", row.pk)

    status, differences = verify()

    assert status == 1
    assert {line.split(":")[1] for line in differences} == {" stored but wrong", " missing"}


def test_verify_missing_number_is_named(decided):
    Snapshot.objects.filter(unit=decided.units["alpha"], indicator="WOMEN", term=None).delete()

    (difference,) = verify()[1]
    assert difference.startswith("indicators: missing: ")


def test_verify_number_that_a_mark_announces_is_no_difference(decided):
    with history.acting(actor=None, verb="edit_person", reason="test"):
        type(decided.people["binh"]).objects.filter(pk=decided.people["binh"].pk).update(sex="M")

    assert verify() == (0, [])
    StaleMark.objects.all().delete()
    assert verify()[0] == 1


def test_verify_mark_that_nobody_fetches_is_named(decided):
    StaleMark.objects.create(
        unit=decided.units["alpha"], cause="test", at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )

    (difference,) = verify()[1]
    assert difference.startswith("waiting for measurement: ")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "ALTER TABLE orgtree_posting DISABLE TRIGGER mark_stale_left",
            "triggers of measurement: no trigger mark_stale_left on orgtree_posting",
        ),
        (
            "DROP TRIGGER mark_stale ON orgtree_title",
            "triggers of measurement: no trigger mark_stale on orgtree_title",
        ),
    ],
)
def test_verify_lost_trigger_of_measurement_is_named(decided, sql, told):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)

    assert verify() == (1, [told])


@pytest.mark.parametrize(("order", "told"), [("DISABLE TRIGGER", "switched off"), ("DROP TRIGGER", "uninstalled")])
def test_verify_lost_trigger_of_history_is_named(decided, order, told):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname ~ '^pgtrigger_append_only' AND tgrelid = %s::regclass",
            ["planning_decision"],
        )
        name = cursor.fetchone()[0]
        cursor.execute(
            f"ALTER TABLE planning_decision DISABLE TRIGGER {name}"
            if order.startswith("DISABLE")
            else f"DROP TRIGGER {name} ON planning_decision"
        )

    assert verify() == (1, [f"triggers: trigger append_only on planning_decision: {told}"])


def test_verify_row_written_around_the_triggers_is_named(decided):
    pk = decided.people["hai"].pk
    without_triggers("UPDATE orgtree_person SET home_town = 'Nơi khác' WHERE id = %s", pk)

    assert verify() == (1, [f"history: orgtree_person {pk}: not as its history tells"])


def test_verify_row_removed_around_the_triggers_is_named(decided):
    pk = decided.people["hai"].memberships.get().pk
    without_triggers("DELETE FROM orgtree_partymembership WHERE id = %s", pk)
    fill.full(decided.today)

    assert verify() == (1, [f"history: orgtree_partymembership {pk}: told by its history but gone"])


def test_verify_unapplied_migration_asks_nothing_else(decided):
    ((app, last),) = MigrationLoader(connection).graph.leaf_nodes("planning")
    MigrationRecorder(connection).record_unapplied(app, last)

    assert verify() == (1, [f"migrations: not applied: {app}.{last}"])
