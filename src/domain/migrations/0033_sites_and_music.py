"""How sites stand, what was decided of them, and what music a brand wants."""

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


def alone(table, column):
    return fields.OneToOneField(
        f"hub.{table}", source_field=column, primary_key=True, db_index=True, db_constraint=True,
        to_field="id", on_delete=OnDelete.RESTRICT,
    )


class Migration(Step):
    dependencies = [("hub", "0030_contributors")]

    operations = [
        ops.CreateModel(
            name="StandardRecord",
            fields=[
                ("brand", alone("BrandRecord", "brand_id")),
                ("explicit", fields.BooleanField(null=True)),
                ("banned_artists", document()),
                ("banned_genres", document()),
                ("tempo_from", fields.IntField(null=True)),
                ("tempo_to", fields.IntField(null=True)),
            ],
            options={"table": "brand_music_standards", "app": "hub", "pk_attr": "brand_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EligibilityRecord",
            fields=[
                ("site", alone("SiteRecord", "site_id")),
                ("verdict", chars(16)),
                ("priority", fields.IntField()),
                ("risk", chars(8, null=True)),
                ("document", document()),
                ("told", chars(160)),
                ("judged_at", instant()),
            ],
            options={"table": "site_eligibility", "app": "hub", "pk_attr": "site_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SiteDecisionRecord",
            fields=[
                ("id", chars(40, primary_key=True, unique=True, db_index=True)),
                ("table_key", chars(80)),
                ("table_version", chars(64)),
                ("outcome", chars(16)),
                ("judgement", document()),
                ("at", instant()),
                ("site", fields.ForeignKeyField(
                    "hub.SiteRecord", source_field="site_id", db_index=True, db_constraint=True,
                    to_field="id", on_delete=OnDelete.RESTRICT,
                )),
            ],
            options={"table": "site_decisions", "app": "hub", "indexes": [Index(fields=["table_key", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
