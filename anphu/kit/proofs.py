"""Proofs that the database is what the models declare: migrations, triggers, a history that ends in the rows."""

import pgtrigger
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pghistory.core import DeleteEvent, event_models
from pgtrigger.core import INSTALLED, UNALLOWED

_DIFFERS = """
WITH final AS (SELECT DISTINCT ON (pgh_obj_id) pgh_label, {columns} FROM {events} ORDER BY pgh_obj_id, pgh_id DESC),
     told AS (SELECT {columns} FROM final WHERE pgh_label <> 'delete'),
     kept AS (SELECT {columns} FROM {table})
SELECT 'not as its history tells', {key} FROM (SELECT * FROM kept EXCEPT SELECT * FROM told) k
UNION ALL SELECT 'told by its history but gone', {key} FROM told WHERE {key} NOT IN (SELECT {key} FROM kept)
ORDER BY 1, 2
"""


def migration_faults() -> list[str]:
    """Migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"not applied: {migration}" for migration, _backwards in plan]


def trigger_faults() -> list[str]:
    """Declared triggers that are missing, switched off or older than their declaration."""
    asked = ((model, trigger, *trigger.get_installation_status(model)) for model, trigger in pgtrigger.registered())
    return [
        f"trigger {trigger.name} on {model._meta.db_table}: {status.lower() if status != INSTALLED else 'switched off'}"
        for model, trigger, status, enabled in asked
        if status != UNALLOWED and not (status == INSTALLED and enabled)
    ]


def history_faults() -> list[str]:
    """Tracked rows that differ from the last version their history tells: somebody wrote around the triggers."""
    complete = [model for model in event_models() if any(isinstance(t, DeleteEvent) for t in model.pgh_trackers)]
    return [fault for events in complete for fault in _history_faults(events)]


def _history_faults(events) -> list[str]:
    model = events.pgh_tracked_model
    own = {field.column for field in model._meta.fields}
    columns = ", ".join(f'"{field.column}"' for field in events._meta.fields if field.column in own)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            _DIFFERS.format(columns=columns, events=events._meta.db_table, table=table, key=model._meta.pk.column)
        )
        return [f"{table} {key}: {fault}" for fault, key in cursor]
