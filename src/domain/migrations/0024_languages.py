"""A workspace says in which language cards are drawn in its channels."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("hub", "0023_chat")]

    operations = [
        ops.AddField(
            "WorkspaceRecord",
            "locale",
            fields.CharField(max_length=16, default="en", db_default="en"),
        ),
    ]
