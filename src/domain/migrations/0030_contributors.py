"""Bios and headshots, the ledger of consents, and the words things are found by."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step
from domain.text import words_of

#: The most words of one thing.
KEPT_MAX = 60

#: What has words already: kind, table, columns, and which rows.
NAMED = (
    ("work", "works", ("title", "subtitle"), "removed_at IS NULL"),
    ("series", "series", ("name",), "1 = 1"),
    ("contributor", "contributors", ("name", "isni"), "1 = 1"),
    ("show", "shows", ("title",), "1 = 1"),
    ("episode", "episodes", ("title",), "1 = 1"),
    ("site", "sites", ("name",), "1 = 1"),
    ("asset", "assets", ("name", "sha256"), "state = 'ready' AND request_id IS NULL"),
)


def identity():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, **options,
    )


def table(name, **options):
    return {"table": name, "app": "hub", "pk_attr": "id", **options}


def called(document):
    """Return name and subtitle of a title, as its record tells them."""
    parts = (document.get("descriptive") or {}).get("parts") or []
    own = next((part for part in parts if part["level"] == "01"), {})
    if own.get("text"):
        return own["text"], own.get("subtitle")
    above = [part["text"] for part in sorted(parts, key=lambda part: part["level"]) if part["text"]]
    return ", ".join([*above, *filter(None, [own.get("number")])]), own.get("subtitle")


async def fill(apps, schema_editor):
    """Write the words of what is there, a thousand rows at a time."""
    run = schema_editor.client.execute_query
    sign = "?" if schema_editor.client.capabilities.dialect == "sqlite" else "$"

    async def put(kind, ref, texts, brand_id=None, agency_id=None):
        words = words_of(*texts)[:KEPT_MAX]
        if words:
            marks = ", ".join(
                f"({sign}{at}, {sign}1, {sign}2, {sign}3, {sign}4)"
                for at in range(5, 5 + len(words))
            )
            await run(
                f"INSERT INTO search_words (word, ref, kind, brand_id, agency_id) VALUES {marks}",
                [ref, kind, brand_id, agency_id, *words],
            )

    async def each(name, condition):
        after = ""
        while True:
            _, rows = await run(
                f"SELECT * FROM {name} WHERE {condition} AND id > {sign}1 ORDER BY id LIMIT 1000",
                [after],
            )
            for row in rows:
                yield row
            if len(rows) < 1000:
                return
            after = rows[-1]["id"]

    for kind, name, columns, condition in NAMED:
        async for row in each(name, condition):
            whose = (row["brand_id"], row["agency_id"]) if kind == "asset" else ()
            await put(kind, row["id"], [row[column] for column in columns], *whose)
    async for row in each("titles", "removed_at IS NULL"):
        await put("title", row["id"], [*called(loads(row["document"])), row["isbn"]])


class Migration(Step):
    dependencies = [("hub", "0029_title_houses")]

    operations = [
        ops.AddField("AssetRecord", "sample_rate_hz", fields.IntField(null=True)),
        ops.AddField("AssetRecord", "channels", fields.IntField(null=True)),
        ops.CreateModel(
            name="WordRecord",
            fields=[
                ("id", fields.BigIntField(
                    generated=True, primary_key=True, unique=True, db_index=True,
                )),
                ("word", chars(64)),
                ("ref", chars(40, db_index=True)),
                ("kind", chars(12)),
                ("brand_id", chars(40, null=True)),
                ("agency_id", chars(40, null=True)),
            ],
            options=table("search_words", unique_together=(("word", "ref"),)),
            bases=["Model"],
        ),
        ops.RunPython(fill, ops.RunPython.noop),
        ops.CreateModel(
            name="MaterialRecord",
            fields=[
                ("id", identity()),
                ("contributor", to("ContributorRecord", "contributor_id", db_index=True)),
                ("kind", chars(8)),
                ("source", chars(16)),
                ("added_at", instant()),
                ("text", fields.TextField(unique=False)),
                ("language", chars(16, null=True)),
                ("title", to("TitleRecord", "title_id", null=True)),
                ("asset", to("AssetRecord", "asset_id", null=True)),
                ("credit", chars(300)),
                ("holder", chars(300)),
                ("alt_text", chars(300)),
                ("approved_by", chars(16, null=True)),
                ("document", chars(300)),
                ("since", chars(10, null=True)),
                ("until", chars(10, null=True)),
                ("withdrawn_at", instant(null=True)),
                ("forgotten", fields.BooleanField()),
                ("version", fields.IntField()),
            ],
            options=table("contributor_materials"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ConsentRecord",
            fields=[
                ("id", identity()),
                ("subject_kind", chars(12)),
                ("subject_ref", chars(40, db_index=True)),
                ("purpose", chars(20)),
                ("channel", chars(12)),
                ("state", chars(10)),
                ("said_at", instant()),
                ("source", chars(8)),
                ("text_version", chars(80)),
                ("country", chars(2, null=True)),
                ("age_band", chars(16, null=True)),
                ("recorded_at", instant()),
                ("veiled", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options=table("consents"),
            bases=["Model"],
        ),
    ]
