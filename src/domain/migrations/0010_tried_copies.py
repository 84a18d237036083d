"""Copies say since when one is being posted, so that a lost answer can be looked up."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("hub", "0009_changes")]

    operations = [ops.AddField("CopyRecord", "tried_at", fields.DatetimeField(null=True))]
