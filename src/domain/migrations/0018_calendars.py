"""Business calendars: clocks run while people are at work."""

from orjson import loads
from tortoise import fields
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


class Migration(Step):
    dependencies = [("hub", "0017_processes")]

    operations = [
        ops.CreateModel(
            name="CalendarRecord",
            fields=[
                ("market", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=2,
                )),
                ("time_zone", fields.CharField(max_length=64)),
                ("week", document()),
                ("days_off", document()),
            ],
            options={"table": "calendars", "app": "hub", "pk_attr": "market"},
            bases=["Model"],
        ),
    ]
