"""Many tables made, or changed, in one operation.

Every operation of a migration makes Django build the state of all related models again: with some hundred of them a
first start took a minute. New tables that come together are one operation, and their state is built once; so are
changes of tables that come together.
"""

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation


class _Many(Operation):
    """`operations` whose state is built once."""

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def deconstruct(self):
        return (type(self).__name__, [self.operations], {})

    def describe(self) -> str:
        return f"{len(self.operations)} operations together"


class Together(_Many):
    """Apply `operations` on the state after all of them: CreateModel with all fields, constraints and indexes inside
    (PostgreSQL gets foreign keys last, so the order of tables does not matter), and AddTrigger."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)


class Changed(_Many):
    """Apply `operations` to tables that stand before and after all of them, each on the state before and the state
    after all. No two may change the same field; a constraint or trigger may be removed and added anew."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)
