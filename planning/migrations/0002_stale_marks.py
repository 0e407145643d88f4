"""Triggers that write what must be measured again, in the transaction of its cause, bulk and raw SQL included.

They stand here and not on the models because they tie orgtree's tables to planning's, and orgtree knows nothing of
planning.
"""

from django.db import migrations

UNITS_OF = {
    "orgtree_posting": "SELECT unit_id FROM changed",
    "orgtree_person": "SELECT p.unit_id FROM changed JOIN orgtree_posting p ON p.person_id = changed.id"
    " UNION SELECT t.unit_id FROM changed JOIN planning_planentry e ON e.person_id = changed.id"
    " JOIN planning_plantitle t ON t.id = e.plan_title_id",
    "planning_planentry": "SELECT t.unit_id FROM changed JOIN planning_plantitle t ON t.id = changed.plan_title_id",
}
WHOLE = [
    "orgtree_unitlink",
    "orgtree_unitversion",
    "orgtree_title",
    "orgtree_titlestandard",
    "planning_plantitle",
    "planning_ruleparameter",
]
OPERATIONS = {
    "INSERT": "REFERENCING NEW TABLE AS changed",
    "UPDATE": "REFERENCING NEW TABLE AS changed",
    "DELETE": "REFERENCING OLD TABLE AS changed",
}


def create(units_of: dict[str, str], whole: list[str]) -> str:
    """Functions and triggers: of each table the query of the units that a change concerns, and tables that concern
    every unit."""
    sql = []
    for table, units in units_of.items():
        name = f"mark_stale_{table}"
        sql.append(
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO planning_stalemark (unit_id, cause)
                SELECT unit_id, lower(TG_OP) || ' ' || TG_TABLE_NAME FROM ({units}) AS touched GROUP BY unit_id;
                RETURN NULL; END $$;"""
        )
        for operation, referencing in OPERATIONS.items():
            sql.append(
                f"CREATE TRIGGER mark_stale_{operation.lower()} AFTER {operation} ON {table} {referencing}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
            )
        # An update may move a row away from a unit: the unit it left is stale too.
        sql.append(
            f"CREATE TRIGGER mark_stale_left AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
        )
    sql.append(
        """CREATE FUNCTION mark_all_stale() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           INSERT INTO planning_stalemark (unit_id, cause) VALUES (NULL, lower(TG_OP) || ' ' || TG_TABLE_NAME);
           RETURN NULL; END $$;"""
    )
    sql += [
        f"CREATE TRIGGER mark_stale AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION mark_all_stale();"
        for table in whole
    ]
    return "\n".join(sql)


def drop(units_of: dict[str, str]) -> str:
    """Takes back what `create` made."""
    sql = [f"DROP FUNCTION mark_stale_{table} CASCADE;" for table in units_of]
    return "\n".join([*sql, "DROP FUNCTION mark_all_stale CASCADE;"])


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [migrations.RunSQL(create(UNITS_OF, WHOLE), drop(UNITS_OF))]
