"""Which accounts went out on which lists, and which have to come off."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def of(table, column):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_index=True, db_constraint=True,
        to_field="id", on_delete=OnDelete.RESTRICT,
    )


class Migration(Step):
    dependencies = [("hub", "0035_held_jobs")]

    operations = [
        ops.CreateModel(
            name="ListedRecord",
            fields=[
                ("id", chars(40, primary_key=True, unique=True, db_index=True)),
                ("request", of("RequestRecord", "request_id")),
                ("account", of("AccountRecord", "account_id")),
                ("receiver", chars(40)),
                ("went_at", instant()),
                ("asked_at", instant(null=True)),
                ("removed_at", instant(null=True)),
                ("removed_by", chars(40, null=True)),
                ("receipt", chars(500)),
            ],
            options={"table": "listed_accounts", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
