"""What every migration of ours is: Tortoise's, without what it does for nothing.

Tortoise copies the whole state of the schema, a class for each table, before every operation, for
those that look at how things were. Most only add: for them nothing is copied, which is two thirds
of the time that an empty database takes.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

#: Operations whose way forward looks only at how things are afterwards.
_ADDITIONS = (ops.CreateModel, ops.AddField, ops.AddIndex, ops.AddConstraint, ops.RunSQL)


class Step(migrations.Migration):
    """One step of the schema; what a migration is made of."""

    async def apply(
        self,
        state: State,
        *,
        dry_run: bool = False,
        schema_editor: BaseSchemaEditor | None = None,
        collect_sql: bool = False,
    ) -> State:
        """Carry out every operation in turn, and return the state afterwards."""
        if dry_run or collect_sql or schema_editor is None:
            return await super().apply(
                state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql
            )
        transactional = schema_editor.client.capabilities.supports_transactions
        for operation in self.operations:
            before = state if isinstance(operation, _ADDITIONS) else state.clone()
            operation.state_forward(self.app_label, state)
            await self._run_database_forward(operation, before, state, schema_editor, transactional)
        state.validate_relations_initialized()
        return state
