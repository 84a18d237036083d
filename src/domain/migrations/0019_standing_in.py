"""Due times by calendar, absences, conditions, routes, who was told, and when people rest."""

from datetime import datetime, timedelta

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

ONE_SEAT = (
    "CREATE UNIQUE INDEX one_vote_per_seat ON votes"
    " (stage_id, round, (COALESCE(instead_of_id, voter_id))) WHERE taken_back_at IS NULL"
)
ONE_ROUTE = (
    "CREATE UNIQUE INDEX one_route ON routes (team_id, (COALESCE(kind, '')),"
    " (COALESCE(brand_id, '')), (COALESCE(market, '')))"
)
# What was decided before threads told it is not told anew in them.
REPLIED = (
    "UPDATE copies SET replied = COALESCE("
    "(SELECT position FROM audit_heads WHERE subject = copies.request_id), 0)"
)


def to(table, column, null=False, **options):
    options.setdefault("related_name", False)
    return fields.ForeignKeyField(
        f"hub.{table}",
        source_field=column,
        null=null,
        db_constraint=True,
        to_field="id",
        on_delete=OnDelete.RESTRICT,
        **options,
    )


def at(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def key():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


async def fill_due(apps, schema_editor):
    """A stage that was opened is due after its hours, round the clock, as it was."""
    run = schema_editor.client.execute_query
    lite = schema_editor.client.capabilities.dialect == "sqlite"
    update = "UPDATE stages SET due_at = {} WHERE id = {}"
    places = ("?", "?") if lite else ("$1", "$2")
    _, rows = await run("SELECT id, opened_at, due_hours FROM stages WHERE opened_at IS NOT NULL")
    for row in rows:
        opened = row["opened_at"]
        since = datetime.fromisoformat(opened) if isinstance(opened, str) else opened
        due = since + timedelta(hours=row["due_hours"])
        await run(update.format(*places), [due.isoformat(" ") if lite else due, row["id"]])


class Migration(Step):
    dependencies = [("hub", "0018_calendars")]

    operations = [
        ops.AddField("StageRecord", "due_at", at(null=True)),
        ops.AddField("StageRecord", "reminded_at", at(null=True)),
        ops.AddField("StageRecord", "escalated", fields.IntField(default=0, db_default=0)),
        ops.RunPython(fill_due, ops.RunPython.noop),
        ops.AddField("VoteRecord", "instead_of", to("UserRecord", "instead_of_id", null=True)),
        ops.RunSQL(ONE_SEAT, reverse_sql="DROP INDEX one_vote_per_seat"),
        ops.AddField("TeamRecord", "escalation", to("TeamRecord", "escalation_id", null=True)),
        ops.AddField("MembershipRecord", "lead", fields.BooleanField(default=False, db_default=False)),
        ops.AddField("UserRecord", "quiet_from", fields.CharField(max_length=5, default="20:00", db_default="20:00")),
        ops.AddField("UserRecord", "quiet_to", fields.CharField(max_length=5, default="08:00", db_default="08:00")),
        ops.AddField("UserRecord", "quiet_weekends", fields.BooleanField(default=True, db_default=True)),
        ops.AddField("CopyRecord", "reader", to("UserRecord", "reader_id", null=True)),
        ops.AddField("CopyRecord", "replied", fields.IntField(default=0, db_default=0)),
        ops.RunSQL(REPLIED, reverse_sql="SELECT 1"),
        ops.CreateModel(
            name="AbsenceRecord",
            fields=[
                ("id", key()),
                ("user", to("UserRecord", "user_id", db_index=True)),
                ("delegate", to("UserRecord", "delegate_id", null=True, db_index=True)),
                ("kind", fields.CharField(null=True, max_length=32)),
                ("brand", to("BrandRecord", "brand_id", null=True)),
                ("starts_at", at()),
                ("ends_at", at(db_index=True)),
                ("set_by", fields.CharField(null=True, max_length=40)),
                ("set_at", at()),
            ],
            options={"table": "absences", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ConditionRecord",
            fields=[
                ("id", key()),
                ("request", to("RequestRecord", "request_id", db_index=True)),
                ("vote", to("VoteRecord", "vote_id")),
                ("text", fields.TextField(unique=False)),
                ("state", fields.CharField(max_length=12)),
                ("word", fields.TextField(null=True, unique=False)),
                ("met_by", fields.CharField(null=True, max_length=40)),
                ("met_at", at(null=True)),
                ("doubt", fields.TextField(null=True, unique=False)),
                ("confirmed_by", fields.CharField(null=True, max_length=40)),
                ("confirmed_at", at(null=True)),
            ],
            options={"table": "conditions", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RouteRecord",
            fields=[
                ("id", key()),
                ("team", to("TeamRecord", "team_id", db_index=True)),
                ("kind", fields.CharField(null=True, max_length=32)),
                ("brand", to("BrandRecord", "brand_id", null=True)),
                ("market", fields.CharField(null=True, max_length=2)),
                ("workspace_id", fields.CharField(max_length=32)),
                ("place", fields.CharField(max_length=32)),
            ],
            options={"table": "routes", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(ONE_ROUTE, reverse_sql="DROP INDEX one_route"),
        ops.CreateModel(
            name="TellingRecord",
            fields=[
                ("id", key()),
                ("key", fields.CharField(unique=True, max_length=160)),
                ("request", to("RequestRecord", "request_id", null=True, db_index=True)),
                ("stage", to("StageRecord", "stage_id", null=True)),
                ("round", fields.IntField()),
                ("what", fields.CharField(max_length=16)),
                ("details", document()),
                ("way", fields.CharField(max_length=12)),
                ("user", to("UserRecord", "user_id", null=True)),
                ("workspace_id", fields.CharField(null=True, max_length=32)),
                ("place", fields.CharField(null=True, max_length=32)),
                ("outcome", fields.CharField(max_length=12)),
                ("reason", fields.CharField(null=True, max_length=200)),
                ("until", at(null=True)),
                ("asked_at", at()),
                ("at", at(null=True)),
            ],
            options={
                "table": "tellings", "app": "hub", "pk_attr": "id",
                "indexes": [Index(fields=["workspace_id", "place", "id"])],
            },
            bases=["Model"],
        ),
    ]
