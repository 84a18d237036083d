"""Leases say whose they are."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("hub", "0015_executors")]

    operations = [
        ops.AddField("JobRecord", "leased_by", fields.CharField(null=True, max_length=80)),
    ]
