"""Capture points with their hosts and counts, leads with what they did, and decisions of them."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: An account is one lead of a brand.
ONCE = "CREATE UNIQUE INDEX one_lead_of_a_brand ON leads (account_id, brand_id)"

#: So is an address, as long as it is known.
KNOWN = (
    "CREATE UNIQUE INDEX one_lead_of_an_address ON leads (contact_mark)"
    " WHERE contact_mark IS NOT NULL"
)


def document():
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def identity(length=40):
    return chars(length, primary_key=True, unique=True, db_index=True)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def of(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


class Migration(Step):
    dependencies = [("hub", "0041_thresholds")]

    operations = [
        ops.CreateModel(
            name="CaptureHostRecord",
            fields=[("host", identity(253)), ("admin", of("UserRecord", "admin_id")), ("added_at", instant())],
            options={"table": "capture_hosts", "app": "hub", "pk_attr": "host"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CapturePointRecord",
            fields=[
                ("id", identity()),
                ("code", chars(40, unique=True)),
                ("kind", chars(16)),
                ("brand", of("BrandRecord", "brand_id")),
                ("market", chars(2)),
                ("title", chars(120)),
                ("target", chars(500)),
                ("interest", chars(80)),
                ("consent_text", fields.TextField(unique=False)),
                ("text_version", chars(80)),
                ("second_yes", fields.BooleanField()),
                ("creator", of("UserRecord", "creator_id")),
                ("created_at", instant()),
                ("expires_at", instant()),
            ],
            options={"table": "capture_points", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CaptureCountRecord",
            fields=[
                ("id", identity(60)),
                ("point", of("CapturePointRecord", "point_id", db_index=True)),
                ("day", fields.DateField()),
                ("visits", fields.IntField()),
                ("left_out", fields.IntField()),
            ],
            options={"table": "capture_counts", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LeadProfileRecord",
            fields=[("brand_id", identity()), ("wanted", document())],
            options={"table": "lead_profiles", "app": "hub", "pk_attr": "brand_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LeadRecord",
            fields=[
                ("id", identity()),
                ("account", of("AccountRecord", "account_id")),
                ("brand", of("BrandRecord", "brand_id")),
                ("market", chars(2)),
                ("industry", chars(80)),
                ("country", chars(2)),
                ("interest", chars(80)),
                ("contact_mark", chars(64, null=True)),
                ("captured", fields.BooleanField()),
                ("created_at", instant()),
                ("route", chars(12, null=True)),
                ("reasons", document()),
                ("routed_at", instant(null=True)),
                ("told", chars(12, null=True)),
                ("forgotten_at", instant(null=True)),
            ],
            options={"table": "leads", "app": "hub", "indexes": [Index(fields=["brand_id", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(ONCE),
        ops.RunSQL(KNOWN),
        ops.CreateModel(
            name="LeadSignalRecord",
            fields=[
                ("id", identity()),
                ("lead", of("LeadRecord", "lead_id", db_index=True)),
                ("point", of("CapturePointRecord", "point_id")),
                ("kind", chars(16)),
                ("at", instant()),
                ("key", chars(200, unique=True)),
            ],
            options={"table": "lead_signals", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LeadDecisionRecord",
            fields=[
                ("id", identity()),
                ("table_key", chars(80)),
                ("table_version", chars(64)),
                ("outcome", chars(16)),
                ("judgement", document()),
                ("at", instant()),
                ("lead", of("LeadRecord", "lead_id", db_index=True)),
            ],
            options={"table": "lead_decisions", "app": "hub", "indexes": [Index(fields=["table_key", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
