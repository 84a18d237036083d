"""Copies say since when one is being posted, so that a lost answer can be looked up."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0009_changes")]

    operations = [ops.AddField("CopyRecord", "tried_at", fields.DatetimeField(null=True))]
