"""Sites, accounts, and hand-overs of every kind of request with their receipts."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: What was withdrawn before hand-overs knew of it.
TAKEN_BACK = (
    "UPDATE sheets SET taken_back_at = (SELECT p.since FROM placements p"
    " WHERE p.request_id = sheets.request_id AND p.publisher = 'show-team'"
    " AND p.state = 'withdrawn')"
)


def brand(null=False):
    return fields.ForeignKeyField(
        "hub.BrandRecord",
        source_field="brand_id",
        null=null,
        db_index=True,
        db_constraint=True,
        to_field="id",
        on_delete=OnDelete.RESTRICT,
    )


class Migration(Step):
    dependencies = [("hub", "0021_workflow")]

    operations = [
        ops.AddField(
            "SheetRecord",
            "receiver",
            fields.CharField(default="show-team", db_default="show-team", max_length=32),
        ),
        ops.AddField(
            "SheetRecord", "receipt", fields.CharField(default="", db_default="", max_length=500)
        ),
        ops.AddField(
            "SheetRecord",
            "taken_back_at",
            fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL(TAKEN_BACK, reverse_sql="UPDATE sheets SET taken_back_at = NULL"),
        ops.CreateModel(
            name="SiteRecord",
            fields=[
                ("id", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=40,
                )),
                ("name", fields.CharField(max_length=120)),
                ("brand", brand()),
                ("market", fields.CharField(max_length=2)),
                ("kind", fields.CharField(max_length=16)),
                ("area_m2", fields.IntField()),
                ("capacity", fields.IntField()),
                ("hours", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("provider", fields.CharField(max_length=24)),
            ],
            options={
                "table": "sites", "app": "hub", "pk_attr": "id",
                "unique_together": (("brand", "name"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AccountRecord",
            fields=[
                ("id", fields.CharField(
                    primary_key=True, unique=True, db_index=True, max_length=40,
                )),
                ("pseudonym", fields.CharField(unique=True, max_length=64)),
                ("brand", brand(null=True)),
                ("tier", fields.CharField(max_length=12)),
            ],
            options={"table": "accounts", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
