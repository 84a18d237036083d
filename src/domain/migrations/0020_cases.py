"""Cases, what is said in them and made good; cards are shown of whatever has an id."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: A case has at most one compensation that waits for the second pair of eyes.
ONE_WAITS = (
    "CREATE UNIQUE INDEX one_compensation_waits ON compensations (case_id)"
    " WHERE state = 'waiting'"
)

#: Copies are of requests and of cases, by id; what is shown is found by it.
SUBJECTS = "UPDATE copies SET subject_id = request_id"
BY_SUBJECT = "CREATE INDEX copies_by_subject ON copies (subject_id)"


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


def identity():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


async def drop_left_over(apps, schema_editor):
    """Take away the column of a relation that is gone, which stays where a table is rebuilt."""
    if schema_editor.client.capabilities.dialect == "sqlite":
        await schema_editor.client.execute_query("ALTER TABLE copies DROP COLUMN request_id")


async def nothing(apps, schema_editor):
    """The relation brings its column back by itself."""


class Migration(Step):
    dependencies = [("hub", "0019_standing_in")]

    operations = [
        ops.CreateModel(
            name="CaseRecord",
            fields=[
                ("id", identity()),
                ("number", fields.IntField(unique=True)),
                ("kind", fields.CharField(max_length=24)),
                ("source", fields.CharField(max_length=16)),
                ("title", fields.CharField(max_length=200)),
                ("title_folded", fields.TextField()),
                ("text", fields.TextField()),
                ("link", fields.TextField(null=True)),
                ("reporter", to("UserRecord", "reporter_id", null=True, db_index=True, related_name="cases")),
                ("contact", document(null=True)),
                ("agency", to("AgencyRecord", "agency_id", null=True, db_index=True)),
                ("brand", to("BrandRecord", "brand_id", null=True, db_index=True)),
                ("market", fields.CharField(null=True, max_length=2)),
                ("given", document()),
                ("state", fields.CharField(max_length=16)),
                ("priority", fields.CharField(max_length=2)),
                ("queue", fields.CharField(max_length=40)),
                ("team", to("TeamRecord", "team_id", null=True)),
                ("reasons", document()),
                ("assignee", to("UserRecord", "assignee_id", null=True, db_index=True, related_name="owned")),
                ("round", fields.IntField()),
                ("level", fields.IntField()),
                ("version", fields.IntField()),
                ("since", instant()),
                ("response_minutes", fields.IntField()),
                ("resolution_minutes", fields.IntField()),
                ("response_due_at", instant()),
                ("resolution_due_at", instant()),
                ("responded_at", instant(null=True)),
                ("resolved_at", instant(null=True)),
                ("waiting_since", instant(null=True)),
                ("merged_into", to("CaseRecord", "merged_into_id", null=True, db_index=True)),
                ("note", fields.TextField(null=True)),
                ("created_at", instant()),
                ("updated_at", instant()),
            ],
            options={"table": "cases", "app": "hub", "indexes": [Index(fields=["state", "updated_at", "id"]), Index(fields=["team_id", "state"]), Index(fields=["created_at", "id"]), Index(fields=["updated_at", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CaseSubjectRecord",
            fields=[
                ("id", fields.IntField(
                    generated=True, primary_key=True, unique=True, db_index=True,
                )),
                ("case", to("CaseRecord", "case_id")),
                ("kind", fields.CharField(max_length=16)),
                ("ref", fields.CharField(max_length=80)),
            ],
            options={"table": "case_subjects", "app": "hub", "unique_together": (("case", "kind", "ref"),), "indexes": [Index(fields=["kind", "ref"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CaseCommentRecord",
            fields=[
                ("id", identity()),
                ("case", to("CaseRecord", "case_id", db_index=True)),
                ("kind", fields.CharField(max_length=16)),
                ("author", to("UserRecord", "author_id", null=True)),
                ("text", fields.TextField()),
                ("at", instant()),
            ],
            options={"table": "case_comments", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EscalationRecord",
            fields=[
                ("id", fields.IntField(
                    generated=True, primary_key=True, unique=True, db_index=True,
                )),
                ("case", to("CaseRecord", "case_id")),
                ("round", fields.IntField()),
                ("clock", fields.CharField(max_length=16)),
                ("level", fields.IntField()),
                ("team", to("TeamRecord", "team_id", null=True, db_index=True)),
                ("team_key", fields.CharField(max_length=40)),
                ("due_at", instant()),
                ("at", instant()),
            ],
            options={"table": "case_escalations", "app": "hub", "unique_together": (("case", "round", "clock", "level"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CaseDecisionRecord",
            fields=[
                ("id", identity()),
                ("case", to("CaseRecord", "case_id", db_index=True)),
                ("round", fields.IntField()),
                ("table_key", fields.CharField(max_length=80)),
                ("table_version", fields.CharField(max_length=64)),
                ("outcome", fields.CharField(max_length=16)),
                ("judgement", document()),
                ("at", instant()),
            ],
            options={"table": "case_decisions", "app": "hub", "indexes": [Index(fields=["table_key", "id"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CompensationRecord",
            fields=[
                ("id", identity()),
                ("case", to("CaseRecord", "case_id", db_index=True)),
                ("proposer", to("UserRecord", "proposer_id", related_name="proposed")),
                ("account", fields.CharField(null=True, max_length=80)),
                ("amount_minor", fields.BigIntField(null=True)),
                ("currency", fields.CharField(null=True, max_length=3)),
                ("fault", fields.CharField(max_length=16)),
                ("repeat", fields.BooleanField()),
                ("why", fields.TextField()),
                ("tier", fields.CharField(null=True, max_length=16)),
                ("state", fields.CharField(max_length=16)),
                ("reasons", document()),
                ("decider", to("UserRecord", "decider_id", null=True, related_name="decided")),
                ("reason", fields.TextField(null=True)),
                ("at", instant()),
                ("decided_at", instant(null=True)),
            ],
            options={"table": "compensations", "app": "hub", "indexes": [Index(fields=["account", "at"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CaseFormRecord",
            fields=[
                ("id", identity()),
                ("title", fields.CharField(max_length=120)),
                ("kind", fields.CharField(max_length=24)),
                ("topic", fields.CharField(null=True, max_length=24)),
                ("severity", fields.CharField(null=True, max_length=16)),
                ("brand", to("BrandRecord", "brand_id", null=True)),
                ("market", fields.CharField(null=True, max_length=2)),
                ("origins", document()),
                ("creator", to("UserRecord", "creator_id")),
                ("created_at", instant()),
                ("expires_at", instant()),
            ],
            options={"table": "case_forms", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(ONE_WAITS, reverse_sql="DROP INDEX one_compensation_waits"),
        ops.AddField(
            "CopyRecord",
            "subject_id",
            fields.CharField(default="", db_default="", max_length=40),
        ),
        ops.RunSQL(SUBJECTS, reverse_sql="UPDATE copies SET request_id = subject_id"),
        ops.RemoveField("CopyRecord", "request"),
        ops.RunPython(drop_left_over, nothing),
        ops.RunSQL(BY_SUBJECT, reverse_sql="DROP INDEX copies_by_subject"),
    ]
