"""Who judges by a table, and where a decision service outside said something else."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


def key(**options):
    return fields.CharField(max_length=80, **options)


class Migration(Step):
    dependencies = [("hub", "0014_rule_versions")]

    operations = [
        ops.CreateModel(
            name="ExecutorRecord",
            fields=[
                ("table_key", key(primary_key=True)),
                ("executor", fields.CharField(max_length=16)),
                ("decision_key", fields.CharField(max_length=200)),
                ("by", fields.ForeignKeyField(
                    "hub.UserRecord", source_field="by_id", null=True, db_constraint=True,
                    to_field="id", on_delete=OnDelete.RESTRICT,
                )),
                ("at", instant()),
                ("asked", fields.IntField()),
                ("failed", fields.IntField()),
                ("differed", fields.IntField()),
                ("up", fields.BooleanField(null=True)),
                ("since", instant(null=True)),
                ("problem", fields.TextField(null=True)),
            ],
            options={"table": "rule_executors", "app": "hub", "pk_attr": "table_key"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DifferenceRecord",
            fields=[
                ("id", fields.CharField(primary_key=True, max_length=40)),
                ("table_key", key(db_index=True)),
                ("table_version", fields.CharField(max_length=64)),
                ("decision_key", fields.CharField(max_length=200)),
                ("facts", document()),
                ("ours", document()),
                ("theirs", document()),
                ("at", instant()),
            ],
            options={"table": "executor_differences", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
