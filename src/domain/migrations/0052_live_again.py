"""Takedowns are found by every country that they name, market or not (decision 0024)."""

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

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
    dependencies = [("hub", "0048_journeys")]

    operations = [ops.RunPython(name, leave)]
