"""Says of the points that are there that they end with the next quarter, so that they can become a part.

The bound counts for what is written from now on, and is then looked for in what is there, beside
those who read and write. It leaves months for the step after this one.
"""

from typing import Any

from tortoise.migrations import operations as ops

from domain.quarters import quarter_of
from domain.migrations._step import Step

_LAST = (
    "SELECT GREATEST(MAX(day), CURRENT_DATE - DATE '1970-01-01') AS last FROM metric_points"
)


async def bound(_: Any, schema_editor: Any) -> None:
    client = schema_editor.client
    if client.capabilities.dialect == "sqlite":
        return
    found = await client.execute_query_dict(_LAST)
    stop = quarter_of(found[0]["last"] if found else 0, 1).stop
    for statement in (
        "ALTER TABLE metric_points DROP CONSTRAINT IF EXISTS metric_points_until",
        f"ALTER TABLE metric_points ADD CONSTRAINT metric_points_until"
        f" CHECK (day IS NOT NULL AND day < {stop}) NOT VALID",
        "ALTER TABLE metric_points VALIDATE CONSTRAINT metric_points_until",
    ):
        await client.execute_query(statement)


async def unbound(_: Any, schema_editor: Any) -> None:
    if schema_editor.client.capabilities.dialect != "sqlite":
        await schema_editor.client.execute_query(
            "ALTER TABLE metric_points DROP CONSTRAINT IF EXISTS metric_points_until"
        )


class Migration(Step):
    # Each statement by itself: looking at every row must not hold what adding the bound locks.
    atomic = False
    dependencies = [("hub", "0080_jobs_origin")]

    operations = [ops.RunPython(bound, unbound)]
