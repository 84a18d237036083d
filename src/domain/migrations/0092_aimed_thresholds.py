"""What a threshold is about, beside what it says (decision 0035).

One about a single thing is of the kind of that thing, whatever was said of it: with another kind
nobody could see it, with none too many could.
"""

from collections.abc import Mapping
from typing import Any

from tortoise.migrations import operations as ops

from domain.migrations._step import Step

COLUMNS = (("subject_kind", "VARCHAR(16)"), ("subject_id", "VARCHAR(40)"))

#: Everything that figures are about: kind, id and brand.
THINGS = (
    "(SELECT 'campaign' AS kind, id, brand_id FROM requests WHERE kind = 'campaign'"
    " UNION ALL SELECT 'show', id, brand_id FROM shows"
    " UNION ALL SELECT 'episode', e.id, s.brand_id FROM episodes e JOIN shows s ON s.id = e.show_id"
    " UNION ALL SELECT 'title', t.id, n.brand_id"
    " FROM titles t LEFT JOIN launches n ON n.work_id = t.work_id"
    " UNION ALL SELECT 'asset', id, brand_id FROM assets) AS thing"
)

#: How the engines read a field of a document, and say it anew.
WORDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "id": "json_extract(terms, '$.subject_id')",
        "kind": "json_extract(terms, '$.subject_kind')",
        "of_kind": "json_set(terms, '$.subject_kind', thing.kind)",
    },
    "postgres": {
        "id": "terms ->> 'subject_id'",
        "kind": "terms ->> 'subject_kind'",
        "of_kind": "jsonb_set(terms, '{subject_kind}', to_jsonb(thing.kind))",
    },
}

MENDED = tuple(
    f"UPDATE {table} SET terms = {{of_kind}} FROM {THINGS} WHERE thing.id = {{id}}"
    " AND ({kind} IS NULL OR {kind} <> thing.kind)"
    for table in ("thresholds", "threshold_versions")
)
FILLED = (
    "UPDATE thresholds SET subject_kind = {kind}, subject_id = {id}",
    f"UPDATE thresholds SET brand_id = thing.brand_id FROM {THINGS} WHERE thing.id = subject_id",
)


async def add(_: Any, schema_editor: Any) -> None:
    client = schema_editor.client
    for name, kind in COLUMNS:
        await client.execute_query(f"ALTER TABLE thresholds ADD COLUMN {name} {kind}")
    for statement in (*MENDED, *FILLED):
        await client.execute_query(statement.format(**WORDS[client.capabilities.dialect]))


async def drop(_: Any, schema_editor: Any) -> None:
    for name, _kind in COLUMNS:
        await schema_editor.client.execute_query(f"ALTER TABLE thresholds DROP COLUMN {name}")


class Migration(Step):
    dependencies = [("hub", "0090_embargo_waivers")]

    operations = [ops.RunPython(add, drop)]
