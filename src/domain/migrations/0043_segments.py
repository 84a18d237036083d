"""What accounts did, in which segments they are, and what was counted of them."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def named():
    return ("id", chars(40, primary_key=True, unique=True, db_index=True))


def of(table, column, *, index=False):
    options = {"db_index": True} if index else {}
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True,
        to_field="id", on_delete=OnDelete.RESTRICT, **options,
    )


def alone(table, column):
    return fields.OneToOneField(
        f"hub.{table}", source_field=column, primary_key=True, db_index=True, db_constraint=True,
        to_field="id", on_delete=OnDelete.RESTRICT,
    )


class Migration(Step):
    dependencies = [("hub", "0042_leads")]

    operations = [
        ops.CreateModel(
            name="ProfileRecord",
            fields=[
                ("account", alone("AccountRecord", "account_id")),
                ("region", chars(2, null=True)),
                ("products", document()),
            ],
            options={"table": "audience_profiles", "app": "hub", "pk_attr": "account_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EngagementRecord",
            fields=[
                named(),
                ("account", of("AccountRecord", "account_id")),
                ("day", chars(10)),
                ("signal", chars(8)),
                ("subject", chars(120)),
                ("times", fields.IntField()),
            ],
            options={
                "table": "engagement", "app": "hub", "pk_attr": "id",
                "unique_together": (("account", "day", "signal", "subject"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ImportRecord",
            fields=[
                named(),
                ("brand", of("BrandRecord", "brand_id", index=True)),
                ("sheet", chars(12)),
                ("new", fields.IntField()),
                ("changed", fields.IntField()),
                ("known", fields.IntField()),
                ("set_aside", document()),
                ("at", instant()),
            ],
            options={"table": "audience_imports", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RunRecord",
            fields=[
                named(),
                ("brand", of("BrandRecord", "brand_id", index=True)),
                ("until", chars(10)),
                ("days", fields.IntField()),
                ("version", chars(64)),
                ("at", instant()),
            ],
            options={"table": "audience_runs", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MemberRecord",
            fields=[
                ("account", alone("AccountRecord", "account_id")),
                ("brand", of("BrandRecord", "brand_id", index=True)),
                ("segment", chars(80)),
                ("channel", chars(80)),
                ("offer", chars(80)),
                ("region", chars(2, null=True)),
                ("tier", chars(12)),
                ("judgement", document()),
            ],
            options={"table": "audience_members", "app": "hub", "pk_attr": "account_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CutRecord",
            fields=[
                named(),
                ("run", of("RunRecord", "run_id")),
                ("brand", of("BrandRecord", "brand_id")),
                ("until", chars(10)),
                ("place", document()),
                ("account_ids", document()),
                ("size", fields.IntField(null=True)),
                ("withheld", chars(16, null=True)),
                ("at", instant()),
            ],
            options={
                "table": "audience_cuts", "app": "hub", "pk_attr": "id",
                "indexes": [Index(fields=["brand_id", "until"])],
            },
            bases=["Model"],
        ),
    ]
