"""A workspace says in which language cards are drawn in its channels."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0023_chat")]

    operations = [
        ops.AddField(
            "WorkspaceRecord",
            "locale",
            fields.CharField(max_length=16, default="en", db_default="en"),
        ),
    ]
