"""What shows are known by for good (0043), and that another account is meant (0045)."""

from typing import Any

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


async def add(_: Any, schema_editor: Any) -> None:
    made = "ALTER TABLE connection_attempts ADD COLUMN confirmed BOOLEAN NOT NULL DEFAULT FALSE"
    await schema_editor.client.execute_query(made)


async def drop(_: Any, schema_editor: Any) -> None:
    made = "ALTER TABLE connection_attempts DROP COLUMN confirmed"
    await schema_editor.client.execute_query(made)


class Migration(Step):
    dependencies = [("hub", "0065_estimates_and_remedies")]

    operations = [
        ops.AddField(
            model_name="ShowFeedRecord",
            name="guid",
            field=fields.CharField(max_length=36, default="", db_default=""),
        ),
        ops.RunPython(add, drop),
    ]
