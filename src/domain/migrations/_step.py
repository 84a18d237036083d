"""What every migration of ours is: Tortoise's, without what it does for nothing.

Tortoise copies the whole state of the schema, a class for each table, before every operation, for
those that look at how things were; builds the classes of every table that is near anew after
each; and then makes every class that there is ready for queries. Most operations only add: for them
nothing is copied, and what several of them touch is built anew once. No class is made ready for
queries. That is most of the time that an empty database takes.
"""

from collections.abc import Iterator, Sequence

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.operations import Operation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

#: Operations whose way forward looks only at how things are afterwards. What we run of our own
#: speaks SQL, and looks at no class at all.
_ADDITIONS = (
    ops.CreateModel,
    ops.AddField,
    ops.AddIndex,
    ops.AddConstraint,
    ops.RunSQL,
    ops.RunPython,
)


class _Tables(StateApps):
    """The classes of tables, known so far as steps look at them.

    What only queries need (a filter for each way to compare each column, the columns as their
    engine reads them) is not built: steps ask SQL. A class that is known stays: so do its fields.
    """

    def _build_initial_querysets(self) -> None:
        # As Tortoise itself does, by what is its own.
        models = (model for of_app in self.apps.values() for model in of_app.values())
        for meta in [model._meta for model in models]:  # noqa: SLF001
            if not meta._inited:  # noqa: SLF001
                continue
            if not meta.db_fields:
                meta.finalise_fields()
            meta._resolve_index_expressions()  # noqa: SLF001


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
        if collect_sql:
            return await super().apply(
                state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql
            )
        state.apps.__class__ = _Tables
        for several in _together(self.operations):
            before = state if isinstance(several[0], _ADDITIONS) else state.clone()
            self._carry(several, state)
            if schema_editor is None or dry_run:
                continue
            transactional = schema_editor.client.capabilities.supports_transactions
            for one in several:
                await self._run_database_forward(one, before, state, schema_editor, transactional)
        state.validate_relations_initialized()
        return state

    def _carry(self, several: Sequence[Operation], state: State) -> None:
        """Carry operations into `state`, whose classes are built anew once for all of them."""
        touched: set[tuple[str, str]] = set()
        vars(state).update(
            reload_models=touched.update, reload_model=lambda *model: touched.add(model)
        )
        try:
            for one in several:
                one.state_forward(self.app_label, state)
        finally:
            del state.reload_models, state.reload_model  # The methods of its class again.
        made = {(self.app_label, one.name) for one in several if isinstance(one, ops.CreateModel)}
        if touched <= made:
            # Nobody knows a new class yet, so nothing near it has to be built anew.
            state._reload(touched)  # noqa: SLF001  Tortoise builds whatever is near as well.
        else:
            state.reload_models(touched)


def _together(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Yield operations in runs; in a run of additions no table is named twice.

    So each of them adds what the state after the run says of its table, and nothing of the next.
    """
    run: list[Operation] = []
    named: set[str] = set()
    for one in operations:
        table = getattr(one, "model_name", None) or getattr(one, "name", "")
        if run and (not isinstance(one, _ADDITIONS) or table in named):
            yield run
            run, named = [], set()
        run.append(one)
        if not isinstance(one, _ADDITIONS):
            yield run
            run = []
        elif table:
            named.add(table)
    if run:
        yield run
