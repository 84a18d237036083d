"""What is still to open, found without looking at all that ever did; what hangs, what was begun."""

from typing import Any

from orjson import loads
from tortoise import fields
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import WORDS

COLUMNS = (
    ("publications", "stuck_since", "{instant}"),
    ("campaign_removals", "stuck_since", "{instant}"),
    ("campaign_removals", "said_by", "VARCHAR(40)"),
)

INDEX = (
    "CREATE INDEX publications_ahead ON publications (opens_at)"
    " WHERE closed_at IS NULL AND going_since IS NULL"
    " AND (standing IS NULL OR standing = 'processing')"
)


async def add(_: Any, schema_editor: Any) -> None:
    words = WORDS[schema_editor.client.capabilities.dialect]
    for table, name, kind in COLUMNS:
        made = f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(**words)}"
        await schema_editor.client.execute_query(made)
    await schema_editor.client.execute_query(INDEX)


async def drop(_: Any, schema_editor: Any) -> None:
    await schema_editor.client.execute_query("DROP INDEX publications_ahead")
    for table, name, _kind in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE {table} DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0074_customer_lists")]

    operations = [
        ops.RunPython(add, drop),
        ops.AddField(
            "ChangeRecord",
            "begun",
            fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
        ),
    ]
