"""The request that a job goes back to, and how a trace goes on in it."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0079_kept_keys")]

    operations = [
        ops.AddField("JobRecord", "origin", fields.CharField(64, null=True)),
        ops.AddField("JobRecord", "trace", fields.CharField(60, null=True)),
    ]
