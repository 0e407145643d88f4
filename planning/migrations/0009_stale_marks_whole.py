"""Triggers that write what must be measured again, for all that indicators look at now; see 0002.

A change of a person or of the dossier concerns the units where that person serves, is planned, or is a member; a plan
entry concerns every unit that plans for the person, because titles of one level are counted together.
"""

import importlib

from django.db import migrations

before = importlib.import_module("planning.migrations.0002_stale_marks")

SERVES = """SELECT p.unit_id FROM changed JOIN orgtree_posting p ON p.person_id = changed.{person}
    UNION SELECT t.unit_id FROM changed JOIN planning_planentry e ON e.person_id = changed.{person}
    JOIN planning_plantitle t ON t.id = e.plan_title_id"""
BELONGS = f"""{SERVES}
    UNION SELECT m.unit_id FROM changed JOIN orgtree_partymembership m ON m.person_id = changed.{{person}}"""
UNITS_OF = {
    "orgtree_posting": "SELECT unit_id FROM changed",
    "orgtree_committee": "SELECT unit_id FROM changed",
    "orgtree_partymembership": f"SELECT unit_id FROM changed UNION {SERVES.format(person='person_id')}",
    "orgtree_person": BELONGS.format(person="id"),
    **{
        f"orgtree_{part}": SERVES.format(person="person_id")
        for part in (
            "background",
            "contact",
            "employment",
            "familymember",
            "rating",
            "schooling",
            "training",
            "workperiod",
        )
    },
    "planning_planentry": """SELECT t.unit_id FROM changed JOIN planning_plantitle t ON t.id = changed.plan_title_id
        UNION SELECT t.unit_id FROM changed JOIN planning_planentry e ON e.person_id = changed.person_id
        JOIN planning_plantitle t ON t.id = e.plan_title_id""",
    "planning_submission": "SELECT unit_id FROM changed",
    "planning_statechange": "SELECT s.unit_id FROM changed JOIN planning_submission s ON s.id = changed.submission_id",
    "planning_round": "SELECT s.unit_id FROM changed JOIN planning_submission s ON s.round_id = changed.id",
}
WHOLE = [
    *before.WHOLE,
    "orgtree_codeentry",
    "orgtree_ethnicgroup",
    "planning_countingdate",
    "planning_retirementage",
    "planning_term",
]


class Migration(migrations.Migration):
    dependencies = [("planning", "0008_indicators_whole"), ("orgtree", "0013_papers_of_rounds")]
    operations = [
        migrations.RunSQL(before.drop(before.UNITS_OF), before.create(before.UNITS_OF, before.WHOLE)),
        migrations.RunSQL(before.create(UNITS_OF, WHOLE), before.drop(UNITS_OF)),
        # Values are derived: those stored know nothing of what is counted now.
        migrations.RunSQL("DELETE FROM planning_snapshot", migrations.RunSQL.noop),
    ]
