"""What Spotify showed is kept for each market, with those in which nobody asked it yet."""

from typing import Any

from domain.migrations._step import Step
from domain.migrations._written import WORDS
from tortoise.migrations import operations as ops


async def add(_: Any, schema_editor: Any) -> None:
    words = WORDS[schema_editor.client.capabilities.dialect]
    made = "ALTER TABLE shown_episodes ADD COLUMN asked {document} NOT NULL DEFAULT '{{}}'"
    await schema_editor.client.execute_query(made.format(**words))


async def drop(_: Any, schema_editor: Any) -> None:
    await schema_editor.client.execute_query("ALTER TABLE shown_episodes DROP COLUMN asked")


class Migration(Step):
    dependencies = [("hub", "0105_jobs_held_by_days")]

    operations = [ops.RunPython(add, drop)]
