"""Leases say whose they are."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0015_executors")]

    operations = [
        ops.AddField("JobRecord", "leased_by", fields.CharField(null=True, max_length=80)),
    ]
