"""Public feeds, tracks that a brand forbids, every country of a takedown (decision 0024)."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.migrations._written import written

TABLES = (
    """CREATE TABLE feeds (
  id VARCHAR(40) PRIMARY KEY,
  show_id VARCHAR(40) NOT NULL REFERENCES shows (id),
  address VARCHAR(500) NOT NULL UNIQUE,
  made_at {instant} NOT NULL,
  next_at {instant} NOT NULL,
  etag VARCHAR(200) NOT NULL,
  modified VARCHAR(60) NOT NULL,
  looked_at {instant},
  failures INT NOT NULL,
  trouble VARCHAR(200) NOT NULL
)""",
    """CREATE TABLE feed_items (
  id VARCHAR(40) PRIMARY KEY,
  feed_id VARCHAR(40) NOT NULL REFERENCES feeds (id),
  guid VARCHAR(500) NOT NULL,
  title VARCHAR(300) NOT NULL,
  address VARCHAR(2000) NOT NULL,
  published_at {instant},
  allowed {document} NOT NULL,
  denied {document} NOT NULL,
  seen_at {instant} NOT NULL,
  episode_id VARCHAR(40) REFERENCES episodes (id),
  UNIQUE (feed_id, guid)
)""",
    "CREATE INDEX feed_items_unknown ON feed_items (id) WHERE episode_id IS NULL",
)

DROPPED = ("feed_items", "feeds")

#: The countries a request names beside its markets, one row for each, as each engine reads JSON.
NAMED = {
    "sqlite": "json_each(r.payload, '$.territories') t",
    "postgres": "jsonb_array_elements_text(r.payload -> 'territories') AS t(value)",
}


async def name(apps, schema_editor):
    named = NAMED[schema_editor.client.capabilities.dialect]
    await schema_editor.client.execute_query(
        "INSERT INTO request_markets (request_id, market)"
        f" SELECT r.id, t.value FROM requests r, {named} WHERE r.kind = 'takedown'"
        " AND NOT EXISTS (SELECT 1 FROM request_markets m"
        " WHERE m.request_id = r.id AND m.market = t.value)"
    )


async def leave(apps, schema_editor):
    """Leave the rows: who reads by markets alone finds these by them."""


class Migration(Step):
    dependencies = [("hub", "0051_held_and_snoozed")]

    operations = [
        ops.AddField(
            model_name="ExposureRecord",
            name="barred",
            field=fields.CharField(max_length=500, default="", db_default=""),
        ),
        ops.RunPython(name, leave),
        written(TABLES, DROPPED),
    ]
