"""Who is right about episodes, what was seen of them live, and who goes out of order."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant():
    return fields.DatetimeField(auto_now=False, auto_now_add=False)


def alone(table, column):
    return fields.OneToOneField(
        f"hub.{table}", source_field=column, primary_key=True, db_index=True, db_constraint=True,
        to_field="id", on_delete=OnDelete.RESTRICT,
    )


class Migration(Step):
    dependencies = [("hub", "0038_distribution")]

    operations = [
        ops.CreateModel(
            name="MasterRecord",
            fields=[
                ("key", chars(80, primary_key=True, unique=True, db_index=True)),
                ("field", chars(24)),
                ("place", chars(12)),
                ("show", fields.ForeignKeyField(
                    "hub.ShowRecord", source_field="show_id", db_index=True, db_constraint=True,
                    to_field="id", on_delete=OnDelete.RESTRICT,
                )),
            ],
            options={"table": "show_masters", "app": "hub", "pk_attr": "key"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoticedRecord",
            fields=[
                ("episode", alone("EpisodeRecord", "episode_id")),
                ("said", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("seen_at", instant()),
            ],
            options={"table": "episodes_seen_live", "app": "hub", "pk_attr": "episode_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OverrideRecord",
            fields=[
                ("request", alone("RequestRecord", "request_id")),
                ("revision", fields.IntField()),
                ("reason", chars(500)),
                ("at", instant()),
            ],
            options={"table": "sequence_overrides", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
