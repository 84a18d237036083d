"""What is live, how it stands, and what is done where it is not cleared."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: One thing is live once at one address.
ONCE = (
    "CREATE UNIQUE INDEX one_live_exposure ON exposures"
    " (publisher, outside_id, subject_kind, subject_ref, usage) WHERE live_to IS NULL"
)

#: The order of the list of what is live and not cleared: the worst first.
AT_ODDS = "CREATE INDEX exposures_at_odds ON exposures (rank, id) WHERE rank > 0"

#: What is to be judged again next.
DUE = "CREATE INDEX exposures_due ON exposures (due_at) WHERE due_at IS NOT NULL"


def document():
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def identity():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0031_rights_notices")]

    operations = [
        ops.CreateModel(
            name="ExposureRecord",
            fields=[
                ("id", identity()),
                ("subject_kind", chars(16)),
                ("subject_ref", chars(80)),
                ("brand", to("BrandRecord", "brand_id", related_name=False)),
                ("usage", chars(24)),
                ("channel", chars(40)),
                ("language", chars(40, null=True)),
                ("publisher", chars(32)),
                ("outside_id", chars(500)),
                ("included", document()),
                ("excluded", document()),
                ("source", chars(8)),
                ("live_from", instant()),
                ("live_to", instant(null=True)),
                ("request", to(
                    "RequestRecord", "request_id", null=True, db_index=True, related_name=False,
                )),
                ("owner", to("UserRecord", "owner_id", null=True, related_name=False)),
                ("rank", fields.SmallIntField(null=True)),
                ("uncleared", document()),
                ("due_at", instant(null=True)),
                ("takedown", to(
                    "RequestRecord", "takedown_id", null=True, db_index=True, related_name=False,
                )),
                ("asked", document()),
                ("version", fields.IntField()),
            ],
            options={"table": "exposures", "app": "hub", "indexes": [Index(fields=["subject_kind", "subject_ref", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(ONCE),
        ops.RunSQL(AT_ODDS),
        ops.RunSQL(DUE),
        ops.CreateModel(
            name="EnforcementPolicyRecord",
            fields=[
                ("id", identity()),
                ("key", chars(120, unique=True)),
                ("brand", to("BrandRecord", "brand_id", null=True, related_name=False)),
                ("layer", chars(32, null=True)),
                ("reason", chars(24, null=True)),
                ("mode", chars(12)),
            ],
            options={"table": "enforcement_policies", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
