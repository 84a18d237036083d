"""Imports of figures say when they last wrote some, for one that stands still for long is ended."""

from typing import Any

from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import WORDS


async def add(_: Any, schema_editor: Any) -> None:
    words = WORDS[schema_editor.client.capabilities.dialect]
    made = "ALTER TABLE metric_imports ADD COLUMN stepped_at {instant}"
    await schema_editor.client.execute_query(made.format(**words))


async def drop(_: Any, schema_editor: Any) -> None:
    await schema_editor.client.execute_query("ALTER TABLE metric_imports DROP COLUMN stepped_at")


class Migration(Step):
    dependencies = [("hub", "0110_jobs_held_in_line")]

    operations = [ops.RunPython(add, drop)]
