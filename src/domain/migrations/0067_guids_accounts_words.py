"""GUIDs of shows (0043), another account that is meant (0045), who said it is gone (0049)."""

from typing import Any

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


#: What is added to tables that no record of the object mapper's describes.
COLUMNS = (
    ("connection_attempts", "confirmed", "BOOLEAN NOT NULL DEFAULT FALSE"),
    ("removals", "said_by", "VARCHAR(40)"),
)


async def add(_: Any, schema_editor: Any) -> None:
    for table, name, kind in COLUMNS:
        made = f"ALTER TABLE {table} ADD COLUMN {name} {kind}"
        await schema_editor.client.execute_query(made)


async def drop(_: Any, schema_editor: Any) -> None:
    for table, name, _kind in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE {table} DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0066_silence_and_review_processes")]

    operations = [
        ops.AddField(
            model_name="ShowFeedRecord",
            name="guid",
            field=fields.CharField(max_length=36, default="", db_default=""),
        ),
        ops.RunPython(add, drop),
    ]
