"""Versions of decision tables, their releases and replays; requests that are for no brand."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: On SQLite a changed column rebuilds its table, which drops these; elsewhere they stand.
INDEXES = (
    ("idx_requests_agency__02c3e2", "agency_id"),
    ("idx_requests_brand_i_70c752", "brand_id"),
    ("idx_requests_request_b0bcd8", "requester_id"),
    ("idx_requests_state_791baf", "state, updated_at, id"),
    ("idx_requests_created_168895", "created_at, id"),
    ("idx_requests_updated_dfbb1f", "updated_at, id"),
)

#: Replays read the decisions of a table from the newest back.
DECISIONS = "CREATE INDEX decisions_of_table ON decisions (table_key, id)"

#: Explaining a decision finds its version by what it was judged with.
DIGESTS = "CREATE INDEX rule_versions_by_digest ON rule_versions (digest)"


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


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


class Migration(Step):
    dependencies = [("hub", "0013_sign_ins")]

    operations = [
        ops.AlterField(
            "RequestRecord", "brand", to("BrandRecord", "brand_id", null=True, db_index=True)
        ),
        *(
            ops.RunSQL(f"CREATE INDEX IF NOT EXISTS {name} ON requests ({columns})")
            for name, columns in INDEXES
        ),
        ops.RunSQL(DECISIONS, reverse_sql="DROP INDEX decisions_of_table"),
        ops.CreateModel(
            name="RuleVersionRecord",
            fields=[
                ("id", fields.CharField(primary_key=True, max_length=40)),
                ("table_key", fields.CharField(max_length=80)),
                ("number", fields.IntField()),
                ("digest", fields.CharField(max_length=64)),
                ("dmn", fields.TextField()),
                ("cases", fields.TextField()),
                ("change", fields.CharField(max_length=200)),
                ("base", to("RuleVersionRecord", "base_id", null=True)),
                ("author", to("UserRecord", "author_id", null=True)),
                ("created_at", instant()),
            ],
            options={
                "table": "rule_versions", "app": "hub", "pk_attr": "id",
                "unique_together": (("table_key", "number"),),
            },
            bases=["Model"],
        ),
        ops.RunSQL(DIGESTS, reverse_sql="DROP INDEX rule_versions_by_digest"),
        ops.CreateModel(
            name="ReleaseRecord",
            fields=[
                ("id", fields.IntField(primary_key=True, generated=True)),
                ("table_key", fields.CharField(max_length=80)),
                ("number", fields.IntField()),
                ("version", to("RuleVersionRecord", "version_id")),
                ("request", fields.OneToOneField(
                    "hub.RequestRecord", source_field="request_id", null=True,
                    db_constraint=True, to_field="id", on_delete=OnDelete.RESTRICT,
                )),
                ("effective_at", instant()),
                ("released_at", instant()),
                ("under_way", fields.BooleanField()),
                ("withdrawn_at", instant(null=True)),
            ],
            options={
                "table": "rule_releases", "app": "hub", "pk_attr": "id",
                "unique_together": (("table_key", "number"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReplayRecord",
            fields=[
                ("version", fields.OneToOneField(
                    "hub.RuleVersionRecord", source_field="version_id", primary_key=True,
                    db_index=True, db_constraint=True, to_field="id",
                    on_delete=OnDelete.RESTRICT,
                )),
                ("at", instant()),
                ("summary", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={"table": "rule_replays", "app": "hub", "pk_attr": "version_id"},
            bases=["Model"],
        ),
    ]
