"""Campaigns that do not run because of the ad account they are in (0046)."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0086_spelt_alike")]

    operations = [
        ops.CreateModel(
            name="HaltRecord",
            fields=[
                (
                    "request",
                    fields.OneToOneField(
                        "hub.RequestRecord",
                        source_field="request_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                        related_name=False,
                    ),
                ),
                ("why", fields.TextField(unique=False)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "campaign_halts", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
