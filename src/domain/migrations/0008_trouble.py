"""Requests say what stands in their way, apart from the last word on them."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("hub", "0007_tried_by")]

    operations = [ops.AddField("RequestRecord", "trouble", fields.TextField(null=True))]
