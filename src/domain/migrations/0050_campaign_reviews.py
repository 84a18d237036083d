"""Reviews of campaigns with what was asked for because of them, and what productions came out as.

Reviews are never written anew, so nothing in their tables changes.
"""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def document():
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def identity(length=40):
    return chars(length, primary_key=True, unique=True, db_index=True)


def instant():
    return fields.DatetimeField(auto_now=False, auto_now_add=False)


def of(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


def only_of(table, column, **options):
    return fields.OneToOneField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0049_audio_fit")]

    operations = [
        ops.CreateModel(
            name="ReviewRecord",
            fields=[
                ("id", identity()),
                ("request", of("RequestRecord", "request_id")),
                ("mark", chars(24)),
                ("revision", fields.IntField()),
                ("occasion", chars(8)),
                ("as_of", fields.DateField()),
                ("source", chars(32, null=True)),
                ("currency", chars(3)),
                ("plan", document()),
                ("figures", document()),
                ("suggestions", document()),
                ("user", of("UserRecord", "user_id", null=True)),
                ("at", instant()),
            ],
            options={"table": "campaign_reviews", "app": "hub", "unique_together": (("request", "mark"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FollowedRecord",
            fields=[
                ("id", identity(80)),
                ("review", of("ReviewRecord", "review_id", db_index=True)),
                ("code", chars(40)),
                ("request", of("RequestRecord", "request_id")),
                ("user", of("UserRecord", "user_id")),
                ("at", instant()),
            ],
            options={"table": "campaign_reviews_followed", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReviewDecisionRecord",
            fields=[
                ("id", identity()),
                ("table_key", chars(80)),
                ("table_version", chars(64)),
                ("outcome", chars(16)),
                ("judgement", document()),
                ("at", instant()),
                ("review", of("ReviewRecord", "review_id", db_index=True)),
            ],
            options={"table": "review_decisions", "app": "hub", "indexes": [Index(fields=["table_key", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProducedRecord",
            fields=[
                ("request", only_of("RequestRecord", "request_id", primary_key=True)),
                ("episode", only_of("EpisodeRecord", "episode_id")),
                ("user", of("UserRecord", "user_id")),
                ("at", instant()),
            ],
            options={"table": "produced_episodes", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
