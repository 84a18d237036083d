"""Every process says that it lives, and what it was set up with."""

from orjson import loads
from tortoise import fields
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0016_held_by")]

    operations = [
        ops.CreateModel(
            name="ProcessRecord",
            fields=[
                ("name", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=80,
                )),
                ("parts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("settings", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("ahead_seconds", fields.FloatField()),
                ("heard_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "processes", "app": "hub", "pk_attr": "name"},
            bases=["Model"],
        ),
    ]
