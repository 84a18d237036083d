"""Agreements of rights, what was told of their ends, works beside subjects, and imported lines."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: What ends within so many days is looked for by its end.
BY_END = "CREATE INDEX grants_by_end ON rights_grants (ends_at) WHERE ends_at IS NOT NULL"

#: Leaving an agreement finds what belongs to it.
BY_AGREEMENT = (
    "CREATE INDEX rights_grants_by_agreement ON rights_grants (agreement_id, id)"
    " WHERE agreement_id IS NOT NULL"
)


def identity():
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)


def number():
    return fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


class Migration(Step):
    dependencies = [("hub", "0030_contributors")]

    operations = [
        ops.AddField(
            model_name="GrantRecord", name="agreement_id", field=chars(40, null=True),
        ),
        ops.RunSQL(BY_END),
        ops.RunSQL(BY_AGREEMENT),
        ops.CreateModel(
            name="AgreementRecord",
            fields=[
                ("id", identity()),
                ("brand_id", chars(40)),
                ("name", chars(200)),
                ("party", chars(200)),
                ("paper", chars(200)),
                ("starts_at", instant()),
                ("ends_at", instant(null=True)),
                ("notice_count", fields.IntField()),
                ("notice_unit", chars(6)),
                ("renewal_months", fields.IntField()),
                ("time_zone", chars(64)),
                ("ended_at", instant(null=True)),
                ("version", fields.IntField()),
            ],
            options={"table": "rights_agreements", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PostRecord",
            fields=[
                ("id", number()),
                ("about_id", chars(40)),
                ("workspace_id", chars(32)),
                ("place", chars(32)),
                ("handle", chars(80)),
            ],
            options={"table": "rights_posts", "app": "hub", "unique_together": (("about_id", "workspace_id", "place"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LinkRecord",
            fields=[
                ("id", number()),
                ("subject_kind", chars(16)),
                ("subject_ref", chars(80)),
                ("target_kind", chars(16)),
                ("target_ref", chars(80)),
            ],
            options={"table": "rights_links", "app": "hub", "unique_together": (("subject_kind", "subject_ref", "target_kind", "target_ref"),), "indexes": [Index(fields=["target_kind", "target_ref"])], "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LineRecord",
            fields=[
                ("id", number()),
                ("ref", chars(200, unique=True)),
                ("digest", chars(64)),
                ("grant_id", chars(40)),
            ],
            options={"table": "rights_lines", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
