"""Requests say what stands in their way, apart from the last word on them."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0007_tried_by")]

    operations = [ops.AddField("RequestRecord", "trouble", fields.TextField(null=True))]
