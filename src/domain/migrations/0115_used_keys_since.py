"""Of a kept key is known since when: its job leaves a night later (decision 67)."""

from typing import Any

from tortoise.migrations import operations as ops

from domain.migrations._step import Step


async def add(_: Any, schema_editor: Any) -> None:
    """Add the column, which costs nothing: what is there was kept long ago, and says nothing."""
    await schema_editor.client.execute_query("ALTER TABLE used_keys ADD COLUMN since INT")


async def drop(_: Any, schema_editor: Any) -> None:
    """Drop it."""
    await schema_editor.client.execute_query("ALTER TABLE used_keys DROP COLUMN since")


class Migration(Step):
    dependencies = [("hub", "0114_music_by_site")]

    operations = [ops.RunPython(add, drop)]
