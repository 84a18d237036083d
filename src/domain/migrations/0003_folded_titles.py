"""Titles folded for looking them up: SQLite's own LOWER and LIKE know the letters A to Z only."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.text import folded


async def fill(apps, schema_editor):
    run = schema_editor.client.execute_query
    _, rows = await run("SELECT id, title FROM requests")
    for row in rows:
        update = "UPDATE requests SET title_folded = {} WHERE id = {}"
        lite = schema_editor.client.capabilities.dialect == "sqlite"
        places = ("?", "?") if lite else ("$1", "$2")
        await run(update.format(*places), [folded(row["title"]), row["id"]])


class Migration(Step):
    dependencies = [("hub", "0002_guards")]

    operations = [
        ops.AddField("RequestRecord", "title_folded", fields.TextField(default="", db_default="")),
        ops.RunPython(fill, ops.RunPython.noop),
    ]
