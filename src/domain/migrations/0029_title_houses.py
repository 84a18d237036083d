"""When title houses were read, and what their contracts may give us."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: What is looked for: proposals that nobody decided on, oldest first.
BY_STATUS = "CREATE INDEX proposals_by_status ON rights_proposals (status, id)"


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


class Migration(Step):
    dependencies = [("hub", "0027_works")]

    operations = [
        ops.CreateModel(
            name="PullRecord",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("source", chars(200)),
                ("door", chars(8)),
                ("since", chars(10, null=True)),
                ("began_at", instant()),
                ("ended_at", instant()),
                ("new", fields.IntField()),
                ("changed", fields.IntField()),
                ("aside", fields.IntField()),
            ],
            options={"table": "title_pulls", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProposalRecord",
            fields=[
                ("id", chars(40, primary_key=True, unique=True, db_index=True)),
                (
                    "work",
                    fields.ForeignKeyField(
                        "hub.WorkRecord",
                        source_field="work_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                        db_index=True,
                    ),
                ),
                ("source", chars(200)),
                ("source_ref", chars(40)),
                ("contract_ref", chars(40)),
                ("right_type", chars(200)),
                ("layer", chars(32, null=True)),
                ("signed_on", chars(10, null=True)),
                ("term_months", fields.IntField(null=True)),
                ("terminated_on", chars(10, null=True)),
                ("ends_on", chars(10, null=True)),
                ("status", chars(10)),
                ("grant_id", chars(40, null=True)),
                ("told_at", instant()),
            ],
            options={
                "table": "rights_proposals",
                "app": "hub",
                "pk_attr": "id",
                "unique_together": (("source", "source_ref", "work"),),
            },
            bases=["Model"],
        ),
        ops.RunSQL(BY_STATUS),
    ]
