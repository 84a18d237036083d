"""What Spotify expects of campaigns, and what its rejections ask for (0046)."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def of(column, **options):
    return {
        "source_field": column, "db_constraint": True, "to_field": "id",
        "on_delete": OnDelete.RESTRICT, "related_name": False, **options,
    }


class Migration(Step):
    dependencies = [("hub", "0062_publications_settled")]

    operations = [
        ops.CreateModel(
            name="EstimateRecord",
            fields=[
                ("id", chars(80, primary_key=True, unique=True, db_index=True)),
                (
                    "request",
                    fields.ForeignKeyField("hub.RequestRecord", **of("request_id", db_index=True)),
                ),
                ("market", chars(2)),
                ("digest", chars(64)),
                ("revision", fields.IntField()),
                ("answer", chars(12)),
                ("least", fields.BigIntField(null=True)),
                ("most", fields.BigIntField(null=True)),
                ("delivers", fields.BooleanField(null=True)),
                ("at", instant()),
            ],
            options={
                "table": "campaign_estimates",
                "app": "hub",
                "pk_attr": "id",
                "unique_together": (("request", "digest"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RemedyRecord",
            fields=[
                ("id", chars(40, primary_key=True, unique=True, db_index=True)),
                (
                    "request",
                    fields.ForeignKeyField("hub.RequestRecord", **of("request_id", db_index=True)),
                ),
                ("revision", fields.IntField()),
                ("reason", fields.TextField(unique=False)),
                ("text", fields.TextField(unique=False)),
                ("state", chars(12)),
                ("noted_at", instant()),
                ("done_by", fields.ForeignKeyField("hub.UserRecord", **of("done_by", null=True))),
                ("closed_at", instant(null=True)),
            ],
            options={"table": "campaign_remedies", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
