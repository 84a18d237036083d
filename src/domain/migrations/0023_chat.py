"""What chat needs: renewed tokens, installations, homes, snoozes, digests, edits that wait, mail."""

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


def key(length):
    return fields.CharField(primary_key=True, unique=True, db_index=True, max_length=length)


def number():
    return fields.IntField(
        generated=True, primary_key=True, unique=True, db_index=True,
    )


def to(table, column, **options):
    return fields.ForeignKeyField(
        f"hub.{table}", source_field=column, db_constraint=True, to_field="id",
        on_delete=OnDelete.RESTRICT, **options,
    )


def table(name, pk, **options):
    return {"table": name, "app": "hub", "pk_attr": pk, **options}


class Migration(Step):
    dependencies = [("hub", "0022_kinds")]

    operations = [
        ops.AddField(
            "WorkspaceRecord", "url", fields.CharField(default="", db_default="", max_length=300)
        ),
        ops.AddField("WorkspaceRecord", "scopes", fields.TextField(default="", db_default="")),
        ops.AddField("WorkspaceRecord", "sealed_refresh", fields.TextField(null=True)),
        ops.AddField("WorkspaceRecord", "token_ends_at", fields.DatetimeField(null=True)),
        ops.AddField(
            "WorkspaceRecord", "token_version", fields.IntField(default=0, db_default=0)
        ),
        ops.AddField("WorkspaceRecord", "claimed_until", fields.DatetimeField(null=True)),
        ops.AddField("WorkspaceRecord", "trouble", fields.CharField(null=True, max_length=80)),
        ops.AddField("CopyRecord", "busy_until", fields.DatetimeField(null=True)),
        ops.RunSQL("CREATE INDEX idx_copies_handle ON copies (handle)"),
        ops.CreateModel(
            name="BranchRecord",
            fields=[
                ("id", key(32)),
                ("organisation_id", fields.CharField(max_length=32)),
            ],
            options=table("workspace_branches", "id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InstallStateRecord",
            fields=[
                ("id", key(64)),
                ("browser", fields.CharField(max_length=64)),
                ("expires_at", instant()),
                ("used_at", instant(null=True)),
            ],
            options=table("install_states", "id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StrangerRecord",
            fields=[
                ("id", number()),
                ("workspace_id", fields.CharField(max_length=32)),
                ("chat_user_id", fields.CharField(max_length=32)),
                ("first_seen_at", instant()),
                ("last_seen_at", instant()),
                ("times", fields.IntField()),
            ],
            options=table(
                "chat_strangers", "id", unique_together=(("workspace_id", "chat_user_id"),)
            ),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SnoozeRecord",
            fields=[
                ("id", number()),
                ("user", to("UserRecord", "user_id")),
                ("request", to("RequestRecord", "request_id")),
                ("until", instant()),
            ],
            options=table("snoozes", "id", unique_together=(("user", "request"),)),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DigestRecord",
            fields=[
                ("user_id", key(40)),
                ("wanted", fields.BooleanField()),
                ("hour", fields.IntField()),
            ],
            options=table("digest_settings", "user_id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="HomeRecord",
            fields=[
                ("id", number()),
                ("workspace_id", fields.CharField(max_length=32)),
                ("chat_user_id", fields.CharField(max_length=32)),
                ("user", to("UserRecord", "user_id", db_index=True)),
                ("looks", document()),
                ("hash", fields.CharField(null=True, max_length=80)),
                ("drawn", fields.CharField(null=True, max_length=64)),
                ("opened_at", instant()),
            ],
            options=table(
                "chat_homes", "id", unique_together=(("workspace_id", "chat_user_id"),)
            ),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EditRecord",
            fields=[
                ("copy", fields.OneToOneField(
                    "hub.CopyRecord", source_field="copy_id", db_constraint=True, to_field="id",
                    primary_key=True, db_index=True, on_delete=OnDelete.RESTRICT,
                )),
                ("workspace_id", fields.CharField(max_length=32, db_index=True)),
                ("urgency", fields.IntField()),
                ("wanted_at", instant()),
                ("asks", fields.IntField()),
            ],
            options=table("edits", "copy_id"),
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MailRecord",
            fields=[
                ("key", key(160)),
                ("user", to("UserRecord", "user_id", db_index=True)),
                ("tried_at", instant()),
                ("sent_at", instant(null=True)),
                ("trouble", fields.CharField(null=True, max_length=200)),
            ],
            options=table("mails", "key"),
            bases=["Model"],
        ),
    ]
