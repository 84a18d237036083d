"""Who leads which kind, what a workflow service mirrors, and where the two are apart."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def text(length, **options):
    return fields.CharField(max_length=length, **options)


def table(name, key):
    return {"table": name, "app": "hub", "pk_attr": key}


class Migration(Step):
    dependencies = [("hub", "0020_cases")]

    operations = [
        ops.CreateModel(
            name="OrchestrationRecord",
            fields=[
                ("kind", text(40, primary_key=True)),
                ("orchestrator", text(16)),
                ("process_key", text(200)),
                ("by", fields.ForeignKeyField(
                    "hub.UserRecord", source_field="by_id", null=True, db_constraint=True,
                    to_field="id", on_delete=OnDelete.RESTRICT,
                )),
                ("at", instant()),
            ],
            options=table("orchestrations", "kind"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MirrorRecord",
            fields=[
                ("subject_id", text(40, primary_key=True)),
                ("subject_kind", text(16)),
                ("kind", text(40)),
                ("process_key", text(200)),
                ("generation", fields.IntField()),
                ("instance_id", text(80, null=True, db_index=True)),
                ("intended_at", instant(null=True)),
                ("revision", fields.IntField()),
                ("revised_at", instant(null=True)),
                ("pushed", text(32)),
                ("restarted_for", text(32)),
                ("ended_at", instant(null=True, db_index=True)),
                ("failures", fields.IntField()),
                ("trouble", fields.TextField(null=True)),
                ("since", instant(null=True)),
            ],
            options=table("workflow_mirrors", "subject_id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TaskRecord",
            fields=[
                ("id", text(80, primary_key=True)),
                ("subject_id", text(40, db_index=True)),
                ("generation", fields.IntField()),
                ("step", text(40, null=True)),
                ("name", text(200)),
                ("created_at", instant()),
                ("closed_at", instant(null=True)),
                ("intent", text(60, null=True)),
                ("verdict", text(24, null=True)),
                ("outcome", text(24, null=True)),
                ("round", fields.IntField()),
                ("quorum", fields.IntField()),
                ("approvals", fields.IntField()),
                ("by_id", text(40, null=True)),
                ("by_name", text(200, null=True)),
            ],
            options=table("workflow_tasks", "id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WordRecord",
            fields=[
                ("id", text(80, primary_key=True)),
                ("subject_id", text(40)),
                ("sent_at", instant(null=True)),
            ],
            options=table("workflow_words", "id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DriftRecord",
            fields=[
                ("key", text(200, primary_key=True)),
                ("gap", text(32)),
                ("subject_id", text(40, null=True, db_index=True)),
                ("task_id", text(80, null=True)),
                ("said", fields.TextField()),
                ("found_at", instant(db_index=True)),
                ("lasting", fields.BooleanField()),
                ("gone_at", instant(null=True)),
            ],
            options=table("workflow_drift", "key"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CursorRecord",
            fields=[("name", text(240, primary_key=True)), ("at", instant())],
            options=table("workflow_cursors", "name"),
            bases=["Model"],
        ),
    ]
