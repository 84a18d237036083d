"""Feeds that the hub makes of shows, what was put into them, and GUIDs from earlier feeds (decision 0043)."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def document():
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def identity():
    return chars(40, primary_key=True, unique=True, db_index=True)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def of(table, column, field=fields.ForeignKeyField, **options):
    return field(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0055_media")]

    operations = [
        ops.CreateModel(
            name="ShowFeedRecord",
            fields=[
                ("id", identity()),
                ("show", of("ShowRecord", "show_id", fields.OneToOneField)),
                ("token", chars(40, unique=True)),
                ("slug", chars(80)),
                ("settings", document()),
                ("version", fields.IntField()),
                ("made_at", instant()),
                ("changed_at", instant()),
                ("removed_at", instant(null=True)),
            ],
            options={"table": "show_feeds", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShowFeedItemRecord",
            fields=[
                ("id", identity()),
                ("feed", of("ShowFeedRecord", "feed_id")),
                ("episode", of("EpisodeRecord", "episode_id")),
                ("guid", chars(500)),
                ("request", of("RequestRecord", "request_id")),
                ("revision", fields.IntField()),
                ("item", document()),
                ("digest", chars(64)),
                ("opens_at", instant()),
                ("ends_at", instant(null=True)),
                ("put_at", instant()),
                ("removed_at", instant(null=True)),
            ],
            options={
                "table": "show_feed_items", "app": "hub", "pk_attr": "id",
                "unique_together": (("feed", "guid"), ("feed", "episode")),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EpisodeGuidRecord",
            fields=[
                ("episode", of("EpisodeRecord", "episode_id", fields.OneToOneField, primary_key=True)),
                ("show", of("ShowRecord", "show_id")),
                ("guid", chars(500)),
                ("at", instant()),
            ],
            options={
                "table": "episode_guids", "app": "hub", "pk_attr": "episode_id",
                "unique_together": (("show", "guid"),),
            },
            bases=["Model"],
        ),
    ]
