"""Campaigns that sponsorships became where their inventory is bought at Spotify (0009)."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from domain.migrations._step import Step


def of(column, **options):
    return {
        "source_field": column, "db_constraint": True, "to_field": "id",
        "on_delete": OnDelete.RESTRICT, "related_name": False, **options,
    }


class Migration(Step):
    dependencies = [("hub", "0102_insights_and_team_silences")]

    operations = [
        ops.CreateModel(
            name="SponsoredCampaignRecord",
            fields=[
                (
                    "campaign",
                    fields.OneToOneField(
                        "hub.RequestRecord",
                        **of("campaign_id", primary_key=True, db_index=True),
                    ),
                ),
                ("sponsorship", fields.ForeignKeyField("hub.RequestRecord", **of("sponsorship_id"))),
                ("revision", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sponsored_campaigns",
                "app": "hub",
                "pk_attr": "campaign_id",
                "unique_together": (("sponsorship", "revision"),),
            },
            bases=["Model"],
        ),
    ]
