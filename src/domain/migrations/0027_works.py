"""Works, titles, series and contributors."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: Only one title that is not removed has an ISBN.
ONE_HAS_IT = (
    "CREATE UNIQUE INDEX one_title_has_an_isbn ON titles (isbn)"
    " WHERE isbn IS NOT NULL AND removed_at IS NULL"
)

#: The order of lists.
BY_CHANGE = "CREATE INDEX works_by_change ON works (updated_at, id)"


def identity():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def number():
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def text(**options):
    return fields.TextField(unique=False, **options)


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, **options,
    )


def table(name, **options):
    return {"table": name, "app": "hub", "pk_attr": "id", **options}


class Migration(Step):
    dependencies = [("hub", "0026_rights")]

    operations = [
        ops.CreateModel(
            name="WorkRecord",
            fields=[
                ("id", identity()),
                ("key", chars(64, unique=True)),
                ("title", chars(500)),
                ("title_folded", text()),
                ("subtitle", chars(500, null=True)),
                ("language", chars(3, null=True)),
                ("leader_id", chars(40)),
                ("updated_at", instant()),
                ("removed_at", instant(null=True)),
            ],
            options=table("works"),
            bases=["Model"],
        ),
        ops.RunSQL(BY_CHANGE),
        ops.CreateModel(
            name="TitleRecord",
            fields=[
                ("id", identity()),
                ("work", to("WorkRecord", "work_id", db_index=True)),
                ("reference", chars(200, unique=True)),
                ("isbn", chars(13, null=True)),
                ("form", chars(2)),
                ("document", text()),
                ("digest", chars(64)),
                ("notice", chars(2)),
                ("sender", chars(200)),
                ("sent_at", instant(null=True)),
                ("file", chars(255)),
                ("sha256", chars(64)),
                ("position", fields.IntField()),
                ("line", fields.IntField()),
                ("imported_at", instant()),
                ("removed_at", instant(null=True)),
            ],
            options=table("titles"),
            bases=["Model"],
        ),
        ops.RunSQL(ONE_HAS_IT),
        ops.CreateModel(
            name="SeriesRecord",
            fields=[
                ("id", identity()),
                ("key", chars(64, unique=True)),
                ("name", chars(500)),
                ("name_folded", text()),
            ],
            options=table("series"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContributorRecord",
            fields=[
                ("id", identity()),
                ("key", chars(64, unique=True)),
                ("name", chars(300)),
                ("name_folded", text()),
                ("isni", chars(16, null=True)),
            ],
            options=table("contributors"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TitleSeriesRecord",
            fields=[
                ("id", number()),
                ("title", to("TitleRecord", "title_id")),
                ("series", to("SeriesRecord", "series_id", db_index=True)),
                ("place", fields.IntField()),
                ("number", chars(40, null=True)),
            ],
            options=table("title_series", unique_together=(("title", "place"),)),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TitleContributorRecord",
            fields=[
                ("id", number()),
                ("title", to("TitleRecord", "title_id")),
                ("contributor", to("ContributorRecord", "contributor_id", db_index=True)),
                ("place", fields.IntField()),
                ("roles", chars(100)),
                ("bio", text(null=True)),
            ],
            options=table("title_contributors", unique_together=(("title", "place"),)),
            bases=["Model"],
        ),
    ]
