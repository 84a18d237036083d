"""What placing sponsors needs: facts of shows and sponsors, files of requests, bookings, sheets."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

ONE_FILE = (
    "CREATE UNIQUE INDEX one_file_per_deliverable ON assets (request_id, deliverable)"
    " WHERE state = 'ready'"
)


def to(table, column, null=False, **options):
    return fields.ForeignKeyField(
        f"hub.{table}",
        source_field=column,
        null=null,
        db_constraint=True,
        to_field="id",
        on_delete=OnDelete.RESTRICT,
        **options,
    )


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


class Migration(Step):
    dependencies = [("hub", "0010_tried_copies")]

    operations = [
        ops.AddField("SponsorRecord", "category", fields.CharField(null=True, max_length=16)),
        ops.AddField("ShowRecord", "team", to("TeamRecord", "team_id", null=True)),
        ops.AddField("ShowRecord", "sensitivity", fields.CharField(null=True, max_length=8)),
        ops.AddField("ShowRecord", "under_age_share", fields.IntField(null=True)),
        ops.AddField("ShowRecord", "separation_days", fields.IntField(default=7, db_default=7)),
        ops.AddField("EpisodeRecord", "sensitivity", fields.CharField(null=True, max_length=8)),
        ops.AddField("AssetRecord", "request", to("RequestRecord", "request_id", null=True)),
        ops.AddField("AssetRecord", "deliverable", fields.CharField(null=True, max_length=240)),
        ops.RunSQL(ONE_FILE, reverse_sql="DROP INDEX one_file_per_deliverable"),
        ops.CreateModel(
            name="BookingRecord",
            fields=[
                ("request", fields.OneToOneField(
                    "hub.RequestRecord", source_field="request_id", primary_key=True,
                    db_index=True, db_constraint=True, to_field="id",
                    on_delete=OnDelete.RESTRICT,
                )),
                ("show", to("ShowRecord", "show_id")),
                ("turn", fields.IntField()),
                ("sponsor", to("SponsorRecord", "sponsor_id")),
                ("episode_ids", document()),
                ("spans", document(null=True)),
                ("last_day", fields.CharField(null=True, max_length=10)),
                ("everywhere", fields.BooleanField()),
                ("markets", document()),
                ("booked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "bookings", "app": "hub", "pk_attr": "request_id",
                "unique_together": (("show", "turn"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SheetRecord",
            fields=[
                ("request", fields.OneToOneField(
                    "hub.RequestRecord", source_field="request_id", primary_key=True,
                    db_index=True, db_constraint=True, to_field="id",
                    on_delete=OnDelete.RESTRICT,
                )),
                ("revision", fields.IntField()),
                ("team", to("TeamRecord", "team_id", db_index=True)),
                ("content", document()),
                ("handed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken_by", to("UserRecord", "taken_by_id", null=True)),
                ("taken_at", fields.DatetimeField(
                    null=True, auto_now=False, auto_now_add=False,
                )),
            ],
            options={"table": "sheets", "app": "hub", "pk_attr": "request_id"},
            bases=["Model"],
        ),
    ]
