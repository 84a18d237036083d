"""Drafts say which job began to publish them."""

from tortoise import fields
from tortoise.migrations import operations as ops

from domain.migrations._step import Step

#: What was under way when the hub was stopped for the upgrade.
UNDER_WAY = (
    "UPDATE campaign_drafts SET tried_by = (SELECT MAX(j.id) FROM jobs j"
    " WHERE j.kind = 'campaign.publish' AND j.state = 'open' AND j.claims > 0"
    " AND j.lane = 'effect:' || campaign_drafts.request_id)"
)


class Migration(Step):
    dependencies = [("hub", "0006_anchors")]

    operations = [
        ops.AddField("DraftRecord", "tried_by", fields.CharField(max_length=40, null=True)),
        ops.RunSQL(UNDER_WAY, reverse_sql=ops.RunSQL.noop),
    ]
