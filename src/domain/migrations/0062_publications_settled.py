"""Which asking to publish came to its end, and since when something is to go (decision 0042)."""

from typing import Any

from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import WORDS

COLUMNS = {"settled": "INT NOT NULL DEFAULT 0", "going_since": "{instant}"}


INDEX = "CREATE INDEX publications_by_name ON publications (name)"


async def add(_: Any, schema_editor: Any) -> None:
    words = WORDS[schema_editor.client.capabilities.dialect]
    for name, kind in COLUMNS.items():
        made = f"ALTER TABLE publications ADD COLUMN {name} {kind.format(**words)}"
        await schema_editor.client.execute_query(made)
    await schema_editor.client.execute_query(INDEX)


async def drop(_: Any, schema_editor: Any) -> None:
    await schema_editor.client.execute_query("DROP INDEX publications_by_name")
    for name in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE publications DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0061_removals")]

    operations = [ops.RunPython(add, drop)]
