"""Imports of figures that wait to be confirmed, and alerts snoozed until they are worse.

Decisions 0031 and 0035.
"""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

COLUMNS = (
    ("metric_imports", "held", "BOOLEAN NOT NULL DEFAULT FALSE"),
    ("alerts", "snoozed_beyond", "VARCHAR(40)"),
)


async def add(apps, schema_editor):
    for table, name, kind in COLUMNS:
        query = f"ALTER TABLE {table} ADD COLUMN {name} {kind}"
        await schema_editor.client.execute_query(query)


async def drop(apps, schema_editor):
    for table, name, _ in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE {table} DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0050_campaign_reviews")]

    operations = [ops.RunPython(add, drop)]
