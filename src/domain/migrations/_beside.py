"""Indexes that are built beside those who serve, on tables that are there already.

PostgreSQL builds such an index in no transaction, and leaves half of one where that fails; so the
step says `atomic = False`, does nothing else, and may be carried out again.
Source: postgresql.org/docs/current/sql-createindex.html, "Building Indexes Concurrently".
"""

from typing import Any

from tortoise.migrations import operations as ops


def indexed_beside(name: str, on: str) -> ops.RunPython:
    """Return what builds the index `name` on a table with its columns, such as `jobs (kind)`."""

    async def make(_: Any, schema_editor: Any) -> None:
        client = schema_editor.client
        if client.capabilities.dialect == "sqlite":
            await client.execute_query(f"CREATE INDEX IF NOT EXISTS {name} ON {on}")
            return
        await client.execute_query(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        await client.execute_query(f"CREATE INDEX CONCURRENTLY {name} ON {on}")

    async def drop(_: Any, schema_editor: Any) -> None:
        await schema_editor.client.execute_query(f"DROP INDEX {name}")

    return ops.RunPython(make, drop)
