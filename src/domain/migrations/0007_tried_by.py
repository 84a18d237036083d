"""Drafts say which job began to publish them."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("hub", "0006_anchors")]

    operations = [
        ops.AddField("DraftRecord", "tried_by", fields.CharField(max_length=40, null=True))
    ]
