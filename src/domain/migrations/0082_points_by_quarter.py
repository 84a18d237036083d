"""Points are kept by quarters (decision 67): what is there becomes the first part, as it is.

One short transaction: nothing is copied or looked at, for the bound of the step before says what
is in it. A table without points begins with the present quarter instead, and the next.
"""

import re
from typing import Any

from tortoise.migrations import operations as ops

from domain.quarters import made, quarter_of
from domain.migrations._step import Step

_BOUND = (
    "SELECT pg_get_constraintdef(oid) AS said FROM pg_constraint"
    " WHERE conname = 'metric_points_until' AND conrelid = 'metric_points'::regclass"
)
_FILLED = "SELECT 1 FROM metric_points LIMIT 1"

ASIDE = (
    "ALTER TABLE metric_points RENAME TO metric_points_before",
    "ALTER INDEX metric_points_pkey RENAME TO metric_points_before_pkey",
    """CREATE TABLE metric_points (
  series_id INT NOT NULL,
  day INT NOT NULL,
  value BIGINT,
  state SMALLINT NOT NULL,
  import_number INT NOT NULL,
  revision INT NOT NULL DEFAULT 1,
  first_value BIGINT,
  PRIMARY KEY (series_id, day)
) PARTITION BY RANGE (day)""",
)
KEPT = (
    "ALTER TABLE metric_points ATTACH PARTITION metric_points_before"
    " FOR VALUES FROM (MINVALUE) TO ({stop})",
    "ALTER TABLE metric_points_before DROP CONSTRAINT metric_points_until",
)
GONE = ("DROP TABLE metric_points_before",)


async def cut(_: Any, schema_editor: Any) -> None:
    client = schema_editor.client
    if client.capabilities.dialect == "sqlite":
        return
    found = await client.execute_query_dict(_BOUND)
    stop = int(re.findall(r"day < (\d+)", found[0]["said"])[0]) if found else quarter_of(0).stop
    # Nobody writes from here to the end of the step, so what is empty stays empty.
    await client.execute_query("LOCK TABLE metric_points IN ACCESS EXCLUSIVE MODE")
    filled = not found or await client.execute_query_dict(_FILLED)
    parts = [] if filled else [quarter_of(stop, later) for later in (-2, -1)]
    statements = [one for part in parts for one in made("metric_points", part)]
    for one in [*ASIDE, *(KEPT if filled else GONE), *statements]:
        await client.execute_query(one.format(stop=stop))


async def whole(_: Any, schema_editor: Any) -> None:
    client = schema_editor.client
    if client.capabilities.dialect == "sqlite":
        return
    for statement in (
        "CREATE TABLE metric_points_whole (LIKE metric_points INCLUDING DEFAULTS)",
        "INSERT INTO metric_points_whole SELECT * FROM metric_points",
        "DROP TABLE metric_points",
        "ALTER TABLE metric_points_whole RENAME TO metric_points",
        "ALTER TABLE metric_points ADD CONSTRAINT metric_points_pkey PRIMARY KEY (series_id, day)",
    ):
        await client.execute_query(statement)


class Migration(Step):
    dependencies = [("hub", "0081_points_bound")]

    operations = [ops.RunPython(cut, whole)]
