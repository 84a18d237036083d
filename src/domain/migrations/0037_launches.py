"""Launches of works: policies, plans, drafts of requests, and what changed in them."""

from orjson import loads
from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: What is looked for: changes that nobody was asked to tell of.
UNTOLD = "CREATE INDEX launch_changes_untold ON launch_changes (id) WHERE asked_at IS NULL"


def chars(length, **options):
    return fields.CharField(max_length=length, **options)


def key():
    return chars(40, primary_key=True, unique=True, db_index=True)


def document(**options):
    return fields.JSONField(encoder=JSON_DUMPS, decoder=loads, **options)


def instant(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def of(record, column, **options):
    return fields.ForeignKeyField(
        f"hub.{record}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False, **options,
    )


def alone(record, column):
    return fields.OneToOneField(
        f"hub.{record}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, related_name=False,
    )


class Migration(Step):
    dependencies = [("hub", "0036_listed_accounts")]

    operations = [
        ops.CreateModel(
            name="LaunchPolicyRecord",
            fields=[
                ("id", key()),
                ("key", chars(500, unique=True)),
                ("brand", of("BrandRecord", "brand_id")),
                ("owner", of("UserRecord", "owner_id")),
                ("sender", chars(200)),
                ("imprint", chars(200)),
                ("markets", document()),
                ("advertiser", chars(25)),
                ("click_url", chars(2000)),
                ("pre_order_days", fields.IntField(null=True)),
                ("backlist_days", fields.IntField(null=True)),
            ],
            options={"table": "launch_policies", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LaunchRecord",
            fields=[
                ("id", key()),
                ("work", alone("WorkRecord", "work_id")),
                ("title", of("TitleRecord", "title_id")),
                ("brand", of("BrandRecord", "brand_id")),
                ("owner", of("UserRecord", "owner_id")),
                ("milestones", document()),
                ("updated_at", instant()),
                ("cancelled_at", instant(null=True)),
            ],
            options={"table": "launches", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LaunchBriefRecord",
            fields=[
                ("id", key()),
                ("launch", of("LaunchRecord", "launch_id")),
                ("milestone", chars(12)),
                ("kind", chars(24)),
                ("state", chars(12)),
                ("document", document()),
                ("written", document()),
                ("request", of("RequestRecord", "request_id", null=True)),
            ],
            options={
                "table": "launch_briefs", "app": "hub", "pk_attr": "id",
                "unique_together": (("launch", "milestone", "kind"),),
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LaunchChangeRecord",
            fields=[
                ("id", key()),
                ("launch", of("LaunchRecord", "launch_id", db_index=True)),
                ("owner", of("UserRecord", "owner_id")),
                ("at", instant()),
                ("notes", document()),
                ("asked_at", instant(null=True)),
            ],
            options={"table": "launch_changes", "app": "hub", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.RunSQL(UNTOLD),
    ]
