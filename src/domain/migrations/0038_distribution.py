"""What publishers require or refuse of what is placed, and which brands let the rules' yes stand."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: A publisher has one open report of a kind under a reference of its own, for one thing.
ONCE = (
    "CREATE UNIQUE INDEX one_open_report ON distribution_reports (about_id, kind, ref)"
    " WHERE closed_at IS NULL"
)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0037_launches")]

    operations = [
        ops.CreateModel(
            name="DistributionRecord",
            fields=[
                ("id", chars(40, primary_key=True, unique=True, db_index=True)),
                ("about_id", chars(40, db_index=True)),
                ("request", to("RequestRecord", "request_id", null=True, db_index=True)),
                ("brand", to("BrandRecord", "brand_id", db_index=True)),
                ("publisher", chars(32)),
                ("kind", chars(20)),
                ("ref", chars(80)),
                ("said", chars(500)),
                ("territories", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("since", instant()),
                ("reporter", to("UserRecord", "reporter_id", null=True)),
                ("closed_at", instant(null=True)),
                ("closer", to("UserRecord", "closer_id", null=True)),
                ("closed_why", chars(500)),
            ],
            options={"table": "distribution_reports", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(ONCE),
        ops.AddField(
            model_name="StandardRecord",
            name="yes_stands",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
