"""What others edit of live campaigns, and whom approved targetings have them reach (0046)."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
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
    dependencies = [("hub", "0057_connections")]

    operations = [
        ops.CreateModel(
            name="EditRecord",
            fields=[
                ("id", chars(64, primary_key=True, unique=True, db_index=True)),
                ("request", fields.ForeignKeyField("hub.RequestRecord", **of("request_id"))),
                ("at", instant()),
                ("who", chars(200)),
                ("by", chars(12)),
                ("part", chars(10)),
                ("name", chars(200)),
                ("did", chars(8)),
                ("fields_edited", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("noticed_at", instant()),
            ],
            options={
                "table": "campaign_edits",
                "app": "hub",
                "pk_attr": "id",
                "indexes": [Index(fields=["request_id", "at"])],
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EditLookRecord",
            fields=[
                (
                    "request",
                    fields.OneToOneField(
                        "hub.RequestRecord",
                        **of("request_id", primary_key=True, db_index=True),
                    ),
                ),
                ("began_at", instant()),
                ("looked_at", instant(null=True)),
            ],
            options={"table": "campaign_edit_looks", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ChangeRecord",
            fields=[
                (
                    "request",
                    fields.OneToOneField(
                        "hub.RequestRecord",
                        **of("request_id", primary_key=True, db_index=True),
                    ),
                ),
                (
                    "campaign",
                    fields.ForeignKeyField(
                        "hub.RequestRecord", **of("campaign_id", db_index=True)
                    ),
                ),
                ("wanted", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("applied", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("asked_at", instant()),
            ],
            options={"table": "campaign_targets", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
