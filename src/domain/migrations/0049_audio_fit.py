"""Genres of titles, and rankings by audio fit as they were published."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def key():
    return chars(40, primary_key=True, unique=True, db_index=True)


def counted():
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


def document():
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads)


def of(record, column, **options):
    return fields.ForeignKeyField(
        f"hub.{record}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0048_journeys")]

    operations = [
        ops.CreateModel(
            name="GenreRecord",
            fields=[
                ("id", key()),
                ("key", chars(64, unique=True)),
                ("scheme", chars(3)),
                ("code", chars(40)),
                ("name", chars(200)),
            ],
            options={"table": "genres", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TitleGenreRecord",
            fields=[
                ("id", counted()),
                ("title", of("TitleRecord", "title_id")),
                ("genre", of("GenreRecord", "genre_id", db_index=True)),
                ("place", fields.IntField()),
            ],
            options={"table": "title_genres", "app": "hub", "unique_together": (("title", "place"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FitPublicationRecord",
            fields=[
                ("id", key()),
                ("scope", chars(200)),
                ("complete_to", fields.DateField()),
                ("as_of", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("import_number", fields.IntField()),
                ("user_id", chars(40, null=True)),
                ("ranks", document()),
            ],
            options={"table": "fit_publications", "app": "hub", "indexes": [Index(fields=["scope", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
