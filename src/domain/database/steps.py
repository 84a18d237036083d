"""What the steps of the schema would do, told without doing it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, cast

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

from domain.database.session import APP


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with the statements it would run, in order."""

    name: str
    statements: tuple[str, ...]


@dataclass
class _Told:
    """Stands for a connection: it notes statements, and finds nothing."""

    capabilities: Any
    connection_name: str
    noted: list[str] = field(default_factory=list)

    async def execute_script(self, query: str) -> None:
        """Note a script."""
        self.noted += [one.strip() for one in query.split(";") if one.strip()]

    async def execute_query(self, query: str, values: object = None) -> tuple[int, list[Any]]:
        """Note a statement, which changed and found nothing."""
        del values
        self.noted.append(query)
        return 0, []

    async def execute_query_dict(self, query: str, values: object = None) -> list[Any]:
        """Note a question, which found nothing."""
        return (await self.execute_query(query, values))[1]


async def planned(config: dict[str, Any], applied: Collection[str]) -> list[Planned]:
    """Return what the steps that are not `applied` would do, first to last.

    `config` is that of `session.configuration`, whose database is not asked.
    """
    await Tortoise.init(config=config, init_connections=False)
    connection = get_connection("default")
    executor = MigrationExecutor(connection, config["apps"])
    executor.loader.load_disk()
    graph = executor.loader.disk_migrations
    state = State(models={}, apps=StateApps(default_connections={APP: "default"}))
    found = []
    for key in sorted(graph, key=lambda key: key.name):
        if key.name in applied:
            state = await graph[key].apply(state, dry_run=True, schema_editor=None)
            continue
        told = _Told(connection.capabilities, connection.connection_name)
        editor = executor._schema_editor()  # noqa: SLF001  Who makes the editor of an engine.
        editor.client = cast("BaseDBAsyncClient", told)  # As much of one as a step uses.
        state = await graph[key].apply(state, schema_editor=editor)
        found.append(Planned(key.name, tuple(told.noted)))
    return found
