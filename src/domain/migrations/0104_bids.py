"""What Spotify suggests to bid, and what campaigns were drafted with (0046)."""

from orjson import loads
from tortoise import fields
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


class Migration(Step):
    dependencies = [("hub", "0103_sponsored_campaigns")]

    operations = [
        ops.AddField("EstimateRecord", "bid_least", fields.BigIntField(null=True)),
        ops.AddField("EstimateRecord", "bid_most", fields.BigIntField(null=True)),
        ops.AddField("EstimateRecord", "bid_currency", fields.CharField(3, null=True)),
        ops.AddField(
            "DraftRecord", "bids", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)
        ),
    ]
