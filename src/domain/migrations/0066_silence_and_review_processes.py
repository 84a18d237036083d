"""What is kept while nobody is told, processes of reviews, comments of the hub (0035, 0041)."""

from typing import Any

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import WORDS, written

TABLES = (
    """CREATE TABLE alert_hushes (
  id VARCHAR(40) PRIMARY KEY,
  alert_id VARCHAR(40) NOT NULL REFERENCES alerts (id),
  move VARCHAR(16) NOT NULL,
  until {instant} NOT NULL,
  at {instant} NOT NULL
)""",
    "CREATE INDEX alert_hushes_until ON alert_hushes (until)",
    """CREATE TABLE campaign_review_processes (
  review_id VARCHAR(40) PRIMARY KEY REFERENCES campaign_reviews (id),
  process_key VARCHAR(200) NOT NULL,
  intended_at {instant},
  instance_id VARCHAR(80),
  started_at {instant}
)""",
)

DROPPED = ("campaign_review_processes", "alert_hushes")


async def add(_: Any, schema_editor: Any) -> None:
    words = WORDS[schema_editor.client.capabilities.dialect]
    column = "hushed_until {instant}".format(**words)
    await schema_editor.client.execute_query(f"ALTER TABLE alerts ADD COLUMN {column}")


async def drop(_: Any, schema_editor: Any) -> None:
    await schema_editor.client.execute_query("ALTER TABLE alerts DROP COLUMN hushed_until")


class Migration(Step):
    dependencies = [("hub", "0065_estimates_and_remedies")]

    operations = [
        written(TABLES, DROPPED),
        ops.RunPython(add, drop),
        ops.AddField(
            model_name="CaseCommentRecord",
            name="by_hub",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
