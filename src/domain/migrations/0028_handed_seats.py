"""Seats that are handed to others; links of a case for the house alone; comments from outside."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        on_delete=OnDelete.RESTRICT,
        related_name=False,
        **options,
    )


def number():
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


class Migration(Step):
    dependencies = [("hub", "0027_works")]

    operations = [
        ops.CreateModel(
            name="HandedSeatRecord",
            fields=[
                ("id", number()),
                ("request", to("RequestRecord", "request_id", db_index=True)),
                ("stage", to("StageRecord", "stage_id")),
                ("round", fields.IntField()),
                ("member", to("UserRecord", "member_id")),
                ("holder", to("UserRecord", "holder_id", db_index=True)),
                ("by", to("UserRecord", "by_id")),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "handed_seats", "app": "hub", "pk_attr": "id",
                "unique_together": (("stage", "round", "member"), ("stage", "round", "holder")),
            },
            bases=["Model"],
        ),
        ops.AddField(
            "CaseSubjectRecord", "inside", fields.BooleanField(default=False, db_default=False)
        ),
        ops.AddField(
            "TaskRecord",
            "listened_at",
            fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
