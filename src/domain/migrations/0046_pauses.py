"""Live campaigns that people had paused."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def of(column, **options):
    return {
        "source_field": column, "db_constraint": True, "to_field": "id",
        "on_delete": OnDelete.RESTRICT, **options,
    }


class Migration(Step):
    dependencies = [("hub", "0045_alert_cards")]

    operations = [
        ops.CreateModel(
            name="PauseRecord",
            fields=[
                (
                    "request",
                    fields.OneToOneField(
                        "hub.RequestRecord",
                        **of("request_id", primary_key=True, db_index=True),
                    ),
                ),
                ("version", fields.IntField()),
                ("paused", fields.BooleanField()),
                ("reason", fields.TextField(unique=False)),
                ("user", fields.ForeignKeyField("hub.UserRecord", **of("user_id", null=True))),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done", fields.BooleanField()),
            ],
            options={"table": "campaign_pauses", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
